import type { EditableSetting, SettingsReport } from '@swic/core/contract';

/** A setting of this installation: where it is, what it is now, and what the schema says of it. */
export interface SettingField {
  readonly path: readonly string[];
  readonly setting: EditableSetting;
  readonly value: unknown;
  /** Words that it may be; null = it is typed in. */
  readonly choices: readonly string[] | null;
}

/** Each editable setting of each business that is configured, then those of the whole client. A map or a list is not edited here. Pure. */
export function settingFields(
  { config }: SettingsReport,
  settings: readonly EditableSetting[],
): readonly SettingField[] {
  const keys = Object.keys(recordOf(config['businesses']));
  return settings.flatMap((setting) => {
    const steps = setting.path.split('.');
    const paths =
      steps[0] === 'businesses' ? keys.map((key) => [...steps.slice(0, 1), key, ...steps.slice(2)]) : [steps];
    return paths.flatMap((path) => {
      const value = path.reduce<unknown>((at, step) => recordOf(at)[step], config) ?? null;
      const isPlain = path.every((step) => /^[\w-]+$/.test(step)) && (typeof value !== 'object' || value === null);
      return isPlain ? [{ path, setting, value, choices: choicesOf(setting.values) }] : [];
    });
  });
}

/** `native, scan` or `boolean`; anything else is typed in. */
function choicesOf(values: string): readonly string[] | null {
  if (values === 'boolean') return ['true', 'false'];
  const words = values.split(', ');
  return words.length > 1 && words.every((word) => /^[a-z-]+$/.test(word)) ? words : null;
}

/** What was typed or chosen, in the kind that the setting has; an empty text takes it away, so that the default counts. Pure. */
export function settingValue(text: string, { setting: { values } }: SettingField): unknown {
  const plain = text.trim();
  if (plain === '') return null;
  if (plain === 'true' || plain === 'false') return plain === 'true';
  return /integer|number/.test(values) && /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : plain;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

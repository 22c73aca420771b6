import type { EditSettingsResult } from '@swic/core/contract';
import { type App, say, start, wordsOf } from '../../app.js';
import type { Translate } from '../../i18n/index.js';
import { parseValue, type SettingsField, settingsFields, valueText } from './fields.js';
import { nameOfField } from './settings.js';

/** More of a difference than this is read in the file itself. */
const DIFF_LINES_MAX = 6;

export async function loadSettings(app: App): Promise<void> {
  const report = await app.call('settings', null);
  app.store.update(({ settings }) => ({ settings: { ...settings, report } }));
}

/** A value with choices takes the next one; others are typed. Nothing is written before the difference was seen. */
export function editSelected(app: App): void {
  const { settings, isReadOnly } = app.store.get();
  const field = settings.report === null ? undefined : settingsFields(settings.report)[settings.cursor];
  const t = wordsOf(app);
  if (field === undefined) return;
  if (isReadOnly) return say(app, t('header.read-only'), 'warn');
  if (field.choices.length > 0) {
    const at = field.choices.indexOf(field.value);
    start(app, () => propose(app, field, field.choices[(at + 1) % field.choices.length]));
    return;
  }
  app.store.update(() => ({
    prompt: {
      kind: 'value',
      label: labelOf(field, t),
      text: valueText(field.value),
      isMasked: false,
      onChange: null,
      suggest: null,
      onDone: (text) => start(app, () => propose(app, field, parseValue(text, field.value))),
      onCancel: () => undefined,
    },
  }));
}

/** What it is called, and where it is in the file. */
function labelOf({ label, path }: SettingsField, t: Translate): string {
  const at = path.join('.');
  return label === null ? at : `${t(label)}${t('settings.at', { at })}`;
}

async function propose(app: App, field: SettingsField, value: unknown): Promise<void> {
  const { path, value: before } = field;
  const { report } = app.store.get().settings;
  if (report === null || value === before) return;
  const { version } = report;
  const edits = [{ path, value }];
  const trial = await app.call('editSettings', { version, edits, isTrial: true });
  const t = wordsOf(app);
  const [problem] = trial.problems;
  if (problem !== undefined) {
    say(app, `${problem.path}: ${problem[app.store.get().locale]}`, 'bad');
    return;
  }
  const write = async (): Promise<void> => {
    const result = await app.call('editSettings', { version, edits, isTrial: false });
    if (result.report.restartNeeded.length > 0)
      app.store.update(({ settings }) => ({
        settings: { ...settings, restartNeeded: [...new Set([...settings.restartNeeded, path.join('.')])] },
      }));
    say(app, consequence(app, result, field), 'good');
    await loadSettings(app);
  };
  const close = (): void => app.store.update(() => ({ question: null }));
  app.store.update(() => ({
    question: {
      rows: [t('ask.write-settings'), consequence(app, trial, field)],
      detail: diffLines(trial),
      answers: [
        {
          key: 'y',
          label: t('ask.yes'),
          act: () => {
            close();
            start(app, write);
          },
        },
        { key: 'n', label: t('ask.no'), act: close },
      ],
    },
  }));
}

/** The report names whole parts of the file; what was edited is one setting of them. */
function consequence(app: App, { report }: EditSettingsResult, field: SettingsField): string {
  const t = wordsOf(app);
  const what = [field.business ?? '', nameOfField(field, t)].filter((part) => part !== '').join(' ');
  const parts: string[] = [];
  if (report.applied.length > 0) parts.push(t('settings.applied', { what }));
  if (report.restartNeeded.length > 0) parts.push(t('settings.restart', { what }));
  return parts.join(' ');
}

function diffLines({ diff }: EditSettingsResult): { readonly text: string; readonly tone: 'bad' | 'good' }[] {
  return [
    ...diff.removed.map((line) => ({ text: `- ${line}`, tone: 'bad' as const })),
    ...diff.added.map((line) => ({ text: `+ ${line}`, tone: 'good' as const })),
  ].slice(0, DIFF_LINES_MAX);
}

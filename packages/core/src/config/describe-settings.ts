import assert from 'node:assert';
import { configJsonSchema } from './json-schema.js';
import { settingMeaning } from './setting-meanings.js';

/** One setting of swic.yaml as the documents and `swic help` show it. */
export interface DescribedSetting {
  /** `transport(rabbitmq).host`; an entry of a map is `<key>`. */
  readonly path: string;
  /** `integer ≥ 1 ≤ 65535`, or the words that it may be. */
  readonly values: string;
  /** As JSON; null = it has to be given, or is nothing. */
  readonly defaultJson: string | null;
  readonly zh: string;
  readonly en: string;
}

/** What of a JSON Schema is read here. */
interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
}

/** Larger bounds are those of the number itself. */
const BOUND_MAX = 1e15;

/** Every setting, in the order of the schema. Each is explained in both languages, or the documents are not generated. */
export function describeSettings(): readonly DescribedSetting[] {
  return settingsBelow(configJsonSchema() as SchemaNode, '');
}

function settingsBelow(schema: SchemaNode, prefix: string): readonly DescribedSetting[] {
  // A nullable union is a union beside null; several shapes side by side (a secret) are one value with several spellings.
  const shapes = (schema.anyOf ?? []).filter((branch) => branch.properties !== undefined);
  const node = shapes.length === 1 ? (shapes[0] ?? schema) : schema;
  const union = schema.oneOf ?? (schema.anyOf ?? []).find((branch) => branch.oneOf !== undefined)?.oneOf;
  if (union !== undefined) return union.flatMap((branch) => settingsBelow(branch, `${prefix}(${kindOf(branch)})`));
  const named = Object.entries(node.properties ?? {}).flatMap(([name, value]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    const children = settingsBelow(value, path);
    return children.length > 0 ? children : [describe(path, value)];
  });
  const each = node.additionalProperties;
  const isMap = typeof each === 'object' && node.properties === undefined;
  return isMap ? [...named, ...settingsBelow(each, `${prefix}.<key>`)] : named;
}

const kindOf = (branch: SchemaNode): string => String(branch.properties?.['kind']?.const ?? '');

function describe(path: string, value: SchemaNode): DescribedSetting {
  const [zh, english] = settingMeaning(path) ?? [];
  const en = value.description ?? english;
  assert(typeof zh === 'string' && typeof en === 'string', `setting-meanings.ts explains ${path} in both languages`);
  return {
    path,
    values: valuesOf(value),
    defaultJson: value.default === undefined ? null : JSON.stringify(value.default),
    zh,
    en,
  };
}

function valuesOf(value: SchemaNode): string {
  if (value.enum !== undefined) return value.enum.join(', ');
  if (value.const !== undefined) return String(value.const);
  const branches = value.anyOf ?? value.oneOf;
  if (branches !== undefined)
    return branches
      .map(valuesOf)
      .filter((text) => text !== '')
      .join(' or ');
  if (value.properties !== undefined) return `{ ${Object.keys(value.properties).join(', ')} }`;
  const bounds = [
    value.minimum === undefined ? '' : `≥ ${value.minimum}`,
    value.maximum === undefined || value.maximum > BOUND_MAX ? '' : `≤ ${value.maximum}`,
  ];
  return [value.type ?? '', ...bounds].filter((text) => text !== '').join(' ');
}

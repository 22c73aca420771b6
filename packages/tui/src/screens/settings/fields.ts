import type { SettingsReport } from '@swic/core/contract';
import { SETTINGS_WORDS } from './words.js';

type SettingsWord = keyof typeof SETTINGS_WORDS.en;

export interface SettingsField {
  readonly path: readonly string[];
  /** Key of its words; null = the path says it. */
  readonly label: SettingsWord | null;
  readonly value: unknown;
  /** Values it can have; empty = typed in. */
  readonly choices: readonly unknown[];
  /** The business it belongs to; null = the whole client. */
  readonly business: string | null;
}

interface Known {
  readonly path: string;
  readonly label: SettingsWord;
  readonly choices?: readonly unknown[];
}

const YES_NO = [true, false];

/** 用户设置: what an operator changes of a business, in the order of the manual. */
const OF_BUSINESS: readonly Known[] = [
  { path: 'enabled', label: 'set.enabled', choices: YES_NO },
  { path: 'boxes.root', label: 'set.root' },
  { path: 'send.enabled', label: 'set.send', choices: YES_NO },
  { path: 'send.maxConcurrent', label: 'set.maxConcurrent' },
  { path: 'send.settleMs', label: 'set.settleMs' },
  { path: 'send.onUnknown', label: 'set.onUnknown', choices: ['resend', 'hold'] },
  { path: 'send.watch', label: 'set.watch', choices: ['native', 'scan'] },
  { path: 'receive.enabled', label: 'set.receive', choices: YES_NO },
  { path: 'retention.sentDays', label: 'set.sentDays' },
];

const OF_CLIENT: readonly Known[] = [
  { path: 'clientId', label: 'set.clientId' },
  { path: 'locale', label: 'set.locale', choices: ['zh', 'en'] },
  { path: 'boxesDir', label: 'set.boxesDir' },
  { path: 'dataDir', label: 'set.dataDir' },
  { path: 'ledger.keepDays', label: 'set.ledgerDays' },
  { path: 'log.level', label: 'set.logLevel', choices: ['debug', 'info', 'warn', 'error'] },
  { path: 'log.keepDays', label: 'set.logDays' },
];

/** Businesses, then 传输设置, then the rest: only what is in the table, and every plain value of the transport. */
export function settingsFields({ config }: SettingsReport): readonly SettingsField[] {
  const businesses = recordOf(config['businesses']);
  return [
    ...Object.keys(businesses).flatMap((business) =>
      OF_BUSINESS.map((known) => fieldOf(config, ['businesses', business, ...known.path.split('.')], known, business)),
    ),
    ...transportFields(config),
    ...OF_CLIENT.map((known) => fieldOf(config, known.path.split('.'), known, null)),
  ];
}

/** Settings of the connection, a secret as the reference that the file has. */
export function transportFields(config: SettingsReport['config']): readonly SettingsField[] {
  return leavesOf(config['transport'], ['transport']).map(({ path, value }) => ({
    path,
    label: labelOf(path.slice(1).join('.')),
    value,
    choices: typeof value === 'boolean' ? YES_NO : [],
    business: null,
  }));
}

function fieldOf(
  config: SettingsReport['config'],
  path: readonly string[],
  { label, choices }: Known,
  business: string | null,
): SettingsField {
  const value = path.reduce<unknown>((at, step) => recordOf(at)[step], config);
  return { path, label, value: value ?? null, choices: choices ?? [], business };
}

/** What a setting of the connection is called; one that has no words here keeps its name in the file. */
function labelOf(name: string): SettingsWord | null {
  const key = `set.transport.${name}`;
  return isSettingsWord(key) ? key : null;
}

/** Are there words under this key? */
export function isSettingsWord(key: string): key is SettingsWord {
  return Object.hasOwn(SETTINGS_WORDS.en, key);
}

interface Leaf {
  readonly path: readonly string[];
  readonly value: unknown;
}

function leavesOf(value: unknown, path: readonly string[]): readonly Leaf[] {
  const isSecret = path.at(-1) === 'password';
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isSecret) return [{ path, value }];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, [...path, name]));
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** As it is shown and typed. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What was typed, in the kind that the value had; an empty text takes a value away. */
export function parseValue(text: string, before: unknown): unknown {
  const plain = text.trim();
  if (plain === '') return null;
  if (typeof before === 'number' && /^-?\d+$/.test(plain)) return Number(plain);
  if (/^[[{]/.test(plain)) {
    try {
      return JSON.parse(plain) as unknown;
    } catch {
      // Not JSON after all: the schema says what it should be.
      return plain;
    }
  }
  return plain;
}

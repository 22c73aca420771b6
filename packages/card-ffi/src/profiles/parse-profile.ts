import { isSpcName, type SpcName } from '../bindings/functions.js';
import { bindingProblems, parseSlot } from '../bindings/slot-text.js';
import { type FunctionBinding, RETURNS_STATUS, type Slot } from '../bindings/slots.js';
import { BUILT_IN_PROFILES, EPORT_IKEY } from './eport-ikey.js';
import type { CodeMeaning, Profile } from './profile.js';

export type ParsedProfile =
  | { readonly kind: 'profile'; readonly profile: Profile }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

/** Where a problem goes, as a sentence that names the place. */
type Report = (problem: string) => void;

const MEANINGS: readonly CodeMeaning[] = ['done', 'absent', 'busy', 'pin-wrong', 'refused', 'configuration', 'broken'];
const NUMBERS = {
  pauseMs: 60_000,
  signaturesPerUse: 1024,
  pollMs: 3_600_000,
  rsaFlag: Number.MAX_SAFE_INTEGER,
} as const;
const FIELDS = new Set([
  'name',
  'extends',
  'libraryNames',
  'textEncoding',
  'functions',
  'codes',
  'cardState',
  'cardIdPrefixes',
  ...Object.keys(NUMBERS),
]);

/**
 * A profile file (JSON) laid over the built-in profile that `extends` names (`eport-ikey` when absent).
 * A function is `null` (this library lacks it), `{ symbol }` (only the name differs) or `{ symbol, parameters, returns }`
 * with `parameters` as bindings/slot-text.ts reads them and `returns` being `status` or `text NAME`.
 * Every problem is listed, not only the first.
 */
export function parseProfile(value: unknown): ParsedProfile {
  if (!isRecord(value)) return { kind: 'problems', problems: ['a profile is a JSON object'] };
  const problems: string[] = Object.keys(value)
    .filter((key) => !FIELDS.has(key))
    .map((key) => `unknown field "${key}"`);
  const report: Report = (problem) => void problems.push(problem);
  const base = baseProfile(value['extends'], report);
  const profile: Profile = {
    name: textField(value, 'name', base.name, report),
    libraryNames: libraryNames(value['libraryNames'], base, report),
    textEncoding: encodingField(value, base, report),
    functions: functions(value['functions'], base, report),
    codes: codes(value['codes'], base, report),
    cardState: cardState(value['cardState'], base, report),
    cardIdPrefixes: textList(value['cardIdPrefixes'], base.cardIdPrefixes, 'cardIdPrefixes', report),
    rsaFlag: numberField(value, 'rsaFlag', base.rsaFlag, report),
    pauseMs: numberField(value, 'pauseMs', base.pauseMs, report),
    signaturesPerUse: Math.max(1, numberField(value, 'signaturesPerUse', base.signaturesPerUse, report)),
    pollMs: numberField(value, 'pollMs', base.pollMs, report),
  };
  return problems.length === 0 ? { kind: 'profile', profile } : { kind: 'problems', problems };
}

function baseProfile(value: unknown, report: Report): Profile {
  if (value === undefined) return EPORT_IKEY;
  const base =
    typeof value === 'string' && Object.hasOwn(BUILT_IN_PROFILES, value) ? BUILT_IN_PROFILES[value] : undefined;
  if (base === undefined)
    report(`extends: no built-in profile of that name; there are ${Object.keys(BUILT_IN_PROFILES).join(', ')}`);
  return base ?? EPORT_IKEY;
}

function functions(value: unknown, base: Profile, report: Report): Profile['functions'] {
  if (value === undefined) return base.functions;
  if (!isRecord(value)) {
    report('functions: an object is wanted');
    return base.functions;
  }
  const result: Record<SpcName, FunctionBinding | null> = { ...base.functions };
  for (const [name, entry] of Object.entries(value)) {
    if (!isSpcName(name)) report(`functions: "${name}" is no function of the table`);
    else result[name] = entry === null ? null : functionBinding(name, entry, base.functions[name], report);
  }
  return result;
}

function functionBinding(
  name: SpcName,
  entry: unknown,
  base: FunctionBinding | null,
  report: Report,
): FunctionBinding | null {
  if (!isRecord(entry)) {
    report(`${name}: null or an object is wanted`);
    return base;
  }
  const symbol = textField(entry, 'symbol', base?.symbol ?? name, report);
  const slots = entry['parameters'] === undefined ? (base?.slots ?? []) : slotList(name, entry['parameters'], report);
  const binding = { symbol, slots, returns: returnsField(name, entry['returns'], base, report) };
  for (const problem of bindingProblems(name, binding)) report(problem);
  return binding;
}

function slotList(name: SpcName, value: unknown, report: Report): readonly Slot[] {
  const slots: Slot[] = [];
  for (const text of textList(value, [], `${name}.parameters`, report)) {
    const slot = parseSlot(text);
    if (slot === undefined) report(`${name}: "${text}" is no parameter`);
    else slots.push(slot);
  }
  return slots;
}

function returnsField(
  name: SpcName,
  value: unknown,
  base: FunctionBinding | null,
  report: Report,
): FunctionBinding['returns'] {
  if (value === undefined) return base?.returns ?? RETURNS_STATUS;
  if (value === 'status') return RETURNS_STATUS;
  const match = typeof value === 'string' ? /^text ([A-Za-z]+)$/.exec(value) : null;
  if (match !== null) return { kind: 'text', of: match[1] ?? '' };
  report(`${name}: returns is "status" or "text NAME"`);
  return RETURNS_STATUS;
}

function codes(value: unknown, base: Profile, report: Report): Profile['codes'] {
  if (value === undefined) return base.codes;
  if (!isRecord(value)) {
    report('codes: an object is wanted');
    return base.codes;
  }
  const result: Record<string, CodeMeaning> = { ...base.codes };
  for (const [code, meaning] of Object.entries(value)) {
    const known = MEANINGS.find((one) => one === meaning);
    if (!/^\d+$/.test(code) || known === undefined)
      report(`codes.${code}: a number and one of ${MEANINGS.join(', ')} are wanted`);
    else result[code] = known;
  }
  return result;
}

function cardState(value: unknown, base: Profile, report: Report): Profile['cardState'] {
  if (value === undefined) return base.cardState;
  if (value === null) return null;
  if (isRecord(value) && isCount(value['type']) && isCount(value['index']) && isCount(value['present'])) {
    return { type: value['type'], index: value['index'], present: value['present'] };
  }
  report('cardState: null or { type, index, present } is wanted');
  return base.cardState;
}

function libraryNames(value: unknown, base: Profile, report: Report): Profile['libraryNames'] {
  if (value === undefined) return base.libraryNames;
  if (!isRecord(value)) {
    report('libraryNames: an object is wanted');
    return base.libraryNames;
  }
  const of = (platform: keyof Profile['libraryNames']): readonly string[] =>
    textList(value[platform], base.libraryNames[platform], `libraryNames.${platform}`, report);
  return { win32: of('win32'), linux: of('linux'), darwin: of('darwin') };
}

function encodingField(value: Record<string, unknown>, base: Profile, report: Report): string {
  const label = textField(value, 'textEncoding', base.textEncoding, report);
  try {
    new TextDecoder(label);
    return label;
  } catch {
    // TextDecoder tells an unknown label only by throwing; the problem list is where it is recorded.
    report(`textEncoding: "${label}" is not known`);
    return base.textEncoding;
  }
}

function textField(value: Record<string, unknown>, key: string, otherwise: string, report: Report): string {
  const found = value[key];
  if (found === undefined) return otherwise;
  if (typeof found === 'string' && found !== '') return found;
  report(`${key}: a text is wanted`);
  return otherwise;
}

function textList(value: unknown, otherwise: readonly string[], path: string, report: Report): readonly string[] {
  if (value === undefined) return otherwise;
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
  report(`${path}: a list of texts is wanted`);
  return otherwise;
}

function numberField(
  value: Record<string, unknown>,
  key: keyof typeof NUMBERS,
  otherwise: number,
  report: Report,
): number {
  const found = value[key];
  if (found === undefined) return otherwise;
  if (isCount(found) && found <= NUMBERS[key]) return found;
  report(`${key}: a whole number from 0 to ${NUMBERS[key]} is wanted`);
  return otherwise;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

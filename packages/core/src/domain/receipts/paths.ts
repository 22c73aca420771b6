import type { XmlText } from './outline.js';

/**
 * Where to look for one value. Paths in order of preference: the first that has a text wins. A path is a chain of local
 * names from the root; `*` is exactly one name, a leading `//` any number of names (also none) before it.
 */
export interface PathRule {
  readonly paths: readonly string[];
  /** How many values of the winning path are taken, in document order. */
  readonly valuesMax: number;
}

/** For each rule, in the order of the rules, the values found: trimmed, none of them empty. */
export type PathReader = (texts: readonly XmlText[]) => readonly (readonly string[])[];

/** A place in the rules that a path answers: rule number and preference within it. */
interface Slot {
  readonly rule: number;
  readonly preference: number;
}

interface Pattern extends Slot {
  readonly expression: RegExp;
}

/** Paths of real documents are some hundreds; beyond this the memo starts afresh, so that hostile input cannot grow it. */
const MEMO_ENTRIES_MAX = 4096;

const NO_SLOTS: readonly Slot[] = [];

/** Compiles rules once, so that reading a document costs one map look-up per text. */
export function createPathReader(rules: readonly PathRule[]): PathReader {
  const exact = new Map<string, Slot[]>();
  const patterns: Pattern[] = [];
  rules.forEach((rule, index) => {
    rule.paths.forEach((path, preference) => {
      const slot = { rule: index, preference };
      if (isPlain(path)) exact.set(path, [...(exact.get(path) ?? []), slot]);
      else patterns.push({ ...slot, expression: expressionOf(path) });
    });
  });
  const memo = new Map<string, readonly Slot[]>();
  const slotsOf = (path: string): readonly Slot[] => {
    const known = memo.get(path);
    if (known !== undefined) return known;
    const slots = [...(exact.get(path) ?? []), ...patterns.filter((pattern) => pattern.expression.test(path))];
    if (memo.size >= MEMO_ENTRIES_MAX) memo.clear();
    memo.set(path, slots.length === 0 ? NO_SLOTS : slots);
    return slots;
  };
  return (texts) => collect(rules, texts, slotsOf);
}

function collect(
  rules: readonly PathRule[],
  texts: readonly XmlText[],
  slotsOf: (path: string) => readonly Slot[],
): readonly (readonly string[])[] {
  const values: string[][] = rules.map(() => []);
  const preferences = rules.map(() => Number.POSITIVE_INFINITY);
  for (const { path, text } of texts) {
    const slots = slotsOf(path);
    if (slots.length === 0) continue;
    const value = text.trim();
    if (value === '') continue;
    for (const { rule, preference } of slots) {
      const best = preferences[rule] ?? Number.POSITIVE_INFINITY;
      if (preference > best) continue;
      if (preference < best) values[rule] = [];
      preferences[rule] = preference;
      const found = values[rule];
      if (found !== undefined && found.length < (rules[rule]?.valuesMax ?? 1)) found.push(value);
    }
  }
  return values;
}

/** Is a path one of these? As PathRule writes them. */
export function createPathTest(paths: readonly string[]): (path: string) => boolean {
  const plain = new Set(paths.filter(isPlain));
  const expressions = paths.filter((path) => !isPlain(path)).map(expressionOf);
  return (path) => plain.has(path) || expressions.some((expression) => expression.test(path));
}

function isPlain(path: string): boolean {
  return !path.startsWith('//') && !path.includes('*');
}

function expressionOf(path: string): RegExp {
  const isAnywhere = path.startsWith('//');
  const steps = (isAnywhere ? path.slice(2) : path)
    .split('/')
    .map((step) => (step === '*' ? '[^/]+' : escapeExpression(step)));
  return new RegExp(`${isAnywhere ? '(?:^|/)' : '^'}${steps.join('/')}$`);
}

function escapeExpression(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/**
 * Turns a name pattern (`*` any run of characters, `?` one character) into a test. Case-sensitive, whole name. No regular expression:
 * a pattern from `swic.yaml` with several `*` could keep the thread busy for minutes over one long text.
 */
export function createNameTest(patterns: readonly string[]): (name: string) => boolean {
  const plain = new Set(patterns.filter((pattern) => !/[*?]/.test(pattern)));
  const wild = patterns.filter((pattern) => /[*?]/.test(pattern));
  return (name) => plain.has(name) || wild.some((pattern) => matches(pattern, name));
}

/** Only the last `*` is ever tried anew: what an earlier one could take, the last one can take as well. */
function matches(pattern: string, name: string): boolean {
  let at = 0;
  let next = 0;
  let star = -1;
  let resumed = 0;
  while (at < name.length) {
    const wanted = pattern[next];
    if (wanted === '*') {
      star = next;
      resumed = at;
      next += 1;
    } else if (wanted === '?' || wanted === name[at]) {
      at += 1;
      next += 1;
    } else if (star >= 0) {
      resumed += 1;
      at = resumed;
      next = star + 1;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(next));
}

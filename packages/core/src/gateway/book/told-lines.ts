import { printable } from '../../contract/printable.js';
import type { BookEntry } from '../../domain/book/entry.js';
import { type BookFields, factsOf, fieldsOf } from '../../domain/book/read-body.js';
import { formatStamp } from '../../domain/stamp.js';
import { DETAIL_WORDS, factWord, KIND_WORDS, type Locale } from './words.js';

/** One fact of an entry as a person reads it. */
export interface ToldLine {
  readonly seq: number;
  readonly time: string;
  readonly business: string;
  readonly document: string;
  readonly receipt: string;
  readonly name: string;
  readonly sha256: string;
  readonly what: string;
  readonly detail: string;
}

/** Names that have a column of their own, or that say what the line is. */
const APART = new Set(['at', 'business', 'document', 'fact', 'facts', 'kind', 'name', 'receipt', 'sha256', 'stage']);

/** Nothing where the body was let go of, or is no longer one. */
export function toldLines(told: BookEntry, locale: Locale): readonly ToldLine[] {
  const entry = fieldsOf(told) ?? {};
  const { kind } = entry;
  if (typeof kind !== 'string') return [];
  const of = {
    seq: told.seq,
    business: text(entry['business']),
    document: text(entry['document']),
    receipt: text(entry['receipt'] ?? entry['act']),
    name: '',
    sha256: '',
  };
  const facts = factsOf(entry);
  if (facts.length > 0)
    return facts.map((fact) => ({
      ...of,
      name: text(fact['name']),
      sha256: text(fact['sha256']),
      time: timeText(fact['at'] ?? entry['at']),
      what: factWord(text(fact['fact']), locale),
      detail: detailOf(fact, locale),
    }));
  const what = KIND_WORDS[kind]?.[locale] ?? text(kind);
  return [{ ...of, time: timeText(entry['at']), what, detail: detailOf(entry, locale) }];
}

function detailOf(fields: BookFields, locale: Locale): string {
  const wordOf = (name: string): string => (locale === 'zh' ? (DETAIL_WORDS[name] ?? name) : name);
  return Object.entries(fields)
    .filter(([name, value]) => !APART.has(name) && value !== null && value !== '')
    .map(([name, value]) => `${wordOf(name)}: ${Array.isArray(value) ? value.map(text).join(', ') : text(value)}`)
    .join('; ');
}

/** Names of files and texts of receipts are from outside: no control codes. */
function text(value: unknown): string {
  if (value === null || value === undefined) return '';
  return printable(typeof value === 'string' ? value : JSON.stringify(value));
}

/** `2026-11-23 10:00:00.123`, China time. */
export function timeText(atMs: unknown): string {
  if (typeof atMs !== 'number' || !Number.isFinite(atMs)) return '';
  const stamp = formatStamp(atMs, 17);
  const [year, month, day] = [stamp.slice(0, 4), stamp.slice(4, 6), stamp.slice(6, 8)];
  const [hour, minute, second] = [stamp.slice(8, 10), stamp.slice(10, 12), stamp.slice(12, 14)];
  return `${year}-${month}-${day} ${hour}:${minute}:${second}.${stamp.slice(14, 17)}`;
}

import { printable } from '../../contract/printable.js';
import type { BookEntry } from '../../domain/book/entry.js';
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

type Fields = Readonly<Record<string, unknown>>;

/** Names that have a column of their own, or that say what the line is. */
const APART = new Set(['at', 'business', 'document', 'fact', 'facts', 'kind', 'name', 'receipt', 'sha256', 'stage']);

/** Nothing where the body was let go of. */
export function toldLines({ seq, body }: BookEntry, locale: Locale): readonly ToldLine[] {
  const entry = fieldsOf(body);
  if (entry === null) return [];
  const of = {
    seq,
    business: text(entry['business']),
    document: text(entry['document']),
    receipt: text(entry['receipt'] ?? entry['act']),
    name: '',
    sha256: '',
  };
  const { facts } = entry;
  if (Array.isArray(facts))
    return (facts as readonly Fields[]).map((fact) => ({
      ...of,
      name: text(fact['name']),
      sha256: text(fact['sha256']),
      time: timeText(fact['at'] ?? entry['at']),
      what: factWord(text(fact['fact']), locale),
      detail: detailOf(fact, locale),
    }));
  const kind = text(entry['kind']);
  return [
    { ...of, time: timeText(entry['at']), what: KIND_WORDS[kind]?.[locale] ?? kind, detail: detailOf(entry, locale) },
  ];
}

function fieldsOf(body: string | null): Fields | null {
  if (body === null) return null;
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Fields) : null;
  } catch {
    // Altered: the hash says so, and there is nothing to read.
    return null;
  }
}

function detailOf(fields: Fields, locale: Locale): string {
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

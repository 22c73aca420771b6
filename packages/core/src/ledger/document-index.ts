import type { DocumentId, DocumentRecord } from '../domain/document.js';
import { CUSTOMS_FILTERS, type CustomsFilter } from '../domain/receipts/customs-filter.js';
import { isOpen, type Stage } from '../domain/stage.js';
import { KeyCursor } from './key-cursor.js';
import { ALL_COUNTS, ALL_STANDINGS, idAtEnd, type KeyRange, prefixed, twoParts } from './keys.js';
import type { ReadStore } from './store.js';
import { isUnfinished } from './unfinished.js';

/** What lists ask for of a document that is not open: its state at customs, or whether it was answered without one. */
export type IndexWord = CustomsFilter | 'heard';

/** Documents of one business that are alike to every list: a range of the index, in the order of their claims. */
export interface IndexGroup {
  readonly business: string;
  readonly stage: Stage;
  readonly word: IndexWord;
  readonly range: KeyRange;
}

const ID_CHARS = 22;

/**
 * Where a document is in the index; null for an open one, which has a mark of its own: those are few, and would be written twice.
 * What the key says follows from the record alone, so that the index can be made anew, and a key can be proved.
 */
export function indexKeyOf(record: DocumentRecord): string | null {
  if (isUnfinished(record)) return null;
  return `i!${record.business}\0${record.stage}\0${wordOf(record)}\0${record.id}`;
}

export function wordOf({ standing }: DocumentRecord): IndexWord {
  return standing?.customs?.state ?? (standing === null || standing.answeredMs === null ? 'none' : 'heard');
}

/** `stages`: those that documents are in, the open ones too. */
export interface Groups {
  readonly groups: readonly IndexGroup[];
  readonly stages: ReadonlySet<string>;
}

/**
 * The groups that have documents, of one business or of all. The counts name nearly all of them, in two reads; what is not in SentBox is
 * seldom anywhere with customs, so its words are looked up.
 */
export async function indexGroups(store: ReadStore, business: string | null): Promise<Groups> {
  const of = (all: KeyRange): KeyRange => (business === null ? all : prefixed(`${all.from}${business}\0`));
  const states = await twoPartsIn(store, of(ALL_STANDINGS));
  const groups: IndexGroup[] = [];
  const stages = new Set<string>();
  for (const [name, stage] of await twoPartsIn(store, of(ALL_COUNTS))) {
    stages.add(stage);
    if (isOpen(stage as Stage)) continue;
    const words =
      stage === 'filed'
        ? states.flatMap(([of, word]) => (of === name && WORDS.has(word) ? wordsOf(word) : []))
        : await wordsIn(store, `i!${name}\0${stage}\0`);
    for (const word of words) groups.push(groupOf(name, stage as Stage, word as IndexWord));
  }
  return { groups, stages };
}

const WORDS: ReadonlySet<string> = new Set(CUSTOMS_FILTERS);

/** The counts do not tell who was answered without a state from who was not answered. */
const wordsOf = (word: string): readonly string[] => (word === 'none' ? ['none', 'heard'] : [word]);

function groupOf(business: string, stage: Stage, word: IndexWord): IndexGroup {
  const from = `i!${business}\0${stage}\0${word}\0`;
  return { business, stage, word, range: { from, before: `${from}:` } };
}

async function twoPartsIn(store: ReadStore, range: KeyRange): Promise<readonly (readonly [string, string])[]> {
  const parts: (readonly [string, string])[] = [];
  for await (const entries of store.entries(range, 'ascending', 500))
    for (const [key, count] of entries) if (count !== '0') parts.push(twoParts(key));
  return parts;
}

/** From the last key of each word to the one before: what was deleted, which LevelDB walks over, is at the beginning. */
async function wordsIn(store: ReadStore, from: string): Promise<readonly string[]> {
  const words: string[] = [];
  for (let { before } = prefixed(from); ; ) {
    const last = await lastKey(store, { from, before });
    if (last === null) return words;
    const word = last.slice(from.length, -ID_CHARS - 1);
    words.push(word);
    before = from + word;
  }
}

async function lastKey(store: ReadStore, range: KeyRange): Promise<string | null> {
  for await (const keys of store.keys(range, 'descending', 1)) return keys[0] ?? null;
  return null;
}

/** The part of a group, or of marks, whose ids are in `[from, before)`; '' and null = no limit. */
export function within(range: KeyRange, from: string, before: string | null): KeyRange {
  return { from: range.from + from, before: before === null ? range.before : range.from + before };
}

/** Ids of several ranges in one order, each range in slices of `slice`. */
export async function* mergedIds(
  store: ReadStore,
  ranges: readonly KeyRange[],
  order: 'ascending' | 'descending',
  slice: number,
): AsyncGenerator<DocumentId> {
  const cursors = ranges.map((range) => new KeyCursor(store.keys(range, order, slice)));
  try {
    await Promise.all(cursors.map((cursor) => cursor.advance()));
    for (let next = firstOf(cursors, order); next !== null; next = firstOf(cursors, order)) {
      yield idOf(next) as DocumentId;
      await next.advance();
    }
  } finally {
    for (const cursor of cursors) await cursor.close();
  }
}

function firstOf(cursors: readonly KeyCursor[], order: 'ascending' | 'descending'): KeyCursor | null {
  let first: KeyCursor | null = null;
  for (const cursor of cursors)
    if (cursor.head !== null && (first === null || isBefore(cursor, first, order))) first = cursor;
  return first;
}

function isBefore(one: KeyCursor, other: KeyCursor, order: 'ascending' | 'descending'): boolean {
  return order === 'ascending' ? idOf(one) < idOf(other) : idOf(one) > idOf(other);
}

const idOf = ({ head }: KeyCursor): string => (head === null ? '' : idAtEnd(head));

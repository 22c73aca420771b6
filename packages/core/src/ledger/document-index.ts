import type { DocumentId, DocumentRecord } from '../domain/document.js';
import type { CustomsFilter } from '../domain/receipts/customs-filter.js';
import type { Stage } from '../domain/stage.js';
import { ALL_INDEXED, idAtEnd, type KeyRange } from './keys.js';
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

/**
 * The groups that have documents, of one business or of all. From the last key of each to the one before: new documents are at the
 * end, and what was deleted, which LevelDB walks over, is at the beginning.
 */
export async function indexGroups(store: ReadStore, business: string | null): Promise<readonly IndexGroup[]> {
  const all = business === null ? ALL_INDEXED : { from: `i!${business}\0`, before: `i!${business}\u0001` };
  const groups: IndexGroup[] = [];
  for (let before = all.before; ; ) {
    const last = await lastKey(store, { from: all.from, before });
    if (last === null) return groups;
    const from = last.slice(0, -ID_CHARS);
    const [name = '', stage = '', word = ''] = from.slice(2).split('\0');
    groups.push({
      business: name,
      stage: stage as Stage,
      word: word as IndexWord,
      range: { from, before: `${from}:` },
    });
    before = from;
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
  const sources = ranges.map((range) => new Source(store.keys(range, order, slice)));
  try {
    await Promise.all(sources.map((source) => source.advance()));
    for (let next = firstOf(sources, order); next !== null; next = firstOf(sources, order)) {
      yield next.head as DocumentId;
      await next.advance();
    }
  } finally {
    for (const source of sources) await source.close();
  }
}

function firstOf(sources: readonly Source[], order: 'ascending' | 'descending'): Source | null {
  let first: Source | null = null;
  for (const source of sources)
    if (source.head !== null && (first === null || isBefore(source, first, order))) first = source;
  return first;
}

function isBefore(one: Source, other: Source, order: 'ascending' | 'descending'): boolean {
  return order === 'ascending' ? (one.head ?? '') < (other.head ?? '') : (one.head ?? '') > (other.head ?? '');
}

/** A range that is read slice by slice, with its next id in front. */
class Source {
  readonly #slices: AsyncIterator<readonly string[]>;
  #keys: readonly string[] = [];
  #at = 0;
  head: string | null = null;

  constructor(slices: AsyncIterable<readonly string[]>) {
    this.#slices = slices[Symbol.asyncIterator]();
  }

  async advance(): Promise<void> {
    if (this.#at >= this.#keys.length) {
      const next = await this.#slices.next();
      this.#keys = next.done === true ? [] : next.value;
      this.#at = 0;
    }
    const key = this.#keys[this.#at];
    this.#at += 1;
    this.head = key === undefined ? null : idAtEnd(key);
  }

  async close(): Promise<void> {
    await this.#slices.return?.();
  }
}

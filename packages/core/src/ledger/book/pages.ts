import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { BookBody, BookEntry, BookKind } from '../../domain/book/entry.js';
import { fieldsOf } from '../../domain/book/read-body.js';
import { formatDay } from '../../domain/stamp.js';
import { type KeyRange, prefixed } from '../keys.js';
import type { Operation, ReadStore } from '../store.js';
import { type BookHead, chained, contentHash, NO_BOOK } from './chain.js';

/**
 * How the book is in the store: what one batch tells is a page, `b!<yyyyMMdd>\0<seq of its first entry>`, of a line for each entry: its number, its
 * hash and its body; or, where the body was let go of, `=` and the hash of it. A long page is packed. `m!book` says where the chain is, and behind which batch.
 */
export const BOOK_KEY = 'm!book';
export const ALL_PAGES = prefixed('b!');

const SEQ_DIGITS = 12;
const LET_GO = '=';
const PACKED = 'z';
/** Characters. */
const PACKED_FROM = 4_096;

export interface Written {
  readonly operations: readonly Operation[];
  readonly head: BookHead;
}

export function pagesFrom(day: string): KeyRange {
  return { from: `b!${day}`, before: ALL_PAGES.before };
}

export function pagesOfDay(day: string): KeyRange {
  return prefixed(`b!${day}\0`);
}

/** Puts these behind the head, in their order. The first of a new day seals the day before. */
export function writePages(head: BookHead, bodies: readonly string[], nowMs: number): Written {
  if (bodies.length === 0) return { operations: [], head };
  const today = formatDay(nowMs);
  const sealed = sealBefore(head, today, nowMs);
  // A clock that went back goes on with the day that is open, or opens it once more.
  const day = today < sealed.head.day ? sealed.head.day : today;
  const isSame = day === sealed.head.day;
  const firstOfDay = isSame ? sealed.head.firstOfDay : sealed.head.seq + 1;
  const page = pageOf({ ...sealed.head, day, firstOfDay, isSealed: false }, bodies);
  return { operations: [...sealed.operations, ...page.operations], head: page.head };
}

/** Of what is not told of a record. */
export const textOf = (body: BookBody): string => JSON.stringify(body);

/** Ends the segment of a day that is over; nothing where it is not, or was ended. */
export function sealBefore(head: BookHead, today: string, nowMs: number): Written {
  if (head.isSealed || head.day >= today) return { operations: [], head };
  const { day, firstOfDay: first, seq } = head;
  const page = pageOf(head, [textOf({ at: nowMs, day, entries: seq - first + 1, first, kind: 'seal' })]);
  return { operations: page.operations, head: { ...page.head, isSealed: true } };
}

function pageOf(head: BookHead, bodies: readonly string[]): Written {
  let { seq, hash } = head;
  const key = pageKey(head.day, seq + 1);
  let text = '';
  for (const body of bodies) {
    const entry = chained({ seq, hash }, body);
    ({ seq, hash } = entry);
    text += text === '' ? lineOf(entry) : `\n${lineOf(entry)}`;
  }
  return { operations: [{ key, value: packed(text) }], head: { ...head, seq, hash } };
}

function pageKey(day: string, first: number): string {
  return `b!${day}\0${String(first).padStart(SEQ_DIGITS, '0')}`;
}

export function dayOfPage(key: string): string {
  return key.slice(2, 10);
}

const lineOf = ({ seq, hash, body, content }: BookEntry): string => `${seq} ${hash} ${body ?? LET_GO + content}`;

/**
 * LevelDB writes what it keeps several times over: 900 bytes of a document cost it 20 microseconds, 270 cost 6, and packing 4 (measured). A
 * page of few entries is not worth the start of the packer.
 */
function packed(text: string): string {
  if (text.length < PACKED_FROM) return text;
  return PACKED + deflateRawSync(text, { level: 1 }).toString('base64');
}

/** A page begins with a number, or with the mark of one that is packed. Nothing where it cannot be unpacked: its entries are missing then. */
function unpacked(stored: string): string {
  if (!stored.startsWith(PACKED)) return stored;
  try {
    return inflateRawSync(Buffer.from(stored.slice(PACKED.length), 'base64')).toString('utf8');
  } catch {
    return '';
  }
}

/** The entries of a page; `prev` is what the entry before the page says of itself. */
export function readPage(stored: string, prev: string): readonly BookEntry[] {
  let before = prev;
  return unpacked(stored)
    .split('\n')
    .map((line) => {
      const entry = readLine(line, before);
      before = entry.hash;
      return entry;
    });
}

function readLine(line: string, prev: string): BookEntry {
  const hashAt = line.indexOf(' ') + 1;
  const restAt = line.indexOf(' ', hashAt) + 1;
  const rest = line.slice(restAt);
  const isLetGo = rest.startsWith(LET_GO);
  return {
    seq: Number(line.slice(0, hashAt - 1)),
    prev,
    content: isLetGo ? rest.slice(LET_GO.length) : contentHash(rest),
    hash: line.slice(hashAt, restAt - 1),
    body: isLetGo ? null : rest,
  };
}

/** The same page without what it tells of documents, receipts and persons: the rest is what says that the book is whole. */
export function withoutBodies(stored: string): string {
  const text = readPage(stored, '')
    .map((entry) => lineOf(isLetGoByRule(entry) ? { ...entry, body: null } : entry))
    .join('\n');
  return packed(text);
}

const LET_GO_KINDS: ReadonlySet<unknown> = new Set(['document', 'receipt', 'act'] satisfies BookKind[]);

const isLetGoByRule = (entry: BookEntry): boolean => LET_GO_KINDS.has(fieldsOf(entry)?.['kind']);

/** `m!book`: the head, and the batch that it was written with. */
export function formatHead({ seq, hash, day, firstOfDay, isSealed }: BookHead, batch: number): string {
  return [batch, seq, hash, day === '' ? '-' : day, firstOfDay, isSealed ? 1 : 0].join(' ');
}

/** Null where no program that knows the book has written. */
export function readHead(store: ReadStore): { readonly head: BookHead; readonly batch: number } | null {
  const text = store.find(BOOK_KEY);
  if (text === null) return null;
  const [batch, seq, hash = '', day = '-', firstOfDay, isSealed] = text.split(' ');
  const head = {
    seq: Number(seq),
    hash,
    day: day === '-' ? '' : day,
    firstOfDay: Number(firstOfDay),
    isSealed: isSealed === '1',
  };
  return { head, batch: Number(batch) };
}

/** Where the pages themselves end; they count, whatever `m!book` says. */
export async function lastPage(store: ReadStore): Promise<BookHead> {
  for await (const [newest] of store.entries(ALL_PAGES, 'descending', 1)) {
    if (newest === undefined) break;
    const [key, text] = newest;
    const last = readPage(text, '').at(-1);
    if (last === undefined) break;
    const day = dayOfPage(key);
    return { seq: last.seq, hash: last.hash, day, firstOfDay: await firstSeqOf(store, day), isSealed: false };
  }
  return NO_BOOK;
}

async function firstSeqOf(store: ReadStore, day: string): Promise<number> {
  for await (const [first] of store.keys(pagesOfDay(day), 'ascending', 1))
    if (first !== undefined) return Number(first.slice(first.indexOf('\0') + 1));
  return 1;
}

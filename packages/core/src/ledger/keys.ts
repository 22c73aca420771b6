import { createHash } from 'node:crypto';
import type { StandingName } from '../domain/concern.js';
import type { BusinessKey, CorrelationKey, DocumentId } from '../domain/document.js';
import type { ReceiptId } from '../domain/receipt.js';
import type { Stage } from '../domain/stage.js';

/**
 * The layout of the ledger, version 3 (1 had no `q!`, `y!` and `e!`, 2 no `i!`). Keys are text, parts are divided by NUL, ids have a fixed length and sort by time.
 *
 *     m!schema  m!batch  m!pruned             version; number of the last batch; latest id that was forgotten
 *     m!begun                                 when the last run began, epoch ms
 *     m!damage                                what was noticed to be missing, JSON
 *     m!migrating                             which step to a later version is under way, and how far, JSON
 *     m!reindex                               `i!` does not follow the documents, and is made anew at the next opening
 *     m!book  m!letgo                         where the book is, and behind which batch; before which day its bodies were let go of
 *     b!<yyyyMMdd>\0<seq>                      page of the book (book/pages.ts); programs of before 0098 leave it alone
 *     a!<id>                                  what a user of the page asked for, JSON; programs of before 0091 leave it alone
 *     d!<id>                                  document record as it was first written, JSON
 *     d!<id>\0                                what changed since, JSON: the second write of a life is a quarter of the first
 *     o!<id>                                  marks an open document, so that a start reads these alone
 *     q!<id>                                  marks a document that waits for a person
 *     h!<business>\0<id>                      marks a document of which some orders, lists or bills have no answer at all
 *     i!<business>\0<stage>\0<word>\0<id>      documents that are not open, by what lists ask for; the word is the state at
 *                                             customs, or `heard` or `none`: answered without one, and not answered
 *     n!<name>\0<id>                          documents by name
 *     k!<value>\0<id>\0<key name>             documents by key
 *     p!<key name>\0<value>                   -> newest document of that key, `=` behind it where it is known to be the only
 *                                             one: what a receipt asks for, without an iterator
 *     l!<id>\0<key name>\0<value>             keys that receipts taught, so that forgetting a document finds them
 *     c!<business>\0<stage>                   -> number of documents
 *     y!<business>\0<standing>                -> documents, and how many of them wait for a person: `12 3`
 *     e!<yyyyMMdd>\0<business>\0<standing>    the same of those that were claimed on one day
 *     r!<id>  r!<id>\0                        receipt record, likewise
 *     w!<id>                                  -> raw bytes of a receipt that is not safely in its InBox yet, in the log of bytes
 *     f!<fingerprint>                         -> receipt id; without its number: the latest receipt of these bytes
 *     t!<document id>\0<receipt id>           receipts of a document
 *     u!<value>\0<receipt id>\0<key name>     receipts without a document, by key
 *     v!<key name>\0<value>                   -> latest receipt that had no document: absent = there is none, without an iterator
 *     g!<business>\0<name>                    -> origin of the next file of this name
 */
export const SCHEMA_VERSION = 3;

/** Half-open: `from` belongs to it, `before` does not. */
export interface KeyRange {
  readonly from: string;
  readonly before: string;
}

/**
 * Longer texts (a whole line where a number was expected) are indexed by their hash, so that no key grows without bound. A file
 * name is never longer, so it is kept as it is.
 */
const VALUE_CHARS_MAX = 256;
const VALUE_CHARS_KEPT = 120;
const ID_CHARS = 22;
/** An id begins with the day of its claim, in China time. */
const DAY_CHARS = 8;

/** No key is longer: two bounded parts of at most three bytes a character, an id, and a business. */
export const KEY_BYTES_MAX = 4_096;

export const SCHEMA_KEY = 'm!schema';
export const BATCH_KEY = 'm!batch';
export const PRUNED_KEY = 'm!pruned';
export const DAMAGE_KEY = 'm!damage';
export const BEGUN_KEY = 'm!begun';
export const MIGRATING_KEY = 'm!migrating';
export const REINDEX_KEY = 'm!reindex';

export const actKey = (id: string): string => `a!${id}`;
export const documentKey = (id: DocumentId): string => `d!${id}`;
export const openKey = (id: DocumentId): string => `o!${id}`;
export const nameKey = (name: string, id: DocumentId): string => `n!${part(name)}\0${id}`;
export const valueKey = (key: CorrelationKey, id: DocumentId): string =>
  `k!${part(key.value)}\0${id}\0${part(key.name)}`;
export const pointerKey = (key: CorrelationKey): string => `p!${part(key.name)}\0${part(key.value)}`;
export const learnedKey = (id: DocumentId, key: CorrelationKey): string =>
  `l!${id}\0${part(key.name)}\0${part(key.value)}`;
export const countKey = (business: BusinessKey, stage: Stage): string => `c!${business}\0${stage}`;
export const concernKey = (id: DocumentId): string => `q!${id}`;
export const partlyAnsweredKey = (business: BusinessKey, id: DocumentId): string => `h!${business}\0${id}`;
export const standingKey = (business: BusinessKey, standing: StandingName): string => `y!${business}\0${standing}`;
export const dayStandingKey = (id: DocumentId, business: BusinessKey, standing: StandingName): string =>
  `e!${id.slice(0, DAY_CHARS)}\0${business}\0${standing}`;
export const receiptKey = (id: ReceiptId): string => `r!${id}`;
export const rawKey = (id: ReceiptId): string => `w!${id}`;
export const fingerprintKey = (fingerprint: string): string => `f!${part(fingerprint)}`;
export const receiptOfKey = (document: DocumentId, receipt: ReceiptId): string => `t!${document}\0${receipt}`;
export const unlinkedKey = (key: CorrelationKey, id: ReceiptId): string =>
  `u!${part(key.value)}\0${id}\0${part(key.name)}`;
export const unlinkedPointerKey = (key: CorrelationKey): string => `v!${part(key.name)}\0${part(key.value)}`;
export const originKey = (business: BusinessKey, name: string): string => `g!${business}\0${part(name)}`;

/** Every key begins with a small letter. */
export const ALL_KEYS: KeyRange = { from: 'a', before: '{' };
export const ALL_ACTS = prefixed('a!');
export const ALL_DOCUMENTS = prefixed('d!');
export const ALL_OPEN = prefixed('o!');
export const ALL_CONCERNS = prefixed('q!');
export const ALL_STANDINGS = prefixed('y!');
export const ALL_NAMES = prefixed('n!');
export const ALL_INDEXED = prefixed('i!');
export const ALL_COUNTS = prefixed('c!');
export const ALL_RECEIPTS = prefixed('r!');
export const ALL_RAW = prefixed('w!');
export const ALL_ORIGINS = prefixed('g!');

export const rangeOfDay = (day: string): KeyRange => prefixed(`e!${day}\0`);
export const rangeOfPartlyAnswered = (business: BusinessKey): KeyRange => prefixed(`h!${business}\0`);
export const rangeOfName = (name: string): KeyRange => prefixed(`n!${part(name)}\0`);
export const rangeOfValue = (value: string): KeyRange => prefixed(`k!${part(value)}\0`);
export const rangeOfLearned = (id: DocumentId): KeyRange => prefixed(`l!${id}\0`);
export const rangeOfReceipts = (document: DocumentId): KeyRange => prefixed(`t!${document}\0`);
export const rangeOfUnlinked = (value: string): KeyRange => prefixed(`u!${part(value)}\0`);

/** What a pointer says. `isOnly` is false, too, where it was written before pointers said so. */
export interface Pointer {
  readonly id: DocumentId;
  readonly isOnly: boolean;
}

const ONLY = '=';

export function parsePointer(text: string): Pointer {
  return { id: text.slice(0, ID_CHARS) as DocumentId, isOnly: text.endsWith(ONLY) };
}

export function formatPointer({ id, isOnly }: Pointer): string {
  return isOnly ? id + ONLY : id;
}

/** The rest of a two-part key after its prefix letter: `c!DEC\0filed` -> ['DEC', 'filed']. */
export function twoParts(key: string): readonly [string, string] {
  const at = key.indexOf('\0');
  return [key.slice(2, at), key.slice(at + 1)];
}

/** Business and standing at the end of `y!…` and `e!…`. */
export function lastTwoParts(key: string): readonly [string, string] {
  const last = key.lastIndexOf('\0');
  const before = Math.max(key.lastIndexOf('\0', last - 1), key.indexOf('!'));
  return [key.slice(before + 1, last), key.slice(last + 1)];
}

/** Where the changes of a record lie: right behind the record, so that one range has both. */
export const changesKey = (recordKey: string): string => `${recordKey}\0`;

/** The id in the key of a record or of its changes. */
export const idOfRecord = (key: string): string => key.slice(2, 2 + ID_CHARS);

/** The id that ends a key. */
export const idAtEnd = (key: string): string => key.slice(-ID_CHARS);

/** Id and key name of an entry in the range of a value: `k!<value>\0<id>\0<key name>`. */
export function entryOfValue(key: string): { readonly id: string; readonly name: string } {
  const at = key.lastIndexOf('\0');
  return { id: key.slice(at - ID_CHARS, at), name: key.slice(at + 1) };
}

/** Key name and value of `l!<id>\0<key name>\0<value>`. */
export function entryOfLearned(key: string): CorrelationKey {
  const at = key.indexOf('\0', ID_CHARS + 3);
  return { name: key.slice(ID_CHARS + 3, at), value: key.slice(at + 1) };
}

/** A key's name as it is in an index, for comparison with what `entryOfValue` gives. */
export const indexedName = (name: string): string => part(name);

/** Part of an index key that came from outside: no NUL, bounded, and the same text always gives the same part. */
function part(text: string): string {
  const plain = text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
  if (plain.length <= VALUE_CHARS_MAX) return plain;
  return `${plain.slice(0, VALUE_CHARS_KEPT)}#${createHash('sha256').update(plain).digest('hex')}`;
}

export function prefixed(prefix: string): KeyRange {
  const last = prefix.charCodeAt(prefix.length - 1);
  return { from: prefix, before: prefix.slice(0, -1) + String.fromCharCode(last + 1) };
}

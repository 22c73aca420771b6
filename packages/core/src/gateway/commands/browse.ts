import { type BrowseOrder, browseGroupOf, GROUPS_BY_CONCERN, positionOf } from '../../contract/browse-order.js';
import type {
  BrowsePage,
  BrowseParams,
  FilterWord,
  OutlinePage,
  OutlineParams,
  OutlinePart,
} from '../../contract/lists.js';
import { concernOf } from '../../domain/concern.js';
import type { DocumentId, DocumentRecord } from '../../domain/document.js';
import { isCustoms } from '../../domain/receipts/customs-filter.js';
import { formatStamp } from '../../domain/stamp.js';
import type { LedgerReader } from '../../ports/ledger.js';
import { toDocumentId } from '../documents/queries.js';
import { type Walked, walk } from './walk.js';

const LIMIT_MAX = 1_000;
/** Documents looked at for one page: about a tenth of a second. A caller that wants more asks again, and others have their turn. */
const LOOKED_MAX = 20_000;
/** Shorter numbers are parts of names. */
const KEY_CHARS_MIN = 8;
const ID_DIGITS = 22;
/** No id comes after it. */
const LAST_ID = '9'.repeat(ID_DIGITS);

/** A page of the ledger that fits a filter, from anywhere in it. */
export async function browse(ledger: LedgerReader, params: BrowseParams): Promise<BrowsePage> {
  const { order } = params;
  const limit = limitOf(params);
  const total = await totalOf(ledger, params);
  const named = await findNamed(ledger, params);
  if (named !== null) return { documents: named, next: null, total };
  const found: DocumentRecord[] = [];
  let looked = 0;
  for await (const slice of fitting(ledger, params)) {
    for (const document of slice.documents) {
      found.push(document);
      if (found.length === limit) return { documents: found, next: positionOf(order, document), total };
    }
    looked += slice.looked;
    if (looked >= LOOKED_MAX) return { documents: found, next: slice.next, total };
  }
  return { documents: found, next: null, total };
}

/** Where the parts of a list begin: one walk says it for all of them, and each can then be asked for by itself. */
export async function outline(ledger: LedgerReader, params: OutlineParams): Promise<OutlinePage> {
  const limit = limitOf(params);
  const total = await totalOf(ledger, params);
  const named = await findNamed(ledger, params);
  const every = named === null ? Math.min(Math.max(1, params.every), LIMIT_MAX) : LIMIT_MAX;
  const parts = new Parts(every);
  const answer = (documents: readonly DocumentRecord[], next: string | null): OutlinePage => {
    return { parts: parts.end(), documents, next, total };
  };
  if (isWholeByTime(params)) {
    const { documents } = await browse(ledger, { ...params, limit });
    for await (const ids of idsOf(ledger, params)) for (const id of ids) parts.add(id);
    return answer(documents, null);
  }
  const documents: DocumentRecord[] = [];
  let looked = 0;
  for await (const slice of named === null ? fitting(ledger, params) : [{ documents: named, looked: 0, next: '' }]) {
    for (const document of slice.documents) {
      if (documents.length < limit) documents.push(document);
      parts.add(positionOf(params.order, document));
    }
    looked += slice.looked;
    // The first screen is answered as soon as it is full, and the walk goes on with the next request.
    const isScreenFull = params.beyond === null && documents.length === limit;
    if (looked >= LOOKED_MAX || isScreenFull) return answer(documents, slice.next);
  }
  return answer(documents, null);
}

/** Cuts a list into parts while it is walked through. */
class Parts {
  readonly #every: number;
  readonly #parts: OutlinePart[] = [];
  #documents = 0;
  #last = '';

  constructor(every: number) {
    this.#every = every;
  }

  add(position: string): void {
    this.#documents += 1;
    this.#last = position;
    if (this.#documents === this.#every) this.end();
  }

  end(): readonly OutlinePart[] {
    if (this.#documents > 0) this.#parts.push({ documents: this.#documents, last: this.#last });
    this.#documents = 0;
    return this.#parts;
  }
}

/** Nothing but days restricts it: then the ids say it all, and no record has to be read. */
const isWholeByTime = ({ words, isFaultsOnly, order }: BrowseParams): boolean =>
  words.length === 0 && !isFaultsOnly && (order === 'newest' || order === 'oldest');

async function* idsOf(ledger: LedgerReader, params: BrowseParams): AsyncGenerator<readonly DocumentId[]> {
  const { start, has, isPast } = periodOf(params);
  const beyond = params.beyond ?? start;
  const order = params.order === 'oldest' ? 'oldest' : 'newest';
  for await (const ids of ledger.scanIds(order, beyond === null ? null : toDocumentId(beyond))) {
    yield ids.filter(has);
    if (isPast(ids.at(-1) ?? '')) return;
  }
}

const limitOf = ({ limit }: BrowseParams): number => Math.min(Math.max(1, limit), LIMIT_MAX);

async function totalOf(ledger: LedgerReader, { isFaultsOnly }: BrowseParams): Promise<number> {
  const standings = await ledger.standings(null);
  return standings.reduce((sum, { documents, concerning }) => sum + (isFaultsOnly ? concerning : documents), 0);
}

/** The walk through the ledger, of which only what fits is left. */
async function* fitting(ledger: LedgerReader, params: BrowseParams): AsyncGenerator<Walked> {
  const words = lowerCase(params.words);
  // Where a declaration is at customs is no text of its record.
  const mentions = words.filter(({ isInverse, customs }) => !isInverse && customs.length === 0);
  const period = periodOf(params);
  const { order, isFaultsOnly } = params;
  const beyond = params.beyond ?? period.start;
  for await (const slice of walk(ledger, { order, beyond, mentions, hasId: period.has, isConcerning: isFaultsOnly })) {
    yield { ...slice, documents: slice.documents.filter((document) => fits(document, { ...params, words }, period)) };
    if (period.isPast(slice.next)) return;
  }
}

/** Days of a list. An id begins with the time of the claim, so that a walk by time begins and ends there, and the others look at it. */
interface Period {
  readonly start: string | null;
  readonly has: (id: string) => boolean;
  readonly isPast: (position: string) => boolean;
}

function periodOf({ sinceMs, untilMs, order }: BrowseParams): Period {
  const since = sinceMs === null ? '' : formatStamp(sinceMs, ID_DIGITS);
  const until = untilMs === null ? LAST_ID : formatStamp(untilMs, ID_DIGITS);
  const isNewest = order === 'newest';
  const isByTime = isNewest || order === 'oldest';
  const start = isNewest ? until : since;
  return {
    start: isByTime && start !== '' && start !== LAST_ID ? start : null,
    has: (id) => id >= since && id < until,
    isPast: (position) => isByTime && (isNewest ? position < since : position >= until),
  };
}

function fits(document: DocumentRecord, { words, isFaultsOnly }: BrowseParams, period: Period): boolean {
  return (
    period.has(document.id) &&
    (!isFaultsOnly || concernOf(document) !== null) &&
    words.every((word) => isMeant(document, word) !== word.isInverse)
  );
}

const lowerCase = (words: readonly FilterWord[]): readonly FilterWord[] =>
  words.map((word) => ({ ...word, text: word.text.toLowerCase() }));

/**
 * Who types a whole business number means the document that carries it, also where only a receipt told it to us, so that the record
 * itself does not have it. Null = no word is such a number.
 */
async function findNamed(ledger: LedgerReader, params: BrowseParams): Promise<readonly DocumentRecord[] | null> {
  if (params.beyond !== null) return null;
  const found = new Map<string, DocumentRecord>();
  for (const { text, isInverse } of params.words) {
    if (isInverse || text.length < KEY_CHARS_MIN) continue;
    for (const value of new Set([text, text.toUpperCase()]))
      for (const document of await ledger.findByKey(null, value, LIMIT_MAX)) found.set(document.id, document);
  }
  if (found.size === 0) return null;
  const others = lowerCase(params.words).filter(({ text, isInverse }) => isInverse || text.length < KEY_CHARS_MIN);
  const period = periodOf(params);
  const left = [...found.values()].filter((document) => fits(document, { ...params, words: others }, period));
  return inOrder(left, params.order);
}

function inOrder(documents: readonly DocumentRecord[], order: BrowseOrder): readonly DocumentRecord[] {
  const newest = [...documents].sort((a, b) => (a.id < b.id ? 1 : -1));
  switch (order) {
    case 'newest':
      return newest;
    case 'oldest':
      return newest.reverse();
    case 'name':
    case 'name-last': {
      const named = newest.reverse().sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
      return order === 'name' ? named : named.reverse();
    }
    case 'state':
    case 'state-last': {
      const rank = (document: DocumentRecord): number => GROUPS_BY_CONCERN.indexOf(browseGroupOf(document));
      const staged = newest.sort((a, b) => rank(a) - rank(b));
      return order === 'state' ? staged : staged.reverse();
    }
  }
}

function isMeant(document: DocumentRecord, { text, businesses, stages, customs }: FilterWord): boolean {
  const { standing } = document;
  return (
    document.name.toLowerCase().includes(text) ||
    document.id.includes(text) ||
    businesses.includes(document.business) ||
    stages.includes(document.stage) ||
    (customs.length > 0 && isCustoms(document, customs)) ||
    document.keys.some(({ value }) => value.toLowerCase().includes(text)) ||
    standing?.learned.some(({ value }) => value.toLowerCase().includes(text)) === true
  );
}

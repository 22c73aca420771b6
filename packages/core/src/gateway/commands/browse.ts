import { type BrowseOrder, browseGroupOf, GROUPS_BY_CONCERN, positionOf } from '../../contract/browse-order.js';
import type { BrowsePage, BrowseParams, FilterWord } from '../../contract/lists.js';
import { concernOf } from '../../domain/concern.js';
import type { DocumentRecord } from '../../domain/document.js';
import { isCustoms } from '../../domain/receipts/customs-filter.js';
import type { LedgerReader, StandingCount } from '../../ports/ledger.js';
import { walk } from './walk.js';

const LIMIT_MAX = 1_000;
/** Documents looked at for one page: about a tenth of a second. A caller that wants more asks again, and others have their turn. */
const LOOKED_MAX = 20_000;
/** Shorter numbers are parts of names. */
const KEY_CHARS_MIN = 8;

/** A page of the ledger that fits a filter, from anywhere in it. */
export async function browse(ledger: LedgerReader, params: BrowseParams): Promise<BrowsePage> {
  const { order, beyond } = params;
  const limit = Math.min(Math.max(1, params.limit), LIMIT_MAX);
  const words = params.words.map((word) => ({ ...word, text: word.text.toLowerCase() }));
  // A word that means a business or a stage, too, cannot be looked for in the text alone.
  const mentions = words
    .filter(
      ({ isInverse, businesses, stages, customs }) =>
        !isInverse && businesses.length + stages.length + customs.length === 0,
    )
    .map(({ text }) => text);
  const fits = (document: DocumentRecord): boolean =>
    (!params.isFaultsOnly || concernOf(document) !== null) &&
    words.every((word) => isMeant(document, word) !== word.isInverse);
  const standings = await ledger.standings(null);
  const sumOf = (pick: (count: StandingCount) => number): number => standings.reduce((sum, one) => sum + pick(one), 0);
  const total = params.isFaultsOnly ? sumOf(({ concerning }) => concerning) : sumOf(({ documents }) => documents);
  const named = beyond === null ? await findNamed(ledger, params.words) : [];
  if (named.length > 0) {
    const others = words.filter(({ text, isInverse }) => isInverse || text.length < KEY_CHARS_MIN);
    const left = named.filter(
      (document) =>
        (!params.isFaultsOnly || concernOf(document) !== null) &&
        others.every((word) => isMeant(document, word) !== word.isInverse),
    );
    return { documents: inOrder(left, order), next: null, total };
  }
  const found: DocumentRecord[] = [];
  let looked = 0;
  for await (const slice of walk(ledger, { order, beyond, mentions, isConcerning: params.isFaultsOnly })) {
    for (const document of slice.documents) {
      if (!fits(document)) continue;
      found.push(document);
      if (found.length === limit) return { documents: found, next: positionOf(order, document), total };
    }
    looked += slice.looked;
    if (looked >= LOOKED_MAX) return { documents: found, next: slice.next, total };
  }
  return { documents: found, next: null, total };
}

/**
 * Who types a whole business number means the document that carries it, also where only a receipt told it to us, so that the record
 * itself does not have it.
 */
async function findNamed(ledger: LedgerReader, words: readonly FilterWord[]): Promise<readonly DocumentRecord[]> {
  const found = new Map<string, DocumentRecord>();
  for (const { text, isInverse } of words) {
    if (isInverse || text.length < KEY_CHARS_MIN) continue;
    for (const value of new Set([text, text.toUpperCase()]))
      for (const document of await ledger.findByKey(null, value, LIMIT_MAX)) found.set(document.id, document);
  }
  return [...found.values()];
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

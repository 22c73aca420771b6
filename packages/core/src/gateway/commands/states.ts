import type { ListedReceipt } from '../../contract/commands.js';
import type { DeclarationState } from '../../contract/declaration-state.js';
import type { ReceiptListParams } from '../../contract/lists.js';
import type { DocumentId, DocumentRecord } from '../../domain/document.js';
import type { ReceiptRecord } from '../../domain/receipt.js';
import { saidBy } from '../../domain/receipts/customs.js';
import type { CustomsFilter } from '../../domain/receipts/customs-filter.js';
import { stateOfReceipts } from '../../domain/receipts/declaration-state.js';
import type { LedgerReader, ReceiptQuery } from '../../ports/ledger.js';

/** Receipts looked at for one question: a state that nothing is in must not cost the whole ledger. */
const LOOKED_AT_MAX = 50_000;
const PAGE = 500;

/** Where a declaration is, as every reader of the contract gets it. */
export function declarationState(
  receipts: readonly ReceiptRecord[],
  keys: DocumentRecord['keys'],
): DeclarationState | null {
  const state = stateOfReceipts(receipts, keys);
  if (state === null) return null;
  const { phase, mark, parts, zh, en } = state;
  return {
    phase,
    isRefused: mark.word === 'refused',
    code: mark.code,
    codeTable: mark.table,
    part: hasSeveralParts(receipts) ? mark.part : null,
    parts,
    zh,
    en,
    atMs: mark.timeMs,
  };
}

function hasSeveralParts(receipts: readonly ReceiptRecord[]): boolean {
  return new Set(receipts.flatMap(({ parts }) => parts.map(({ number }) => number))).size > 1;
}

/** Words for what receipts say and where their declarations are; null = whatever, and absent from a caller of before there was it. */
export type StatesAsked = Pick<ReceiptListParams, 'states'> & Partial<Pick<ReceiptListParams, 'customs'>>;

/** Receipts with the state of their declarations, newest first. */
export async function listReceiptsByState(
  ledger: LedgerReader,
  query: ReceiptQuery,
  { states, customs }: StatesAsked,
): Promise<readonly ListedReceipt[]> {
  const stateOf = rememberStates(ledger);
  const said = wordsOf(states);
  const now = wordsOf(customs ?? null);
  const found: ListedReceipt[] = [];
  let before = query.before;
  let looked = 0;
  while (found.length < query.limit && looked < LOOKED_AT_MAX) {
    const limit = said === null && now === null ? query.limit : PAGE;
    const page = await ledger.listReceipts({ ...query, before, limit });
    for (const receipt of page) {
      const own = placeOf([receipt], []);
      if (found.length === query.limit || !isWanted(own, said)) continue;
      const place = await stateOf(receipt);
      if (isWanted(place, now)) found.push({ receipt, says: own.word, state: place.state });
    }
    if (page.length < limit) break;
    looked += page.length;
    before = page.at(-1)?.id ?? before;
  }
  return found;
}

function wordsOf(words: readonly string[] | null): ReadonlySet<string> | null {
  return words === null ? null : new Set(words.map((word) => word.trim()));
}

/** Codes are compared exactly, since customs tells `A` from `a`. */
function isWanted({ state, word }: Place, wanted: ReadonlySet<string> | null): boolean {
  if (wanted === null || wanted.has(word)) return true;
  if (state === null || wanted.has(state.code)) return state !== null;
  // What the platform refuses never came to customs, which is what `returned` says.
  return state.phase !== null && !state.isRefused && wanted.has(state.phase);
}

interface Place {
  readonly state: DeclarationState | null;
  readonly word: CustomsFilter;
}

function placeOf(receipts: readonly ReceiptRecord[], keys: DocumentRecord['keys']): Place {
  return { state: declarationState(receipts, keys), word: saidBy(receipts, keys) };
}

/** A declaration has several receipts, and a list many of one declaration. */
function rememberStates(ledger: LedgerReader): (receipt: ReceiptRecord) => Promise<Place> {
  const known = new Map<DocumentId, Place>();
  return async (receipt) => {
    const { document } = receipt;
    if (document === null) return placeOf([receipt], []);
    const place = known.get(document);
    if (place !== undefined) return place;
    const keys = (await ledger.findDocument(document))?.keys ?? [];
    const fresh = placeOf(await ledger.receiptsOf(document), keys);
    known.set(document, fresh);
    return fresh;
  };
}

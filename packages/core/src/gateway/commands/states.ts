import type { DeclarationState, ListedReceipt } from '../../contract/commands.js';
import type { DocumentId } from '../../domain/document.js';
import type { ReceiptRecord } from '../../domain/receipt.js';
import { stateOfReceipts } from '../../domain/receipts/declaration-state.js';
import type { LedgerReader, ReceiptQuery } from '../../ports/ledger.js';

/** Receipts looked at for one question: a state that nothing is in must not cost the whole ledger. */
const LOOKED_AT_MAX = 50_000;
const PAGE = 500;

/** Where a declaration is, as every reader of the contract gets it. */
export function declarationState(receipts: readonly ReceiptRecord[]): DeclarationState | null {
  const state = stateOfReceipts(receipts);
  if (state === null) return null;
  const { phase, mark, zh, en } = state;
  return {
    phase,
    isRefused: mark.word === 'refused',
    code: mark.code,
    codeTable: mark.table,
    zh,
    en,
    atMs: mark.timeMs,
  };
}

/** Receipts with the state of their declarations, newest first; `states` are phases or codes, null = any. */
export async function listReceiptsByState(
  ledger: LedgerReader,
  query: ReceiptQuery,
  states: readonly string[] | null,
): Promise<readonly ListedReceipt[]> {
  const stateOf = rememberStates(ledger);
  const wanted = states === null ? null : new Set(states.map((state) => state.trim()));
  const found: ListedReceipt[] = [];
  let before = query.before;
  let looked = 0;
  while (found.length < query.limit && looked < LOOKED_AT_MAX) {
    const limit = wanted === null ? query.limit : PAGE;
    const page = await ledger.listReceipts({ ...query, before, limit });
    for (const receipt of page) {
      const state = await stateOf(receipt);
      if (isWanted(state, wanted) && found.length < query.limit) found.push({ receipt, state });
    }
    if (page.length < limit) break;
    looked += page.length;
    before = page.at(-1)?.id ?? before;
  }
  return found;
}

/** Codes are compared exactly, since customs tells `A` from `a`; phases as people type them. */
function isWanted(state: DeclarationState | null, wanted: ReadonlySet<string> | null): boolean {
  if (wanted === null) return true;
  return state !== null && (wanted.has(state.code) || (state.phase !== null && wanted.has(state.phase)));
}

/** A declaration has several receipts, and a list many of one declaration. */
function rememberStates(ledger: LedgerReader): (receipt: ReceiptRecord) => Promise<DeclarationState | null> {
  const known = new Map<DocumentId, DeclarationState | null>();
  return async (receipt) => {
    const { document } = receipt;
    if (document === null) return declarationState([receipt]);
    const state = known.get(document);
    if (state !== undefined) return state;
    const fresh = declarationState(await ledger.receiptsOf(document));
    known.set(document, fresh);
    return fresh;
  };
}

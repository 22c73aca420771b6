import type { DocumentId } from '../../domain/document.js';
import type { ClaimedFile } from '../../ports/boxes.js';
import type { Ledger } from '../../ports/ledger.js';
import { findBoxOwner, type LedgerName, ownerOf } from '../owner/box-owner.js';

/** A claimed file without a record. */
export interface SilentClaim {
  readonly claimed: ClaimedFile;
  readonly id: DocumentId;
  /** Why there is no record. */
  readonly word: 'none' | 'forgotten' | 'foreign';
  /** The ledger that claimed it. */
  readonly of: LedgerName;
}

/** Says of each claimed file without a record what the ledger's silence means. */
export async function sortClaims(
  ledger: Pick<Ledger, 'certainlyAbsent'>,
  own: { readonly tempBox: string; readonly ledger: LedgerName },
  silent: readonly ClaimedFile[],
): Promise<readonly SilentClaim[]> {
  if (silent.length === 0) return [];
  const owner = findBoxOwner(own.tempBox);
  const claims = silent.map((claimed) => ({ claimed, of: ownerOf(owner, claimed.id) ?? own.ledger }));
  const ours = claims.filter(({ of }) => of.installation === own.ledger.installation).map(({ claimed }) => claimed.id);
  const absent = await ledger.certainlyAbsent(ours);
  return claims.map(({ claimed, of }) => {
    const isOurs = of.installation === own.ledger.installation;
    const word = absent.has(claimed.id) ? 'none' : 'forgotten';
    return { claimed, id: claimed.id, of, word: isOurs ? word : 'foreign' };
  });
}

export function isForeign({ word }: SilentClaim): boolean {
  return word === 'foreign';
}

import type { DocumentId } from '../../domain/document.js';
import type { ClaimedFile } from '../../ports/boxes.js';
import type { Ledger } from '../../ports/ledger.js';
import type { ClaimOwners, LedgerName } from '../../ports/left-behind.js';

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
  owners: Pick<ClaimOwners, 'own' | 'read'>,
  silent: readonly ClaimedFile[],
): Promise<readonly SilentClaim[]> {
  if (silent.length === 0) return [];
  const ownerOf = owners.read();
  const claims = silent.map((claimed) => ({ claimed, of: ownerOf(claimed.id) }));
  const ours = claims.filter(({ of }) => of.installation === owners.own.installation).map(({ claimed }) => claimed.id);
  const absent = await ledger.certainlyAbsent(ours);
  return claims.map(({ claimed, of }) => {
    const isOurs = of.installation === owners.own.installation;
    const word = absent.has(claimed.id) ? 'none' : 'forgotten';
    return { claimed, id: claimed.id, of, word: isOurs ? word : 'foreign' };
  });
}

export function isForeign({ word }: SilentClaim): boolean {
  return word === 'foreign';
}

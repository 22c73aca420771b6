import type { ClaimOwners, LedgerName } from '../../ports/left-behind.js';
import { findBoxOwner, ownerOf, takeOver, writeBoxOwner } from './box-owner.js';

/** By the file in TempBox that names its ledgers. */
export function createClaimOwners(tempBox: string, own: LedgerName): ClaimOwners {
  return {
    own,
    read: () => {
      const owner = findBoxOwner(tempBox);
      return (id) => ownerOf(owner, id) ?? own;
    },
    takeOver: (batch, left) => writeBoxOwner(tempBox, takeOver({ ...own, batch }, left)),
  };
}

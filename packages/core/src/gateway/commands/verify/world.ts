import { createSurvey } from '../../../boxes/survey.js';
import type { TellProgress } from '../../../contract/progress.js';
import type { BusinessKey, DocumentId } from '../../../domain/document.js';
import type { Boxes, BoxSurvey } from '../../../ports/boxes.js';
import type { Clock } from '../../../ports/clock.js';
import type { LedgerReader } from '../../../ports/ledger.js';
import { findBoxOwner, ownerOf } from '../../owner/box-owner.js';
import type { Directories } from '../../settings/directories.js';

/** One business's boxes as `verify` needs them. */
export interface VerifiedBoxes {
  readonly boxes: Pick<Boxes, 'claimedFiles'>;
  readonly survey: BoxSurvey;
  /** Days SentBox is kept; 0 = for ever. */
  readonly sentDays: number;
  /** Was a file of TempBox claimed by another ledger than this one? */
  readonly isForeign: (id: DocumentId) => boolean;
}

export interface VerifyWorld {
  readonly ledger: LedgerReader;
  readonly boxes: ReadonlyMap<BusinessKey, VerifiedBoxes>;
  readonly clock: Clock;
  /** Days that the ledger remembers a closed document. */
  readonly keepDays: number;
  /** How often something has to look broken before it counts: a file on its way may be between two looks. 1 without an agent. */
  readonly looks: number;
  readonly tell: TellProgress;
}

export const LOOKS_BESIDE_AN_AGENT = 4;

export interface BoxesToVerify {
  readonly boxes: Boxes;
  readonly directories: Directories;
  readonly sentDays: number;
  /** Of the data directory; null when it has no name yet. */
  readonly installation: string | null;
}

export function verifiedBoxes({ boxes, directories, sentDays, installation }: BoxesToVerify): VerifiedBoxes {
  const owner = findBoxOwner(directories.tempBox);
  return {
    boxes,
    survey: createSurvey(directories),
    sentDays,
    isForeign: (id) => {
      const of = ownerOf(owner, id);
      return of !== null && of.installation !== installation;
    },
  };
}

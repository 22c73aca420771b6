import type { DocumentRecord } from '../domain/document.js';
import { asWithdrawn } from '../domain/document-steps.js';
import type { ClaimedFile } from '../ports/boxes.js';
import { tellSteps, writeStepsOnce } from './journal.js';
import type { SendRoom } from './room.js';

/** A document and its file in TempBox. */
export interface Claimed {
  readonly document: DocumentRecord;
  readonly claimed: ClaimedFile;
}

/**
 * Puts the file back into OutBox: only for a document that the broker certainly does not have, or by an operator's word.
 * A document the ledger never heard of simply becomes a file again; a sealed one is recorded as withdrawn, so that recovery
 * does not send it under its old id. A crash between the two leaves the ledger's `sealed` with the file in OutBox: the
 * recovery table treats that as unknown, which is safe.
 */
export async function withdraw(room: SendRoom, { document, claimed }: Claimed): Promise<void> {
  const filedAs = await room.boxes.withdraw(claimed);
  // Files settle before they are taken again, so the note is there in time; a crash in between only loses the origin.
  if (document.origin !== null) await room.keepOrigin(filedAs.path, document.origin);
  const withdrawn = [asWithdrawn(document, filedAs)];
  if (document.stage === 'claimed') tellSteps(room, withdrawn);
  else await writeStepsOnce(room, withdrawn, 'soon');
}

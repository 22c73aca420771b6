import { asWithdrawn } from '../../domain/document-steps.js';
import { tellSteps, writeSteps } from '../journal.js';
import type { Claimed, Sending } from './sender.js';

/**
 * Puts the file back into OutBox: only for a document that the broker certainly does not have, or by an operator's word.
 * A document the ledger never heard of simply becomes a file again; a sealed one is recorded as withdrawn, so that recovery
 * does not send it under its old id. A crash between the two leaves the ledger's `sealed` with the file in OutBox: the
 * recovery table treats that as unknown, which is safe.
 */
export async function putBack(
  { sender, journal }: Sending,
  { document, claimed }: Claimed,
  signal: AbortSignal,
): Promise<void> {
  const filedAs = await sender.boxes.withdraw(claimed);
  // Files settle before they are taken again, so the note is there in time; a crash in between only loses the origin.
  if (document.origin !== null) await sender.origins.keep(filedAs.path, document.origin);
  const withdrawn = [asWithdrawn(document, filedAs)];
  if (document.stage === 'claimed') tellSteps(journal, withdrawn);
  // A ledger that is full just now is waited for: else the file would be sent as a new one, and this document have no end.
  else await writeSteps(journal, withdrawn, 'soon', signal);
}

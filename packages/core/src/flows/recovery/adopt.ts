import { Fault } from '../../contract/fault.js';
import type { DocumentId, DocumentRecord } from '../../domain/document.js';
import { asAdopted, beforeTheEnd } from '../../domain/document-steps.js';
import { parseStamp } from '../../domain/stamp.js';
import type { ClaimedFile } from '../../ports/boxes.js';
import type { Inspection } from '../../ports/jobs.js';
import { writeSteps } from '../journal.js';
import type { Recovering } from './recovering.js';

/**
 * Makes a record for a claimed file that the ledger has lost its record of: of unknown outcome, since its last word may have been
 * that it was handed over. Id, and so message id, are those that it had: a second sending is marked, and a receipt still finds it.
 */
export async function adopt(at: Recovering, claimed: ClaimedFile, signal: AbortSignal): Promise<DocumentRecord> {
  const found = await inspect(at, claimed, signal);
  const { id, name } = claimed;
  const { sizeBytes, sha256, keys, root, messageType } = found;
  const claim = {
    id,
    business: at.sending.sender.business,
    name,
    sizeBytes,
    sha256,
    keys,
    root,
    ...at.sending.sender.names.identify(id, { name, root, foundType: messageType }),
    origin: null,
    claimedMs: claimedAt(id) ?? at.sending.journal.clock.nowMs(),
  };
  const adopted = asAdopted(claim);
  await writeSteps(at.sending.journal, [beforeTheEnd(adopted), adopted], 'durable', signal);
  return adopted.record;
}

interface Learned extends Pick<Inspection, 'sha256' | 'keys' | 'root' | 'messageType'> {
  readonly sizeBytes: number;
}

/** What can be learned of a file whose content cannot be read as a document is its bytes. */
async function inspect(
  { sending, jobs, left }: Recovering,
  { name, path }: ClaimedFile,
  signal: AbortSignal,
): Promise<Learned> {
  const identity = left.identify(path);
  if (identity === null) throw new Fault('document.vanished', { path });
  const { business } = sending.sender;
  const [result] = await jobs.inspect([{ business, name, path, identity, foundMs: 0, settledMs: 0 }], signal);
  if (result !== undefined && result.outcome !== 'failed')
    return { ...result.inspection, sizeBytes: result.inspection.identity.sizeBytes };
  return { ...left.digest(path), keys: [], root: '', messageType: null };
}

/** An id begins with the time of the claim. */
function claimedAt(id: DocumentId): number | null {
  return parseStamp(id.slice(0, 17));
}

import { findFacts } from '../../boxes/disk.js';
import { toFault } from '../../boxes/faults.js';
import { Fault } from '../../contract/fault.js';
import type { BusinessKey, DocumentRecord } from '../../domain/document.js';
import type { LedgerReader } from '../../ports/ledger.js';

/** Of one business: what has been claimed and is not at its end. */
export async function openDocumentsOf(ledger: LedgerReader, business: BusinessKey): Promise<readonly DocumentRecord[]> {
  const open: DocumentRecord[] = [];
  for await (const document of ledger.openDocuments()) if (document.business === business) open.push(document);
  return open;
}

/** A TempBox that should hold documents and is not there is away with them: with a new one in its place they would be lost. */
export async function refuseMissingTempBox(
  ledger: LedgerReader,
  business: BusinessKey,
  tempBox: string,
): Promise<void> {
  if (isMissing(tempBox) && (await openDocumentsOf(ledger, business)).length > 0)
    throw new Fault('disk.missing', { path: tempBox });
}

function isMissing(directory: string): boolean {
  try {
    return findFacts(directory) === null;
  } catch (reason) {
    throw toFault(reason, 'box', directory);
  }
}

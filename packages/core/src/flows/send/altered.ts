import type { DocumentRecord } from '../../domain/document.js';
import { asAltered } from '../../domain/document-steps.js';
import { writeSteps } from '../journal.js';
import type { Claimed, Sending } from './sender.js';

/**
 * Another program wrote into the file after it was checked, so it is not what the ledger's SHA-256 names: neither filed as if it
 * were, nor sent under the same id. It stays in TempBox until an operator decides. A crash before the write leaves the stage it
 * had, from which the next comparison leads here again.
 */
export async function holdAltered(
  { journal }: Sending,
  { document, claimed }: Claimed,
  signal: AbortSignal,
): Promise<DocumentRecord> {
  const altered = asAltered(document, claimed.path);
  await writeSteps(journal, [altered], 'durable', signal);
  return altered.record;
}

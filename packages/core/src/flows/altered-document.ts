import { Fault } from '../contract/fault.js';
import { type DocumentRecord, isOperatorsWord } from '../domain/document.js';
import { untilDone } from './fates.js';
import type { SendRoom } from './room.js';
import type { Claimed } from './withdraw-document.js';

export function isAltered({ fault }: DocumentRecord): boolean {
  return fault?.code === 'document.altered';
}

/** An operator who was told about the difference has said that the file belongs to what was sent. */
export function isAccepted(document: DocumentRecord): boolean {
  return isAltered(document) && isOperatorsWord(document.verdict) && document.verdict?.as === 'sent';
}

/**
 * Another program wrote into the file after it was checked, so it is not what the ledger's SHA-256 names: neither filed as if it
 * were, nor sent under the same id. It stays in TempBox until an operator decides. A crash before the write leaves the stage it
 * had, from which the next comparison leads here again.
 */
export async function holdAltered(
  room: SendRoom,
  { document, claimed }: Claimed,
  signal: AbortSignal,
): Promise<DocumentRecord> {
  const { id, business, name, sha256, times } = document;
  room.emit({ type: 'document.altered', document: id, business, name, isSent: times.confirmed !== null, sha256 });
  const fault = new Fault('document.altered', { path: claimed.path }).toRecord();
  const held: DocumentRecord = { ...document, stage: 'unknown', fault, verdict: null };
  await untilDone(
    () => room.ledger.write([{ type: 'document', record: held }], 'durable'),
    room.gate,
    room.clock,
    signal,
  );
  return held;
}

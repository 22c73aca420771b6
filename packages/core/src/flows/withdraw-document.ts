import type { DocumentRecord } from '../domain/document.js';
import type { ClaimedFile } from '../ports/boxes.js';
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
  if (document.stage !== 'claimed') {
    await room.ledger.write([{ type: 'document', record: { ...document, stage: 'withdrawn', filedAs } }], 'soon');
  }
  const { id, business, name } = document;
  room.emit({ type: 'document.withdrawn', document: id, business, name, path: filedAs.path });
}

import type { Emit } from '../contract/events.js';
import { Fault } from '../contract/fault.js';
import type { DocumentRecord, FiledAs } from '../domain/document.js';
import { settleUnknown } from '../flows/deliver.js';
import { fileAsSent } from '../flows/file-document.js';
import { finishRejection } from '../flows/reject-document.js';
import type { SendRoom } from '../flows/room.js';
import { decideRecovery, type Decision, type Places } from '../ledger/recovery.js';
import type { ClaimedFile } from '../ports/boxes.js';

/** What recovery found and did, for the event and for whoever waits for the start. */
export interface Recovered {
  readonly documents: number;
  /** Documents of unknown outcome: they go on in the background once the flow runs. */
  readonly unknown: readonly { readonly document: DocumentRecord; readonly claimed: ClaimedFile }[];
}

/**
 * Brings one business's boxes and the ledger together again after whatever ended the last run. Which decision follows from
 * what is known is a pure table (ledger/recovery.ts); here it is carried out. Nothing is sent from here.
 */
export async function recoverBusiness(room: SendRoom, open: readonly DocumentRecord[], signal: AbortSignal): Promise<Recovered> {
  const unknown: { readonly document: DocumentRecord; readonly claimed: ClaimedFile }[] = [];
  const seen = new Set<string>();
  let documents = 0;
  const handle = async (document: DocumentRecord | null, claimed: ClaimedFile | null): Promise<void> => {
    const places = await findPlaces(room, document, claimed);
    const decision = decideRecovery(document?.stage ?? 'none', places.known);
    documents += 1;
    announce(room.emit, room, document, claimed, decision);
    const parked = await carryOut(room, decision, { document, claimed, filedAs: places.filedAs }, signal);
    if (parked !== null) unknown.push(parked);
  };
  for await (const claimed of room.boxes.claimedFiles()) {
    seen.add(claimed.id);
    await handle(await room.ledger.findDocument(claimed.id), claimed);
  }
  for (const document of open) if (!seen.has(document.id)) await handle(document, null);
  return { documents, unknown };
}

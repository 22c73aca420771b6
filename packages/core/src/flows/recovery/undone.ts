import type { DocumentRecord } from '../../domain/document.js';
import { asFiledAgain } from '../../domain/document-steps.js';
import { claimOne, fileOne } from '../../ports/array-of-one.js';
import { untilDone, writeSteps } from '../journal.js';
import type { Recovering } from './recovering.js';

/**
 * After the machine itself went down: directories reach the disk in groups, so a power cut can take back the last moves while the
 * ledger, on its own fsync, already calls their documents filed. Such a file is in OutBox as if it had never been touched, and
 * would be sent as a new document, unmarked. It is moved to SentBox again instead: the broker has it.
 *
 * Looks at each file in OutBox once, and only after such a start. Returns how many it moved.
 */
export async function recoverUndone(at: Recovering, signal: AbortSignal): Promise<number> {
  let count = 0;
  for await (const name of at.left.names()) {
    // Whatever was claimed from this place before had left it: only the last one can be back.
    const [document] = await at.sending.journal.ledger.findByName(at.sending.sender.business, name, 1);
    if (document !== undefined && (await isUndone(at, document))) count += await moveAgain(at, document, signal);
  }
  return count;
}

/**
 * Filed, and yet not in SentBox; and in OutBox the same bytes, in a file that was last touched before the claim. A file that the
 * firm has put there since, to send the same once more, is younger than the claim, however old its content is.
 */
async function isUndone(at: Recovering, document: DocumentRecord): Promise<boolean> {
  const { stage, filedAs, times } = document;
  if (stage !== 'filed' || filedAs === null || (await at.sending.sender.boxes.exists(filedAs))) return false;
  const touchedMs = at.left.touchedMs(document.name);
  if (touchedMs === null || touchedMs >= times.claimed) return false;
  return at.left.findTwin(document) !== null;
}

/** A crash between the two moves leaves it in TempBox, `filed`: the recovery table files it then. */
async function moveAgain(at: Recovering, document: DocumentRecord, signal: AbortSignal): Promise<number> {
  const { business } = at.sending.sender;
  const { id, name, stampMs } = document;
  const twin = at.left.findTwin(document);
  if (twin === null) return 0;
  const nowMs = at.sending.journal.clock.nowMs();
  const candidate = { business, name, path: twin.path, identity: twin.identity, foundMs: nowMs, settledMs: nowMs };
  const { boxes } = at.sending.sender;
  const claimed = await claimOne(boxes, { candidate, id });
  const filedAs = await untilDone(
    at.sending.journal,
    () => fileOne(boxes, { claimed, box: 'SentBox', stampMs, content: null }),
    signal,
  );
  await writeSteps(at.sending.journal, [asFiledAgain(document, filedAs)], 'durable', signal);
  return 1;
}

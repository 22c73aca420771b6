import { lstatSync } from 'node:fs';
import { opendir } from 'node:fs/promises';
import path from 'node:path';
import type { DocumentRecord } from '../../domain/document.js';
import { asFiledAgain } from '../../domain/document-steps.js';
import { isIgnoredName } from '../../domain/naming.js';
import { untilDone, writeSteps } from '../../flows/journal.js';
import { claimOne, fileOne } from '../../ports/array-of-one.js';
import { findTwin } from '../documents/find-twin.js';
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
  for await (const name of namesIn(at.outBox)) {
    // Whatever was claimed from this place before had left it: only the last one can be back.
    const [document] = await at.sending.journal.ledger.findByName(at.sending.sender.business, name, 1);
    if (document !== undefined && (await isUndone(at, document))) count += await moveAgain(at, document, signal);
  }
  return count;
}

async function* namesIn(directory: string): AsyncGenerator<string> {
  try {
    for await (const entry of await opendir(directory))
      if (entry.isFile() && !isIgnoredName(entry.name)) yield entry.name;
  } catch {
    // The send flow says what is wrong with it; there is nothing to be undone in a box that cannot be read.
  }
}

/**
 * Filed, and yet not in SentBox; and in OutBox the same bytes, in a file that was last touched before the claim. A file that the
 * firm has put there since, to send the same once more, is younger than the claim, however old its content is.
 */
async function isUndone(at: Recovering, document: DocumentRecord): Promise<boolean> {
  const { stage, filedAs, times } = document;
  if (stage !== 'filed' || filedAs === null || (await at.sending.sender.boxes.exists(filedAs))) return false;
  const touchedMs = findTouchedMs(path.join(at.outBox, document.name));
  if (touchedMs === null || touchedMs >= times.claimed) return false;
  return (await findTwin(at.outBox, document)) !== null;
}

/** When name, place or content of the file last changed, by the file system's clock: unlike the time of its content, no program sets it. */
function findTouchedMs(file: string): number | null {
  try {
    return lstatSync(file).ctimeMs;
  } catch {
    // Taken away in this instant.
    return null;
  }
}

/** A crash between the two moves leaves it in TempBox, `filed`: the recovery table files it then. */
async function moveAgain(at: Recovering, document: DocumentRecord, signal: AbortSignal): Promise<number> {
  const { business } = at.sending.sender;
  const { id, name, stampMs } = document;
  const twin = await findTwin(at.outBox, document);
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

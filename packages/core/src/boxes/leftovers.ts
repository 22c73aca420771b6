import { readdirSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { type DocumentId, isDocumentId } from '../domain/document.js';
import { countedName } from '../domain/naming.js';
import type { ClaimedFile } from '../ports/boxes.js';
import { ATTEMPTS_MAX, hasSameBytes, removeIfThere, STAGING } from './across.js';
import { isAside } from './aside.js';
import { findClaimed, readClaimed, removeEmptyOwn, removeOwnDirectory } from './claimed-files.js';
import { LANDING } from './claimer.js';
import { findFacts, flushFile, isOneFile } from './disk.js';
import { errnoOf } from './faults.js';
import { giveBack } from './give-back.js';
import type { BoxDirectories } from './world.js';

/**
 * Puts right what a crash left between two steps of one move, so that every file is in exactly one box again. Runs before
 * recovery and before anything is moved. Only names made of our own ids are touched.
 */
export async function clearLeftovers({ outBox, sentBox, failBox, tempBox }: BoxDirectories): Promise<void> {
  const landing = path.join(outBox, LANDING);
  await clearStaging(tempBox, landing);
  await clearLanding(landing, outBox, tempBox);
  for (const box of [sentBox, failBox, outBox]) await clearStaging(box, tempBox);
  clearDoubles(tempBox, outBox);
  removeEmptyOwn(tempBox);
}

/**
 * Going back to OutBox takes two steps on one volume too: a second name, then the first one goes. A crash between them leaves the
 * file in both; the going back is finished here, or the file would be sent from OutBox while its document is still known.
 */
function clearDoubles(tempBox: string, outBox: string): void {
  for (const claimed of [...readClaimed(tempBox)]) {
    if ((findFacts(claimed.path)?.nlink ?? 1n) === 1n || !hasTwin(claimed, outBox)) continue;
    removeIfThere(claimed.path);
    removeOwnDirectory(claimed);
  }
}

function hasTwin(claimed: ClaimedFile, outBox: string): boolean {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const place = path.join(outBox, countedName(claimed.name, attempt));
    if (findFacts(place) === null) return false;
    if (isOneFile(claimed.path, place)) return true;
  }
  return false;
}

/** Copies that were on their way into this box, from claimed files in `sources`. */
async function clearStaging(box: string, sources: string): Promise<void> {
  const staging = path.join(box, STAGING);
  for (const name of namesIn(staging)) {
    const part = path.join(staging, name);
    const id = name.slice(0, -'.part'.length);
    if (name.endsWith('.part') && isDocumentId(id)) await clearCopy(part, sources, id);
    else if (isAside(name, '')) removeIfThere(part);
  }
  removeIfEmpty(staging);
}

/**
 * A copy with a second name had appeared in its box: what is left to do is removing the source. A copy with only its own name had
 * not, or its reader has taken it since (the source is gone then): either way only the copy's own name is removed.
 */
async function clearCopy(part: string, sources: string, id: DocumentId): Promise<void> {
  const hasAppeared = (findFacts(part)?.nlink ?? 0n) > 1n;
  const source = hasAppeared ? findClaimed(sources, id) : null;
  if (source !== null) {
    await flushFile(part);
    removeIfThere(source.path);
    removeOwnDirectory(source);
  }
  removeIfThere(part);
}

/** Claims that were not finished: they never happened, and the files go back. */
async function clearLanding(landing: string, outBox: string, tempBox: string): Promise<void> {
  if (findFacts(landing) === null) return;
  for (const landed of [...readClaimed(landing)]) {
    const copy = findClaimed(tempBox, landed.id);
    // Without hard links the copy is known only by its bytes.
    if (copy !== null && hasSameBytes(copy.path, landed.path)) removeIfThere(landed.path);
    else await giveBack({ id: landed.id, source: landed.path, outBox, name: landed.name });
    removeOwnDirectory(landed);
  }
  removeEmptyOwn(landing);
  removeIfEmpty(landing);
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (reason) {
    if (errnoOf(reason) === 'ENOENT') return [];
    throw reason;
  }
}

function removeIfEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch {
    // Not there, or something of another program is in it: it stays.
  }
}

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Fault } from '../contract/fault.js';
import type { DocumentId } from '../domain/document.js';
import type { Candidate, ClaimedFile } from '../ports/boxes.js';
import { moveAcross } from './across.js';
import { removeOwnDirectory, renameAsClaimed } from './claimed-files.js';
import { findFacts, isSameFile } from './disk.js';
import { errnoOf, isMissing, toFault } from './faults.js';
import { giveBack } from './give-back.js';
import type { BoxWorld } from './world.js';

/** Hidden directory in OutBox where a claim begins when TempBox is on another volume: that rename is the claim there. */
export const LANDING = '.swic-claim';

/**
 * The rename is the claim: before it the file is the firm's, after it ours, and of two who try one gets it. The file is compared
 * after the rename, when no other program can exchange it; one that is not what was looked at goes back. What is done at once is no
 * promise.
 */
export function claimFile(world: BoxWorld, candidate: Candidate, id: DocumentId): ClaimedFile | Promise<ClaimedFile> {
  const { tempBox, outBox } = world.directories;
  let at: string;
  try {
    at = renameAsClaimed(candidate.path, tempBox, { id, name: candidate.name }, world.usedIds);
  } catch (reason) {
    if (errnoOf(reason) === 'EXDEV') return claimAcross(world, candidate, id);
    throw claimFault(reason, candidate, tempBox);
  }
  // A crash here leaves a file in TempBox that no ledger knows: recovery puts it back into OutBox.
  world.sync.mark(outBox, tempBox);
  const claimed: ClaimedFile = { id, name: candidate.name, path: at };
  return isTheCandidate(candidate, at) ? claimed : putBack(world, claimed);
}

/** A link or a directory of the same name is not what was looked at either. */
function isTheCandidate(candidate: Candidate, at: string): boolean {
  const facts = findFacts(at);
  return facts !== null && isSameFile(facts, candidate.identity);
}

async function putBack(world: BoxWorld, claimed: ClaimedFile): Promise<never> {
  const { outBox } = world.directories;
  const { id, name } = claimed;
  try {
    // A crash or a failure before this leaves it in TempBox under our id; recovery puts it back as well.
    const backAs = await giveBack({ id, source: claimed.path, outBox, name });
    removeOwnDirectory(claimed);
    throw new Fault('document.changed', { name, backAs });
  } catch (reason) {
    throw toFault(reason, 'document', claimed.path);
  }
}

/** What is missing may be the file, or TempBox, in whose place a file may be: which of the two is there tells. */
function claimFault(reason: unknown, candidate: Candidate, tempBox: string): Fault {
  const isThere = findFacts(candidate.path) !== null;
  if (isMissing(reason) && isThere) return toFault(reason, 'box', tempBox);
  return toFault(reason, 'document', candidate.path);
}

/** OutBox on a network drive, TempBox on a disk of ours: the claim is a rename within OutBox, the copy follows. */
async function claimAcross(world: BoxWorld, candidate: Candidate, id: DocumentId): Promise<ClaimedFile> {
  const { outBox, tempBox } = world.directories;
  const { name } = candidate;
  const landed = land(candidate, path.join(outBox, LANDING), id);
  // A crash from here on leaves the file in the landing; the next start puts it back, or removes it if its copy is whole.
  if (!isTheCandidate(candidate, landed.path)) return putBack(world, landed);
  const flat = path.join(tempBox, path.relative(path.join(outBox, LANDING), landed.path));
  try {
    if (path.dirname(flat) !== tempBox) mkdirSync(path.dirname(flat));
    await moveAcross({ source: landed.path, box: tempBox, id, target: () => flat });
  } catch (reason) {
    removeOwnDirectory({ id, name, path: flat });
    await giveBack({ id, source: landed.path, outBox, name });
    throw toFault(reason, 'box', tempBox);
  }
  removeOwnDirectory(landed);
  world.sync.mark(outBox, tempBox);
  return { id, name, path: flat };
}

function land(candidate: Candidate, landing: string, id: DocumentId): ClaimedFile {
  try {
    makeDirectory(landing);
    const claim = { id, name: candidate.name };
    return { ...claim, path: renameAsClaimed(candidate.path, landing, claim, null) };
  } catch (reason) {
    throw toFault(reason, 'document', candidate.path);
  }
}

function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory);
  } catch (reason) {
    if (errnoOf(reason) !== 'EEXIST') throw reason;
  }
}

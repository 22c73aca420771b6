import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Fault } from '../contract/fault.js';
import type { FiledAs } from '../domain/document.js';
import { filedName } from '../domain/naming.js';
import type { ClaimedFile } from '../ports/boxes.js';
import { ATTEMPTS_MAX, moveAcross } from './across.js';
import { claimedFault, removeOwnDirectory } from './claimed-files.js';
import { findFacts, renameIfFree, withPatience } from './disk.js';
import { errnoOf, isMissing, toFault } from './faults.js';
import { giveBack } from './give-back.js';
import type { BoxWorld } from './world.js';

export type FinalBox = 'SentBox' | 'FailBox';

export interface Place {
  readonly box: FinalBox;
  readonly stampMs: number;
  /** Then a file that another program holds is waited for: no other waits behind it. */
  readonly isAlone: boolean;
}

/**
 * TempBox -> its final place. The rename is the last step and the only one: a crash leaves the file before it in TempBox, after
 * it filed, and the stamp that the ledger kept tells the name to look for. What is done at once is no promise.
 */
export function fileClaimed(world: BoxWorld, claimed: ClaimedFile, place: Place): FiledAs | Promise<FiledAs> {
  if (place.isAlone) return filePatiently(world, claimed, place);
  try {
    return done(world, claimed, renameAway(world, claimed, place));
  } catch (reason) {
    return fileOtherwise(world, claimed, place, reason);
  }
}

async function filePatiently(world: BoxWorld, claimed: ClaimedFile, place: Place): Promise<FiledAs> {
  try {
    const rename = (): FiledAs => renameAway(world, claimed, place);
    return done(world, claimed, await withPatience(rename, world.clock, world.closing));
  } catch (reason) {
    return fileOtherwise(world, claimed, place, reason);
  }
}

function fileOtherwise(
  world: BoxWorld,
  claimed: ClaimedFile,
  { box, stampMs }: Place,
  reason: unknown,
): FiledAs | Promise<FiledAs> {
  if (errnoOf(reason) === 'EXDEV') return fileAcross(world, claimed, box, stampMs);
  if (!isMissing(reason)) throw toFault(reason, 'document', claimed.path);
  return answerMissing(world, claimed, box, stampMs);
}

/** Each attempt is a millisecond later, until a name is free. */
function renameAway(world: BoxWorld, claimed: ClaimedFile, { box, stampMs }: Place): FiledAs {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const filed = filedAs(world, claimed.name, box, stampMs + attempt);
    if (renameInto(world, claimed.path, placeOf(world, filed)) === 'placed') return filed;
  }
  throw new Fault('disk.failed', { path: claimed.path, errno: 'EEXIST' });
}

/** The day's directory is made when the first file of the day, or the first after it was removed, does not find it. */
function renameInto(world: BoxWorld, source: string, target: string): ReturnType<typeof renameIfFree> {
  try {
    return renameIfFree(source, target);
  } catch (reason) {
    if (errnoOf(reason) !== 'ENOENT' || findFacts(source) === null || !makeDay(world, path.dirname(target)))
      throw reason;
    return renameIfFree(source, target);
  }
}

/** True if it was made now. The box itself is never made here: a network drive that is not mounted looks like a missing box. */
function makeDay(world: BoxWorld, directory: string): boolean {
  if (path.dirname(directory) !== world.directories.sentBox) return false;
  try {
    mkdirSync(directory);
    world.sync.mark(world.directories.sentBox);
    return true;
  } catch (reason) {
    if (errnoOf(reason) === 'EEXIST') return false;
    throw reason;
  }
}

/** Either the box is missing, or the file. A network drive may say so of a rename that it did carry out, after a lost answer. */
function answerMissing(world: BoxWorld, claimed: ClaimedFile, box: FinalBox, stampMs: number): FiledAs {
  if (findFacts(claimed.path) !== null) throw new Fault('disk.missing', { path: boxPath(world, box), errno: 'ENOENT' });
  const filed = findFiled(world, box, claimed.name, stampMs);
  if (filed === null)
    throw claimedFault(world.directories.tempBox, claimed, new Fault('document.vanished', { path: claimed.path }));
  return done(world, claimed, filed);
}

async function fileAcross(world: BoxWorld, claimed: ClaimedFile, box: FinalBox, stampMs: number): Promise<FiledAs> {
  const target = (attempt: number): string => {
    const place = pathOf(world, filedAs(world, claimed.name, box, stampMs + attempt));
    makeDay(world, path.dirname(place));
    return place;
  };
  try {
    const attempt = await moveAcross({ source: claimed.path, box: boxPath(world, box), id: claimed.id, target });
    return done(world, claimed, filedAs(world, claimed.name, box, stampMs + attempt));
  } catch (reason) {
    throw toFault(reason, 'box', boxPath(world, box));
  }
}

/** TempBox -> OutBox. */
export async function withdrawClaimed(world: BoxWorld, claimed: ClaimedFile): Promise<FiledAs> {
  const { outBox } = world.directories;
  try {
    const name = await giveBack({ id: claimed.id, source: claimed.path, outBox, name: claimed.name });
    return done(world, claimed, { box: 'OutBox', path: name });
  } catch (reason) {
    const isHere = findFacts(claimed.path) !== null;
    throw isHere ? toFault(reason, 'box', outBox) : claimedFault(world.directories.tempBox, claimed, reason);
  }
}

/** The directories reach the disk later, in groups: a power cut takes back whole moves of a group, never half of one. */
function done(world: BoxWorld, claimed: ClaimedFile, filed: FiledAs): FiledAs {
  removeOwnDirectory(claimed);
  world.sync.mark(world.directories.tempBox, path.dirname(placeOf(world, filed)));
  return filed;
}

/**
 * Mirrors the bumping: from the stamp on, names are taken without a gap, and the last of them is the newest. Names that were
 * cut carry a hash, so another document's name never comes in between.
 */
export function findFiled(world: BoxWorld, box: FinalBox, name: string, stampMs: number): FiledAs | null {
  let found: FiledAs | null = null;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const place = filedAs(world, name, box, stampMs + attempt);
    if (findFacts(pathOf(world, place)) === null) return found;
    found = place;
  }
  return found;
}

function filedAs(world: BoxWorld, document: string, box: FinalBox, stampMs: number): FiledAs {
  const { name, day } = filedName(document, stampMs, world.utcOffsetMinutes);
  return { box, path: box === 'FailBox' ? name : `${day}/${name}` };
}

const DIRECTORY_OF = { SentBox: 'sentBox', FailBox: 'failBox', OutBox: 'outBox' } as const;

function boxPath(world: BoxWorld, box: FiledAs['box']): string {
  return world.directories[DIRECTORY_OF[box]];
}

/** As pathOf, for a name that was made here: its parts are file names, so there is nothing to normalise or to refuse. */
function placeOf(world: BoxWorld, filed: FiledAs): string {
  return boxPath(world, filed.box) + path.sep + filed.path;
}

/** Where a filed document is. A path that would leave its box is refused, whatever wrote it. */
export function pathOf(world: BoxWorld, filed: FiledAs): string {
  const box = boxPath(world, filed.box);
  const place = path.join(box, filed.path);
  if (!place.startsWith(box + path.sep)) throw new Fault('disk.denied', { path: filed.path, errno: '' });
  return place;
}

import { type Dirent, mkdirSync, opendirSync, readdirSync, renameSync, rmdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { Fault } from '../contract/fault.js';
import { type DocumentId, isDocumentId } from '../domain/document.js';
import { claimedName, parseClaimedName } from '../domain/naming.js';
import type { ClaimedFile } from '../ports/boxes.js';
import { findFacts, isTaken } from './disk.js';
import { errnoOf, toFault } from './faults.js';

/**
 * Renames into a directory of claimed files: `<id>_<name>` where that fits into a name, else the directory `<id>/` with the name
 * as it was. `usedIds` are those of the directory; null = unknown, so it is looked. Returns the new path. Throws what the file
 * system threw; the file is then where it was.
 */
export function renameAsClaimed(
  source: string,
  directory: string,
  { id, name }: Pick<ClaimedFile, 'id' | 'name'>,
  usedIds: UsedIds | null,
): string {
  const flat = claimedName(id, name);
  if (flat === null) return renameIntoOwn(source, path.join(directory, id), name);
  const target = directory + path.sep + flat;
  if (usedIds?.isNew(id) !== true) refuseTaken(target);
  try {
    renameSync(source, target);
    return target;
  } catch (reason) {
    // Some file systems (encrypted ones) hold shorter names than 255 bytes.
    if (errnoOf(reason) !== 'ENAMETOOLONG') throw reason;
    return renameIntoOwn(source, path.join(directory, id), name);
  }
}

function renameIntoOwn(source: string, own: string, name: string): string {
  refuseTaken(own);
  mkdirSync(own);
  // A crash here leaves an empty directory named by our id; the next start removes it.
  try {
    const target = path.join(own, name);
    renameSync(source, target);
    return target;
  } catch (reason) {
    rmdirSync(own);
    throw reason;
  }
}

/** An id is used once; should a clock set back and a lost ledger ever repeat one, the file in TempBox is not overwritten. */
function refuseTaken(target: string): void {
  if (isTaken(target)) throw new Fault('disk.failed', { path: target, errno: 'EEXIST' });
}

/**
 * Ids grow, so one that is later than all that lay in the directory at the start, and than all that came since, is not in it: a
 * question to the disk that the most frequent claim need not ask.
 */
export class UsedIds {
  #latest = '';

  /** Reads the directory once. */
  constructor(directory: string) {
    for (const { id } of readClaimed(directory)) this.isNew(id);
  }

  /** And from now on it is used. */
  isNew(id: DocumentId): boolean {
    if (id <= this.#latest) return false;
    this.#latest = id;
    return true;
  }
}

/** After a claimed file left: removes the directory it had to itself. */
export function removeOwnDirectory(claimed: ClaimedFile): void {
  const own = path.dirname(claimed.path);
  if (path.basename(own) !== claimed.id) return;
  try {
    rmdirSync(own);
  } catch {
    // Not empty, or gone: nothing of ours is in it now, and the next start tries again.
  }
}

/** What a directory of claimed files holds, read as it is asked for. What is not named by a DocumentId is passed over. */
export function* readClaimed(directory: string): Generator<ClaimedFile> {
  const opened = opendirSync(directory, { bufferSize: 256 });
  try {
    for (let entry = opened.readSync(); entry !== null; entry = opened.readSync()) yield* claimedAt(directory, entry);
  } finally {
    opened.closeSync();
  }
}

function* claimedAt(directory: string, entry: Dirent): Generator<ClaimedFile> {
  const at = path.join(directory, entry.name);
  const parts = entry.isDirectory() ? null : parseClaimedName(entry.name);
  if (parts !== null) yield { ...parts, path: at };
  else if (isDocumentId(entry.name)) yield* readOwn(at, entry.name);
}

function* readOwn(own: string, id: DocumentId): Generator<ClaimedFile> {
  let names: readonly string[];
  try {
    names = readdirSync(own);
  } catch {
    // It was filed between the two reads, or is no directory.
    return;
  }
  for (const name of names) yield { id, name, path: path.join(own, name) };
}

/** This document's file in a directory of claimed files; null when it, or the directory, is not there. */
export function findClaimed(directory: string, id: DocumentId): ClaimedFile | null {
  if (findFacts(directory) === null) return null;
  for (const claimed of readClaimed(directory)) if (claimed.id === id) return claimed;
  return null;
}

/** Why a claimed file could not be had. TempBox itself being away is nothing about the file: it may be back with it. */
export function claimedFault(tempBox: string, claimed: ClaimedFile, reason: unknown): Fault {
  const fault = toFault(reason, 'document', claimed.path);
  if (fault.code !== 'document.vanished' || isDirectory(tempBox)) return fault;
  return new Fault('disk.missing', { path: tempBox, errno: 'ENOENT' }, reason);
}

function isDirectory(directory: string): boolean {
  return statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Directories `<id>/` that a crash left empty. */
export function removeEmptyOwn(directory: string): void {
  for (const name of readdirSync(directory)) {
    if (isDocumentId(name)) removeOwnDirectory({ id: name, name: '', path: path.join(directory, name, 'file') });
  }
}

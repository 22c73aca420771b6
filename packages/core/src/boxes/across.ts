import { createReadStream, createWriteStream, mkdirSync, readFileSync, unlinkSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Fault } from '../contract/fault.js';
import {
  findFacts,
  flushDirectory,
  flushFile,
  identityOf,
  isSameFile,
  linkIfFree,
  type Placed,
  renameIfFree,
} from './disk.js';
import { errnoOf } from './faults.js';

/** Hidden directory in a box for files that are being copied into it from another volume, or written into it. */
export const STAGING = '.swic-move';

/** A move over the border between two volumes, where no rename goes. */
export interface Crossing {
  readonly source: string;
  /** The box on the other volume. */
  readonly box: string;
  /** Names the copy while it is not whole: no other program's file is ever called so. */
  readonly id: string;
  /** Where it may appear; attempt 0, 1, 2 … until a name is free. */
  readonly target: (attempt: number) => string;
}

/** Attempts at finding a free name. Names differ by a millisecond or a number, so this is never reached by accident. */
export const ATTEMPTS_MAX = 10_000;

/**
 * Copies, flushes, lets the copy appear whole under a free name, and only then removes the source. Resolves with the attempt
 * whose name was free. The source is read, so a change during the copy is noticed: then `document.changed`, nothing moved.
 *
 * What a crash leaves is put right by the next start (leftovers.ts): as long as the copy's own name `<id>.part` is there, its
 * number of links tells whether the copy had already appeared.
 */
export async function moveAcross(crossing: Crossing): Promise<number> {
  const part = await copyAside(crossing);
  try {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      const target = crossing.target(attempt);
      if (place(part, target) === 'taken') continue;
      // A crash here leaves source and copy; the copy has two names, so the next start removes the source and the copy's own.
      await removeSource(crossing.source, target);
      return attempt;
    }
    throw new Fault('disk.failed', { path: crossing.target(0), errno: 'EEXIST' });
  } finally {
    removeIfThere(part);
  }
}

/** The copy must be on disk before the source goes. When either fails the copy goes again, so that the file stays in one place. */
async function removeSource(source: string, target: string): Promise<void> {
  try {
    await flushDirectory(path.dirname(target));
    removeIfThere(source);
  } catch (reason) {
    removeIfThere(target);
    throw reason;
  }
}

async function copyAside({ source, box, id }: Crossing): Promise<string> {
  const before = findFacts(source);
  if (before === null) throw new Fault('document.vanished', { path: source });
  const part = path.join(makeStaging(box), `${id}.part`);
  removeIfThere(part);
  try {
    // A crash during the copy leaves a part with one name; the source is untouched.
    await pipeline(createReadStream(source), createWriteStream(part, { flags: 'wx' }));
    utimesSync(part, Number(before.atimeMs) / 1_000, Number(before.mtimeMs) / 1_000);
    await flushFile(part);
    const after = findFacts(source);
    const isWhole = after !== null && isSameFile(after, identityOf(before)) && findFacts(part)?.size === before.size;
    if (!isWhole) throw new Fault('document.changed', { path: source });
    return part;
  } catch (reason) {
    removeIfThere(part);
    throw reason;
  }
}

/** Without hard links a crash cannot be told by their number; the same bytes under the very name are then the earlier try. */
function place(part: string, target: string): Placed {
  const linked = linkIfFree(part, target);
  if (linked !== 'refused') return linked;
  return renameIfFree(part, target) === 'placed' || hasSameBytes(part, target) ? 'placed' : 'taken';
}

export function hasSameBytes(one: string, other: string): boolean {
  const [size, otherSize] = [findFacts(one)?.size, findFacts(other)?.size];
  return size !== undefined && size === otherSize && readFileSync(one).equals(readFileSync(other));
}

/** The hidden directory of a box, made when it is first needed. Throws ENOENT when the box itself is missing. */
export function makeStaging(box: string): string {
  const staging = path.join(box, STAGING);
  try {
    mkdirSync(staging);
  } catch (reason) {
    if (errnoOf(reason) !== 'EEXIST') throw reason;
  }
  return staging;
}

export function removeIfThere(file: string): void {
  try {
    unlinkSync(file);
  } catch (reason) {
    if (errnoOf(reason) !== 'ENOENT') throw reason;
  }
}

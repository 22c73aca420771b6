import { readFile } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { Fault } from '../contract/fault.js';
import type { FiledAs } from '../domain/document.js';
import { countedName, isPlainName } from '../domain/naming.js';
import type { Boxes, Candidate, ClaimedFile, Filing } from '../ports/boxes.js';
import { ATTEMPTS_MAX, makeStaging, removeIfThere } from './across.js';
import { writeAside } from './aside.js';
import { checkBoxes } from './check-boxes.js';
import { claimedFault, readClaimed } from './claimed-files.js';
import { claimFile } from './claimer.js';
import { type Content, hasContent } from './content.js';
import { findFacts, flushDirectory, flushFile, moveIfFree } from './disk.js';
import { toFault } from './faults.js';
import { fileClaimed, findFiled, pathOf, withdrawClaimed } from './filer.js';
import type { BoxWorld } from './world.js';

const readWhole = promisify(readFile);

/**
 * The only mover of one business's files. `onClaimed` hears of every claim: from then on a file of that name in OutBox is another
 * one, or this one put back, and must not be taken for the one that is in work.
 */
export function createBoxes(world: BoxWorld, onClaimed: (candidate: Candidate) => void): Boxes {
  return {
    check: async () => checkBoxes(world.directories),
    claim: (claimings) =>
      each(claimings, ({ candidate, id }) => {
        const claimed = claimFile(world, candidate, id);
        if (!(claimed instanceof Promise)) {
          onClaimed(candidate);
          return claimed;
        }
        return claimed.then((later) => {
          onClaimed(candidate);
          return later;
        });
      }),
    file: (filings) => each(filings, (filing) => fileUnchanged(world, filing, filings.length === 1)),
    withdraw: (claimed) => withdrawClaimed(world, claimed),
    claimedFiles: () => streamClaimed(world.directories.tempBox),
    exists: async (filed) => lookFor(pathOf(world, filed)),
    findFiled: async (box, name, stampMs) => findFiled(world, box, name, stampMs),
    readFiled: async (filed) => readFiled(pathOf(world, filed)),
    enqueue: (name, bytes) => enqueue(world, name, bytes),
    isUnchanged: async (claimed, content) => compare(world, claimed, content),
    read: (claimed) => readAll(claimed.path, (reason) => claimedFault(world.directories.tempBox, claimed, reason)),
  };
}

/**
 * Side by side: of what is done at once each comes after the one before, and what waits holds up no other. Nearly everything is done
 * at once, and has no promise of its own.
 */
async function each<T, R extends object>(
  items: readonly T[],
  act: (item: T) => R | Promise<R>,
): Promise<readonly (R | Fault)[]> {
  const outcomes = items.map((item): R | Fault | Promise<R | Fault> => {
    try {
      const outcome = act(item);
      return outcome instanceof Promise ? outcome.catch(toOutcome) : outcome;
    } catch (reason) {
      return toOutcome(reason);
    }
  });
  return outcomes.every(isDone) ? outcomes : Promise.all(outcomes);
}

function isDone<R>(outcome: R | Promise<R>): outcome is R {
  return !(outcome instanceof Promise);
}

function toOutcome(reason: unknown): Fault {
  return Fault.from(reason, 'internal.unexpected');
}

/** Compared as late as possible: for a file of the usual size nothing of ours comes between the two. */
function fileUnchanged(world: BoxWorld, filing: Filing, isAlone: boolean): FiledAs | Promise<FiledAs> {
  const { claimed, box, stampMs, content } = filing;
  const fileIf = (isUnchanged: boolean): FiledAs | Promise<FiledAs> => {
    if (!isUnchanged) throw new Fault('document.altered', { path: claimed.path });
    return fileClaimed(world, claimed, { box, stampMs, isAlone });
  };
  const isUnchanged = content === null || compare(world, claimed, content);
  return isUnchanged instanceof Promise ? isUnchanged.then(fileIf) : fileIf(isUnchanged);
}

async function* streamClaimed(tempBox: string): AsyncGenerator<ClaimedFile> {
  try {
    yield* readClaimed(tempBox);
  } catch (reason) {
    throw toFault(reason, 'box', tempBox);
  }
}

function lookFor(file: string): boolean {
  try {
    return findFacts(file)?.isFile() === true;
  } catch (reason) {
    throw toFault(reason, 'document', file);
  }
}

function compare(world: BoxWorld, claimed: ClaimedFile, content: Content): boolean | Promise<boolean> {
  const fail = (reason: unknown): never => {
    throw claimedFault(world.directories.tempBox, claimed, reason);
  };
  try {
    const isSame = hasContent(claimed.path, content);
    return isSame instanceof Promise ? isSame.catch(fail) : isSame;
  } catch (reason) {
    return fail(reason);
  }
}

async function readFiled(file: string): Promise<Uint8Array> {
  return readAll(file, (reason) => toFault(reason, 'document', file));
}

async function readAll(file: string, faultOf: (reason: unknown) => Fault): Promise<Uint8Array> {
  try {
    return await readWhole(file);
  } catch (reason) {
    throw faultOf(reason);
  }
}

/** Written aside and flushed, then it appears whole: a crash before leaves only a hidden file, which the next start removes. */
async function enqueue(world: BoxWorld, name: string, bytes: Uint8Array): Promise<string> {
  const { outBox } = world.directories;
  if (!isPlainName(name)) throw new Fault('disk.denied', { path: name, errno: '' });
  let part: string | null = null;
  try {
    part = writeAside(makeStaging(outBox), '', bytes);
    await flushFile(part);
    const used = appear(part, outBox, name);
    await flushDirectory(outBox);
    return used;
  } catch (reason) {
    throw toFault(reason, 'box', outBox);
  } finally {
    if (part !== null) removeIfThere(part);
  }
}

function appear(part: string, outBox: string, name: string): string {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const used = countedName(name, attempt);
    if (moveIfFree(part, path.join(outBox, used)) === 'placed') return used;
  }
  throw new Fault('disk.failed', { path: path.join(outBox, name), errno: 'EEXIST' });
}

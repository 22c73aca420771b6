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
      each(claimings, async ({ candidate, id }) => {
        const claimed = await claimFile(world, candidate, id);
        onClaimed(candidate);
        return claimed;
      }),
    file: (filings) => each(filings, (filing) => fileUnchanged(world, filing, filings.length === 1)),
    withdraw: (claimed) => withdrawClaimed(world, claimed),
    claimedFiles: () => streamClaimed(world.directories.tempBox),
    exists: async (filed) => lookFor(pathOf(world, filed)),
    findFiled: async (box, name, stampMs) => findFiled(world, box, name, stampMs),
    readFiled: async (filed) => readFiled(pathOf(world, filed)),
    enqueue: (name, bytes) => enqueue(world, name, bytes),
    isUnchanged: (claimed, content) => compare(world, claimed, content),
    read: (claimed) => readAll(claimed.path, (reason) => claimedFault(world.directories.tempBox, claimed, reason)),
  };
}

/** Side by side: of what takes one turn of this thread each comes after the one before, and what waits holds up no other. */
function each<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<readonly (R | Fault)[]> {
  return Promise.all(items.map((item) => act(item).catch(toOutcome)));
}

function toOutcome(reason: unknown): Fault {
  return Fault.from(reason, 'internal.unexpected');
}

/** Compared as late as possible: for a file of the usual size nothing of ours comes between the two. */
async function fileUnchanged(
  world: BoxWorld,
  { claimed, box, stampMs, content }: Filing,
  isAlone: boolean,
): Promise<FiledAs> {
  if (content !== null && !(await compare(world, claimed, content)))
    throw new Fault('document.altered', { path: claimed.path });
  return fileClaimed(world, claimed, { box, stampMs, isAlone });
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

async function compare(world: BoxWorld, claimed: ClaimedFile, content: Content): Promise<boolean> {
  try {
    return await hasContent(claimed.path, content);
  } catch (reason) {
    throw claimedFault(world.directories.tempBox, claimed, reason);
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

import path from 'node:path';
import type { BusinessKey } from '../domain/document.js';
import { CHINA_OFFSET_MINUTES } from '../domain/naming.js';
import type { Boxes, InBox, OutBox } from '../ports/boxes.js';
import type { Clock } from '../ports/clock.js';
import { createBoxes } from './boxes.js';
import { UsedIds } from './claimed-files.js';
import { clearAsides, DirectoryInBox } from './depositor.js';
import { DirectorySync } from './directory-sync.js';
import { toFault } from './faults.js';
import { clearLeftovers } from './leftovers.js';
import { DirectoryOutBox } from './outbox.js';
import { ensureBoxes } from './paths.js';
import type { BoxDirectories, BoxWorld } from './world.js';

export interface BoxSettings {
  readonly business: BusinessKey;
  readonly directories: BoxDirectories;
  readonly settleMs: number;
  /** With the dot; casing does not matter. Empty: nothing is ever taken from OutBox. */
  readonly extensions: readonly string[];
  /** Files of an OutBox remembered between two looks. About 300 bytes each; at 20,000 even a second of the fastest sending is
   * settling ahead. */
  readonly trackedMax?: number;
  /** Of the stamps in names; China's when not given. */
  readonly utcOffsetMinutes?: number;
}

const TRACKED_MAX = 20_000;

/** One business's boxes. Disposing brings the directories to disk; operations that wait for a locked file end with it. */
export interface OpenedBoxes extends AsyncDisposable {
  readonly outBox: OutBox;
  readonly boxes: Boxes;
  readonly inBox: InBox;
}

/**
 * Makes missing boxes, puts right what a crash left between two steps of a move, and opens them. One opener per set of boxes at a
 * time: the ledger's lock sees to that. Rejects with `disk.*`, and `config.invalid` when two boxes are one directory.
 */
export async function openBoxes(settings: BoxSettings, clock: Clock): Promise<OpenedBoxes> {
  const directories = resolved(settings.directories);
  ensureBoxes(directories);
  clearAsides(directories.inBox);
  let usedIds: UsedIds;
  try {
    await clearLeftovers(directories);
    usedIds = new UsedIds(directories.tempBox);
  } catch (reason) {
    throw toFault(reason, 'box', directories.tempBox);
  }
  const closing = new AbortController();
  const sync = new DirectorySync(clock);
  const world: BoxWorld = {
    business: settings.business,
    directories,
    utcOffsetMinutes: settings.utcOffsetMinutes ?? CHINA_OFFSET_MINUTES,
    clock,
    sync,
    usedIds,
    closing: closing.signal,
  };
  const outBox = new DirectoryOutBox(outBoxSettings(settings, directories.outBox), clock);
  return {
    outBox,
    boxes: createBoxes(world, (candidate) => outBox.forget(candidate)),
    inBox: new DirectoryInBox(directories.inBox, clock, closing.signal),
    async [Symbol.asyncDispose]() {
      closing.abort();
      await sync[Symbol.asyncDispose]();
    },
  };
}

function outBoxSettings(settings: BoxSettings, directory: string): ConstructorParameters<typeof DirectoryOutBox>[0] {
  const { business, settleMs, extensions, trackedMax = TRACKED_MAX } = settings;
  return {
    business,
    directory,
    settleMs,
    extensions: extensions.map((extension) => extension.toLowerCase()),
    trackedMax,
  };
}

function resolved({ outBox, sentBox, inBox, failBox, tempBox }: BoxDirectories): BoxDirectories {
  return {
    outBox: path.resolve(outBox),
    sentBox: path.resolve(sentBox),
    inBox: path.resolve(inBox),
    failBox: path.resolve(failBox),
    tempBox: path.resolve(tempBox),
  };
}

import { accessSync, constants, statSync } from 'node:fs';
import { Fault } from '../contract/fault.js';
import { makeStaging, removeIfThere } from './across.js';
import { writeAside } from './aside.js';
import { toFault } from './faults.js';
import type { BoxDirectories } from './world.js';

const OURS = constants.R_OK | constants.W_OK | constants.X_OK;

/**
 * Can files go from OutBox into TempBox? Throws the fault of the directory that keeps every one of them, named by its path: missing,
 * not ours to read or write, or on a full disk. TempBox is ours, so it is written to, which is the only certain answer.
 */
export function checkBoxes({ outBox, tempBox }: BoxDirectories): void {
  attempt(outBox, () => enter(outBox));
  attempt(tempBox, () => {
    enter(tempBox);
    removeIfThere(writeAside(makeStaging(tempBox), '', Buffer.from(' ')));
  });
}

/** A file in the place of a box has no right to be entered either, and that is not what is wrong with it. */
function enter(box: string): void {
  if (!statSync(box).isDirectory()) throw new Fault('disk.not-a-directory', { path: box });
  accessSync(box, OURS);
}

function attempt(box: string, step: () => void): void {
  try {
    step();
  } catch (reason) {
    throw toFault(reason, 'box', box);
  }
}

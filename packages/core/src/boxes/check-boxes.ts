import { accessSync, constants } from 'node:fs';
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
  attempt(outBox, () => accessSync(outBox, OURS));
  attempt(tempBox, () => {
    accessSync(tempBox, OURS);
    removeIfThere(writeAside(makeStaging(tempBox), '', Buffer.from(' ')));
  });
}

function attempt(box: string, step: () => void): void {
  try {
    step();
  } catch (reason) {
    throw toFault(reason, 'box', box);
  }
}

import { constants, copyFileSync, linkSync, rmSync } from 'node:fs';

/** What a file system without hard links answers: FAT, some shares. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EMLINK'];

/**
 * Gives a finished file its name; false = the name is taken, and both files are as they were. A rename would replace the other file, and
 * a look before it leaves a moment in which one can be made. Throws what the system says about anything else.
 */
export function moveWithoutReplacing(from: string, to: string): boolean {
  try {
    placeAt(from, to);
  } catch (reason) {
    if (codeOf(reason) === 'EEXIST') return false;
    throw reason;
  }
  rmSync(from);
  return true;
}

function placeAt(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (reason) {
    if (!NO_LINKS.includes(codeOf(reason))) throw reason;
    copyFileSync(from, to, constants.COPYFILE_EXCL);
  }
}

function codeOf(reason: unknown): string {
  return reason instanceof Error && 'code' in reason ? String(reason.code) : '';
}

import { writeSync } from 'node:fs';
import { SWIC_VERSION } from '@swic/core/version';

const STANDARD_OUTPUT = 1;

/**
 * Answers `swic --version` and says that it did. Where standard output takes nothing, it did not: then the whole program answers, which
 * knows what to do about it.
 */
export function saysVersionAlone([, , word, ...more]: readonly string[]): boolean {
  if (more.length > 0 || (word !== '--version' && word !== '-V')) return false;
  try {
    writeSync(STANDARD_OUTPUT, `${SWIC_VERSION}\n`);
    return true;
  } catch {
    // A full disk, a reader that has gone, a pipe that is full.
    return false;
  }
}

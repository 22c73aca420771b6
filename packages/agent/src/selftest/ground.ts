import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Fault } from '@swic/core';

/** The directory of one drill; removed with it unless it is to be looked at. */
export interface Ground extends AsyncDisposable {
  readonly directory: string;
  keep(): void;
}

/** Below the parent that is given, which is made where it is not there; null = the directory for temporary files of the system. */
export function openGround(parent: string | null): Ground {
  const directory = makeIn(parent ?? tmpdir());
  let isKept = false;
  return {
    directory,
    keep: () => void (isKept = true),
    async [Symbol.asyncDispose]() {
      // Windows lets go of the files of a process a moment after its end.
      if (!isKept) rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

const PREFIX = 'swic-selftest-';

function makeIn(parent: string): string {
  try {
    mkdirSync(parent, { recursive: true });
    return mkdtempSync(path.join(path.resolve(parent), PREFIX));
  } catch (reason) {
    throw Fault.from(reason, 'disk.denied', { path: parent });
  }
}

import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Fault } from '@swic/core';
import { unmountVolume, VOLUME } from './volume.js';

/** The directory of one drill; removed with it unless it is to be looked at. */
export interface Ground extends AsyncDisposable {
  readonly directory: string;
  /** It stays, also for the drills to come. */
  keep(): void;
}

const PREFIX = 'swic-selftest-';
/** Whose it is: what a drill left that was killed is removed by the next one. */
const PID_FILE = 'drill-pid';

/**
 * Below the directory that is asked for, which is made where it is not there; null = where results are kept, or, where that cannot be written,
 * the directory for temporary files of the system. Rejects with `disk.*`.
 */
export async function openGround(asked: string | null, results: string | null): Promise<Ground> {
  const directory = asked !== null ? await makeIn(asked) : await makeInEither(results);
  const pidFile = path.join(directory, PID_FILE);
  writeFileSync(pidFile, String(process.pid));
  let isKept = false;
  return {
    directory,
    keep() {
      isKept = true;
      rmSync(pidFile);
    },
    async [Symbol.asyncDispose]() {
      if (!isKept) remove(directory);
    },
  };
}

async function makeInEither(results: string | null): Promise<string> {
  try {
    if (results !== null) return await makeIn(results);
  } catch {
    // Of another account: its disk would have been the better one.
  }
  return makeIn(tmpdir());
}

async function makeIn(asked: string): Promise<string> {
  const parent = path.resolve(asked);
  try {
    makeAsItsParent(parent);
    await removeLeftovers(parent);
    return mkdtempSync(path.join(parent, PREFIX));
  } catch (reason) {
    throw Fault.from(reason, 'disk.denied', { path: parent });
  }
}

/** By root in the data directory of a service: the service is to write there too. */
export function makeAsItsParent(directory: string): void {
  if (existsSync(directory)) return;
  mkdirSync(directory, { recursive: true });
  giveToOwnerOf(path.dirname(directory), directory);
}

export function giveToOwnerOf(parent: string, target: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(parent);
  chownSync(target, uid, gid);
}

async function removeLeftovers(parent: string): Promise<void> {
  for (const name of readdirSync(parent).filter((one) => one.startsWith(PREFIX))) {
    const directory = path.join(parent, name);
    if (!isLeftOver(directory)) continue;
    const volume = path.join(directory, VOLUME);
    // Where it is not mounted, there is nothing to do.
    if (existsSync(volume)) await unmountVolume(volume).catch(() => undefined);
    remove(directory);
  }
}

/** Not one that was kept to be looked at, and not of a drill that runs. */
function isLeftOver(directory: string): boolean {
  try {
    process.kill(Number(readFileSync(path.join(directory, PID_FILE), 'utf8')), 0);
    return false;
  } catch (reason) {
    return reason instanceof Error && 'code' in reason && reason.code === 'ESRCH';
  }
}

/** Windows lets go of the files of a process a moment after its end. */
function remove(directory: string): void {
  rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A small volume in memory, for a drill to fill. */
export interface Volume extends AsyncDisposable {
  readonly directory: string;
  /** To the last byte. */
  fill(): void;
  free(): void;
}

/** Its directory in that of the drill. */
export const VOLUME = 'volume';

const FILLER = 'filler';

/** Null where it cannot be mounted: it needs the rights of root, and more than that in some containers. */
export async function mountVolume(directory: string, bytes: number): Promise<Volume | null> {
  mkdirSync(directory);
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=700`, 'swic-selftest', directory]);
  } catch {
    rmSync(directory, { recursive: true });
    return null;
  }
  const filler = path.join(directory, FILLER);
  return {
    directory,
    fill: () => fillWith(directory, filler),
    free: () => rmSync(filler, { force: true }),
    [Symbol.asyncDispose]: () => unmountVolume(directory),
  };
}

/** Lazily: a process that ends a moment later must not keep it. */
export async function unmountVolume(directory: string): Promise<void> {
  await run('umount', ['-l', directory]);
}

function fillWith(directory: string, file: string): void {
  const { bavail, bsize } = statfsSync(directory);
  const chunk = Buffer.alloc(FILL_BYTES);
  for (let left = bavail * bsize; left > FILL_BYTES; left -= FILL_BYTES) writeFileSync(file, chunk, { flag: 'a' });
  try {
    for (;;) writeFileSync(file, Buffer.alloc(bsize), { flag: 'a' });
  } catch {
    // It is full.
  }
}

const FILL_BYTES = 1024 * 1024;

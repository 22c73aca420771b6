// A place that measures the program and not the history of the disk. ext4 does not use a freed inode again for some minutes and
// looks past all of them at each new file: after earlier runs deleted their files, creating one costs 200 to 600 microseconds
// instead of 15. A file system that was just made has no such past; making one needs the right to mount.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Sparse: takes on the disk what is written. */
const SIZE = '6G';

/**
 * A new directory, on a new file system where that is permitted.
 * @returns {{ directory: string, isFresh: boolean, [Symbol.dispose](): void }}
 */
export function openVolume(isNew) {
  const home = mkdtempSync(path.join(tmpdir(), 'swic-bench-'));
  const remove = () => rmSync(home, { recursive: true, force: true });
  const directory = path.join(home, 'volume');
  mkdirSync(directory);
  if (!isNew || !mountNew(path.join(home, 'image'), directory))
    return { directory, isFresh: false, [Symbol.dispose]: remove };
  return {
    directory,
    isFresh: true,
    [Symbol.dispose]: () => {
      execFileSync('umount', ['--lazy', directory]);
      remove();
    },
  };
}

function mountNew(image, directory) {
  const run = (program, words) => execFileSync(program, words, { stdio: 'ignore' });
  try {
    run('truncate', ['--size', SIZE, image]);
    // Without the lazy initialisation, which would go on writing in the background while we measure.
    run('mkfs.ext4', ['-q', '-E', 'lazy_itable_init=0,lazy_journal_init=0', image]);
    run('mount', ['-o', 'loop', image, directory]);
    return true;
  } catch {
    return false;
  }
}

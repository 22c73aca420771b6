// A place that measures the program and not the history of the disk. ext4 does not use a freed inode again for some minutes and
// looks past all of them at each new file: after earlier runs deleted their files, creating one costs 200 to 600 microseconds
// instead of 10. Two ways around it: a directory in another group of inodes, which is looked for here, or a file system that was just
// made, which needs the right to mount and has slower flushes.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Sparse: takes on the disk what is written. */
const SIZE = '6G';
/** Directories that are tried, and files that are made in each to learn what one costs there. */
const CANDIDATES = 8;
const PROBES = 200;

/**
 * A new directory, on a new file system where that is asked for and permitted; and what a new file costs in it.
 * @returns {{ directory: string, newFileMicros: number, [Symbol.dispose](): void }}
 */
export function openVolume(isNew) {
  const home = mkdtempSync(path.join(tmpdir(), 'swic-bench-'));
  const remove = () => rmSync(home, { recursive: true, force: true });
  const directory = path.join(home, 'volume');
  if (!isNew) return { ...quickest(home), [Symbol.dispose]: remove };
  mkdirSync(directory);
  if (!mountNew(path.join(home, 'image'), directory)) return { ...quickest(home), [Symbol.dispose]: remove };
  return {
    directory,
    newFileMicros: newFileMicros(directory),
    [Symbol.dispose]: () => {
      execFileSync('umount', ['--lazy', directory]);
      remove();
    },
  };
}

/** With the flag of a top directory ext4 spreads what is made in it over the disk; the probes stay, since freed inodes are the trouble. */
function quickest(home) {
  try {
    execFileSync('chattr', ['+T', home], { stdio: 'ignore' });
  } catch {
    // Another file system, or another operating system: one place is as good as another.
  }
  const tried = Array.from({ length: CANDIDATES }, (_, number) => {
    const directory = path.join(home, `volume-${number}`);
    mkdirSync(directory);
    return { directory, newFileMicros: newFileMicros(directory) };
  });
  return tried.reduce((best, next) => (next.newFileMicros < best.newFileMicros ? next : best));
}

function newFileMicros(directory) {
  const probes = path.join(directory, 'probes');
  mkdirSync(probes);
  const startedMs = performance.now();
  for (let number = 0; number < PROBES; number += 1) writeFileSync(path.join(probes, String(number)), '');
  return Math.round(((performance.now() - startedMs) * 1_000) / PROBES);
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

import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BoxDirectories } from '../../../packages/core/src/boxes/world.js';

/** A directory of its own for one test; gone with it. */
export interface TestDirectory extends Disposable {
  readonly path: string;
}

export function makeDirectory(above: string = tmpdir()): TestDirectory {
  const path = mkdtempSync(join(above, 'swic-boxes-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

export function directoriesIn(root: string): BoxDirectories {
  const at = (box: string): string => join(root, box);
  return {
    outBox: at('OutBox'),
    sentBox: at('SentBox'),
    inBox: at('InBox'),
    failBox: at('FailBox'),
    tempBox: at('TempBox'),
  };
}

/** Every file below the directory, relative with forward slashes, sorted. */
export function filesBelow(directory: string): readonly string[] {
  const list = (inner: string): readonly string[] =>
    readdirSync(join(directory, inner), { withFileTypes: true }).flatMap((entry) => {
      const path = inner === '' ? entry.name : `${inner}/${entry.name}`;
      // A link is a file here, whatever it leads to.
      return entry.isDirectory() ? list(path) : [path];
    });
  return [...list('')].sort();
}

/** Where in all boxes files with exactly these bytes lie. */
export function findBytes(directories: BoxDirectories, bytes: string): readonly string[] {
  return Object.entries(directories).flatMap(([box, directory]) =>
    filesBelow(directory as string)
      .filter((file) => readFileSync(join(directory as string, file), 'utf8') === bytes)
      .map((file) => `${box}/${file}`),
  );
}

const SHARED_MEMORY = '/dev/shm';

/** A second volume of this machine, for moves that no rename can do; null where there is none. */
export function secondVolume(): string | null {
  try {
    accessSync(SHARED_MEMORY, constants.W_OK);
    return statSync(SHARED_MEMORY).dev === statSync(tmpdir()).dev ? null : SHARED_MEMORY;
  } catch {
    return null;
  }
}

/** Everything a stream gives, at once. */
export async function collect<T>(stream: AsyncIterable<T>): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

/** Does something as a user without rights: root is refused nothing, so a refusal shows only to another user. */
export async function asNobody<T>(act: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return act();
  process.seteuid?.(65_534);
  try {
    return await act();
  } finally {
    process.seteuid?.(0);
  }
}

/** A volume of this size; null where this user may not mount one. */
export function makeSmallVolume(kilobytes: number): TestDirectory | null {
  const path = mkdtempSync(join(tmpdir(), 'swic-boxes-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k,nr_inodes=200`, 'tmpfs', path]);
  if (status !== 0) {
    rmSync(path, { recursive: true });
    return null;
  }
  return {
    path,
    [Symbol.dispose]() {
      spawnSync('umount', ['-l', path]);
      rmSync(path, { recursive: true, force: true });
    },
  };
}

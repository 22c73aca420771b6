import { chmodSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

let directory: string;
const { PATH } = process.env;
const EXT = 0xef53;
const isKnown = process.platform === 'linux' && statfsSync(tmpdir()).type === EXT;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'swic-volume-'));
  process.env.PATH = directory;
  vi.resetModules();
});

afterEach(() => {
  process.env.PATH = PATH;
  rmSync(directory, { recursive: true, force: true });
});

/** The directory that is the whole PATH has a `sync` of ours. */
function programSays(lines: string): void {
  writeFileSync(join(directory, 'sync'), `#!/bin/sh\n${lines}\n`);
  chmodSync(join(directory, 'sync'), 0o755);
}

/** With a helper of its own. */
async function fresh(): Promise<(directory: string) => Promise<boolean>> {
  return (await import('./flush-volume.js')).flushVolume;
}

describe.runIf(isKnown)('on a file system that keeps its promise', () => {
  test('the program is asked for the volume of each directory, one after the other', async () => {
    programSays(`echo "$@" >> ${join(directory, 'asked')}`);
    const flushVolume = await fresh();
    expect(await Promise.all([flushVolume(directory), flushVolume(tmpdir())])).toEqual([true, true]);
    const asked = readFileSync(join(directory, 'asked'), 'utf8').split('\n');
    expect(asked.sort()).toEqual(['', `-f ${directory}`, `-f ${tmpdir()}`].sort());
  });

  test('a program that fails, or is not there, has flushed nothing, and is asked again', async () => {
    const flushVolume = await fresh();
    expect(await flushVolume(directory)).toBe(false);
    programSays('exit 1');
    expect(await flushVolume(directory)).toBe(false);
    programSays('exit 0');
    expect(await flushVolume(directory)).toBe(true);
  });

  test('a helper that is killed has flushed nothing, what waits is answered, and nothing waits afterwards', async () => {
    programSays('kill -9 $PPID');
    const flushVolume = await fresh();
    expect(await Promise.all([flushVolume(directory), flushVolume(directory)])).toEqual([false, false]);
    expect(await flushVolume(directory)).toBe(false);
  });
});

test('a directory that is away has not been flushed', async () => {
  expect(await (await fresh())(join(directory, 'away'))).toBe(false);
});

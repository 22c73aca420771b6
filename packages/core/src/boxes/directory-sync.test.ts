import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeDirectory } from '../../../../test/support/boxes/box-world.js';
import { createManualClock } from '../../../../test/support/boxes/manual-clock.js';
import { systemClock } from '../runtime/system-clock.js';
import { DirectorySync } from './directory-sync.js';

test('the end waits until everything that was marked is on disk, also directories that are gone', async () => {
  using root = makeDirectory();
  const sync = new DirectorySync(systemClock);
  for (let move = 0; move < 1_000; move += 1) sync.mark(root.path, `${root.path}/gone-${move % 3}`);
  await sync.flush();
  sync.mark(root.path);
  rmSync(root.path, { recursive: true });
  await sync[Symbol.asyncDispose]();
  await sync[Symbol.asyncDispose]();
});

test('a group is flushed without waiting for its time', async () => {
  using root = makeDirectory();
  // A clock whose sleeps never end by themselves: only the number of moves can start a flush.
  const sleeps: number[] = [];
  const clock = {
    ...createManualClock(),
    sleep: (delayMs: number, signal: AbortSignal): Promise<void> => {
      sleeps.push(delayMs);
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
    },
  };
  const sync = new DirectorySync(clock);
  for (let move = 0; move < 100; move += 1) sync.mark(root.path);
  await sync.flush();
  expect(sleeps).toEqual([50]);
  await sync[Symbol.asyncDispose]();
});

import { closeSync, openSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDirectory, secondVolume, type TestDirectory } from '../../../../test/support/boxes/box-world.js';
import { createManualClock } from '../../../../test/support/boxes/manual-clock.js';
import { businessKey } from '../domain/document.js';
import type { Clock } from '../ports/clock.js';
import { systemClock } from '../runtime/system-clock.js';
import { DirectoryOutBox } from './outbox.js';
import { SmallestNames } from './smallest.js';

const never = new AbortController().signal;
const FILES = 100_000;
const nameOf = (number: number): string => `进口报关单_${String((number * 7_919) % FILES).padStart(6, '0')}.xml`;

let root: TestDirectory;
let taken: TestDirectory;

beforeAll(() => {
  // In memory where there is such a volume: the test is about the looking, not about the disk.
  root = makeDirectory(secondVolume() ?? undefined);
  taken = makeDirectory(secondVolume() ?? undefined);
  for (let number = 0; number < FILES; number += 1) closeSync(openSync(join(root.path, nameOf(number)), 'wx'));
});

afterAll(() => {
  root[Symbol.dispose]();
  taken[Symbol.dispose]();
});

function settingsFor(directory: string, trackedMax: number): ConstructorParameters<typeof DirectoryOutBox>[0] {
  return { business: businessKey('DEC'), directory, settleMs: 500, extensions: ['.xml', '.zip'], trackedMax };
}

function heapAfterCollection(): number {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** Real time; tells how much processor time passed between two rests. */
function createWatchedClock(): { readonly clock: Clock; readonly slicesMs: number[] } {
  const slicesMs: number[] = [];
  let started = process.cpuUsage();
  const clock: Clock = {
    ...systemClock,
    async sleep(delayMs, signal) {
      const { user, system } = process.cpuUsage(started);
      slicesMs.push((user + system) / 1_000);
      await systemClock.sleep(delayMs, signal);
      started = process.cpuUsage();
    },
  };
  return { clock, slicesMs };
}

test('100,000 files are looked at in slices and in little memory', async () => {
  const { clock, slicesMs } = createWatchedClock();
  const outBox = new DirectoryOutBox(settingsFor(root.path, 20_000), clock);
  const before = heapAfterCollection();
  const look = await outBox.look(1_000, never);
  expect(heapAfterCollection() - before).toBeLessThan(24 * 1024 * 1024);
  // On a busy machine the look itself lasts long enough for some to settle: those are handed out at once.
  expect(look.waiting + look.settled.length).toBe(FILES);
  expect(look.isAtLeast).toBe(false);
  // Others had their turn many times. Far above a slice's 8 ms, and not of each slice: other work of this machine makes some longer.
  expect(slicesMs.length).toBeGreaterThan(3);
  const [median = 0] = [...slicesMs].sort((a, b) => a - b).slice(Math.floor(slicesMs.length / 2));
  expect(median).toBeLessThan(60);
});

test('a backlog of 100,000 is handed out whole, each file once, without reading the directory each time', async () => {
  const clock = createManualClock();
  const outBox = new DirectoryOutBox(settingsFor(root.path, 20_000), clock);
  const seen = new Set<string>();
  let looks = 0;
  for (; seen.size < FILES && looks < 1_000; looks += 1) {
    const { settled, nextLookMs } = await outBox.look(1_000, never);
    for (const candidate of settled) {
      if (seen.has(candidate.name)) throw new Error(`handed out twice: ${candidate.name}`);
      seen.add(candidate.name);
      renameSync(candidate.path, join(taken.path, candidate.name));
      outBox.forget(candidate);
    }
    clock.advance(settled.length > 0 ? 100 : (nextLookMs ?? 2_000));
  }
  expect(seen.size).toBe(FILES);
  expect(await outBox.look(10, never)).toMatchObject({ settled: [], waiting: 0 });
  // A hundred looks hand something out; few others only wait for a window to settle.
  expect(looks).toBeLessThan(130);
}, 60_000);

test('the smallest names are kept in order, whatever the order they come in', () => {
  const smallest = new SmallestNames(100);
  for (let number = 0; number < 10_000; number += 1) smallest.add(nameOf(number * 10));
  const all = Array.from({ length: 10_000 }, (_, number) => nameOf(number * 10)).sort((one, other) =>
    one < other ? -1 : 1,
  );
  expect(smallest.take()).toEqual(all.slice(0, 100));
  const none = new SmallestNames(0);
  none.add('a');
  expect(none.take()).toEqual([]);
});

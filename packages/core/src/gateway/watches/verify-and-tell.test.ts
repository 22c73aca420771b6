import { expect, test } from 'vitest';
import { Fault } from '../../contract/fault.js';
import { systemClock } from '../../runtime/system-clock.js';
import { runDailyVerify } from './verify-and-tell.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

test('a break shows although no person ran verify: it runs a minute after the start, when nothing is on its way, and daily', async () => {
  const stop = new AbortController();
  let nowMs = 0;
  const lookedMs: number[] = [];
  const clock = {
    ...systemClock,
    sleep: async (delayMs: number, signal: AbortSignal): Promise<void> => {
      if (signal.aborted) throw new Fault('operation.aborted');
      nowMs += delayMs;
    },
  };
  const inFlight = (): number => (nowMs < 3 * MINUTE_MS ? 1 : 0);
  const look = async (): Promise<void> => {
    lookedMs.push(nowMs);
    if (lookedMs.length === 3) stop.abort();
    // A box that is away is the flows' to tell.
    if (lookedMs.length === 1) throw new Fault('disk.missing');
  };
  await expect(runDailyVerify({ clock, inFlight, look }, stop.signal)).rejects.toMatchObject({
    code: 'operation.aborted',
  });
  expect(lookedMs).toEqual([3 * MINUTE_MS, 3 * MINUTE_MS + DAY_MS, 3 * MINUTE_MS + 2 * DAY_MS]);
});

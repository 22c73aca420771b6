import { expect, test } from 'vitest';
import { makeDirectory } from '../../../../../test/support/boxes/box-world.js';
import { Fault } from '../../contract/fault.js';
import { systemClock } from '../../runtime/system-clock.js';
import { type HousekeepingWorld, runHousekeeping } from './housekeeping.js';

/** Runs until it has looked twice, or ends by itself. */
async function faultOf(prune: () => Promise<number>, dataDir: string): Promise<string> {
  const stop = new AbortController();
  let looks = 0;
  const clock = {
    ...systemClock,
    sleep: async (): Promise<void> => {
      looks += 1;
      if (looks === 2) stop.abort();
    },
  };
  const loaded = { config: { ledger: { keepDays: 1 } } };
  const shared = { clock, loaded, ledger: { prune, latestId: async () => null }, emit: () => undefined };
  const world = { shared, units: () => [], dataDir } as unknown as HousekeepingWorld;
  return runHousekeeping(world, stop.signal).then(
    () => 'none',
    (reason: unknown) => Fault.from(reason, 'internal.unexpected').code,
  );
}

test('a ledger that cannot be written for a while, or a data directory that is away, does not end the agent', async () => {
  using directory = makeDirectory();
  expect(await faultOf(() => Promise.reject(new Fault('ledger.write-failed')), directory.path)).toBe('none');
  expect(await faultOf(async () => 0, './not/there')).toBe('none');
  expect(await faultOf(() => Promise.reject(new Fault('ledger.broken')), directory.path)).toBe('ledger.broken');
});

import { expect, test } from 'vitest';
import { createJumpingClock } from '../../../../../test/support/jumping-clock.js';
import { Fault } from '../../contract/fault.js';
import type { LinkSnapshot } from '../../contract/snapshot.js';
import { watchStop } from './stop-watch.js';

type LinkState = LinkSnapshot['state'];

async function stopWith(first: LinkState, then: LinkState, fault: Fault | null = null): Promise<boolean> {
  const clock = createJumpingClock();
  const [stop, end] = [new AbortController(), new AbortController()];
  let state = first;
  let isGivenUp = false;
  const look = (): ReturnType<Parameters<typeof watchStop>[0]['sending']['state']> => ({
    kind: 'rabbitmq',
    state,
    sinceMs: 0,
    attempt: 0,
    nextAttemptMs: null,
    fault: null,
  });
  const giveUp = (): void => void (isGivenUp = true);
  const watching = watchStop(
    { sending: { state: look }, gates: () => [{ fault: null }, { fault }], stop: stop.signal, giveUp, clock },
    end.signal,
  );
  // However long it was away before, the stop has a patience of its own.
  clock.jump(3_600_000);
  stop.abort();
  for (const [jumpMs, next] of [
    [6_000, then],
    [6_000, then],
  ] as const) {
    const { naps } = clock;
    while (clock.naps < naps + 2 && !isGivenUp) await new Promise((resolve) => setImmediate(resolve));
    clock.jump(jumpMs);
    state = next;
  }
  const { naps } = clock;
  while (clock.naps < naps + 2 && !isGivenUp) await new Promise((resolve) => setImmediate(resolve));
  end.abort();
  await watching.catch(() => undefined);
  return isGivenUp;
}

test.each(['retrying', 'blocked', 'opening'] as const)(
  'a stop does not wait for ever for a broker that is away or takes nothing (%s)',
  async (state) => {
    expect(await stopWith(state, state)).toBe(true);
  },
);

test('a stop does not wait for ever for a box that is away', async () => {
  expect(await stopWith('open', 'open', new Fault('disk.missing'))).toBe(true);
});

test('a stop waits for a broker that answers, and for one that comes back soon', async () => {
  expect(await stopWith('open', 'open')).toBe(false);
  expect(await stopWith('retrying', 'open')).toBe(false);
});

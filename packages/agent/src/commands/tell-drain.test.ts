import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createContext } from '../cli/context.js';
import { tellDrain } from './tell-drain.js';

let written = '';
beforeEach(() => {
  written = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written += String(text);
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

/** Asks twice a second until nothing is left of these, or until they are used up and the agent no longer answers. */
async function drain(left: readonly number[], isJson = false): Promise<void> {
  let nowMs = 0;
  let at = 0;
  const real = createContext({ config: 'nothing.yaml', json: isJson, locale: 'en' });
  const over = new AbortController();
  const clock = {
    ...real.clock,
    tickMs: () => nowMs,
    sleep: async (ms: number) => {
      nowMs += ms;
    },
  };
  const inFlight = async (): Promise<number> => {
    const now = left[at];
    at += 1;
    if (now === undefined) throw new TypeError('closed');
    return now;
  };
  await tellDrain({ ...real, clock }, { inFlight, where: 'lines' }, over.signal);
}

test('in a log a drain that lasts says every ten seconds how much of what was in flight is done', async () => {
  await drain([...Array.from({ length: 21 }, () => 40), ...Array.from({ length: 20 }, () => 10)]);
  expect(written.split('\n')).toEqual(['0 of 40 · for 10 s', '30 of 40 · 2/s · 7 s left', '']);
});

test('a drain that is soon over, one of nothing, and one beside JSON say nothing', async () => {
  await drain([3, 1, 0]);
  await drain(Array.from({ length: 60 }, () => 0));
  await drain(
    Array.from({ length: 60 }, () => 7),
    true,
  );
  expect(written).toBe('');
});

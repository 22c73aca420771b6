import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createContext } from './context.js';
import { openProgress } from './progress-bar.js';

let written = '';
beforeEach(() => {
  written = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written += String(text);
    return true;
  });
});
const { isTTY } = process.stderr;
afterEach(() => {
  vi.restoreAllMocks();
  process.stderr.isTTY = isTTY;
});

/** Tells 100 of 400 after each of these times. */
function tellAt(timesMs: readonly number[], isJson = false): void {
  let nowMs = 0;
  const real = createContext({ config: 'nothing.yaml', json: isJson, locale: 'en' });
  const bar = openProgress({ ...real, clock: { ...real.clock, tickMs: () => nowMs } });
  for (const atMs of timesMs) {
    nowMs = atMs;
    bar.tell({ done: 100, total: 400 });
  }
  bar.end();
}

test('a terminal shows a bar with rate and time left, and the line is ended before the result', () => {
  process.stderr.isTTY = true;
  tellAt([500, 2_000]);
  expect(written).toMatch(/^\r\[#{6}-{18}\] {2}25% 100 of 400 · 50\/s · 6 s left +\n$/);
});

test('a log gets a line now and then', () => {
  tellAt([500, 2_000, 5_000, 10_000, 12_000, 20_000]);
  expect(written.split('\n')).toEqual(['100 of 400 · 10/s · 30 s left', '100 of 400 · 5/s · 60 s left', '']);
});

test('beside JSON nothing is said', () => {
  tellAt([5_000, 20_000, 40_000], true);
  expect(written).toBe('');
});

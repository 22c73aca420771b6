import { expect, test } from 'vitest';
import { compareLines } from './compare-lines.js';

test('a changed, a removed and an added line are beside each other, and the rest is the same on both sides', () => {
  const pairs = compareLines('a\nb\nc\nd\ne', 'a\nB\nc\ne\nf');
  expect(pairs).toEqual([
    { old: 'a', now: 'a' },
    { old: 'b', now: 'B' },
    { old: 'c', now: 'c' },
    { old: 'd', now: null },
    { old: 'e', now: 'e' },
    { old: null, now: 'f' },
  ]);
});

test('each side reads as its own text, whatever was changed', () => {
  const lines = Array.from({ length: 300 }, (_, at) => `line ${(at * 7) % 40}`);
  const other = lines.filter((_, at) => at % 9 !== 0).flatMap((line, at) => (at % 11 === 0 ? [line, 'new'] : [line]));
  const pairs = compareLines(lines.join('\n'), other.join('\r\n'));
  expect(pairs.flatMap(({ old }) => old ?? [])).toEqual(lines);
  expect(pairs.flatMap(({ now }) => now ?? [])).toEqual(other);
  expect(pairs.filter(({ old, now }) => old !== now).length).toBeLessThan(100);
});

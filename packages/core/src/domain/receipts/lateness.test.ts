import { describe, expect, test } from 'vitest';
import { isLate, LEARNED_FROM_MAX, learnLimit } from './lateness.js';

const waits = (count: number, ms: number): readonly number[] => Array.from({ length: count }, () => ms);

describe('what is learned from earlier answers', () => {
  test('is nothing while there are too few of them', () => {
    expect(learnLimit(waits(99, 20_000))).toEqual({ learnedMs: null, answers: 99 });
  });

  test('is the time within which 99 of 100 came, of the latest 500', () => {
    const latest = Array.from({ length: 500 }, (_, index) => 20_000 + index);
    expect(learnLimit(latest)).toEqual({ learnedMs: 20_494, answers: 500 });
    // What came before the latest 500 is forgotten, however slow it was.
    expect(learnLimit([...latest, ...waits(500, 9_000_000)])).toEqual(learnLimit(latest));
    expect(learnLimit(waits(LEARNED_FROM_MAX, 15)).learnedMs).toBe(10_000);
  });
});

describe('an answer that has not come', () => {
  const rule = { limitMs: 600_000, isAnswerKnown: true, learnedMs: 30_000, answers: 500 };

  test.each([
    [600_001, 'limit'],
    [600_000, 'learned'],
    [30_001, 'learned'],
    [30_000, null],
  ])('after %i ms is late by %s', (waitedMs, by) => {
    expect(isLate(rule, waitedMs)).toBe(by);
  });

  test('of a business that is not known to be answered is never late, until answers were seen', () => {
    expect(isLate({ ...rule, isAnswerKnown: false, learnedMs: null }, 9_000_000)).toBeNull();
    expect(isLate({ ...rule, isAnswerKnown: false }, 9_000_000)).toBe('limit');
  });
});

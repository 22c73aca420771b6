import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CODE_TABLES, PHASES } from './codes.js';
import { advance, NO_PROGRESS, type Progress, type ProgressMark, phaseOf } from './progress.js';

const channelCodes = (CODE_TABLES['channel']?.rows ?? []).map(([code]) => code);
const marks = fc.record({
  table: fc.constantFrom('channel', 'channel', 'channel', 'manifest', 'dec-response', null),
  code: fc.constantFrom(...channelCodes, '0', '01', '03', '11', 'E3', 'new-1', 'new-2'),
  timeMs: fc.option(fc.integer({ min: 0, max: 12 }), { nil: null }),
  word: fc.constantFrom(null, null, null, 'taken' as const, 'refused' as const, 'returned' as const),
});
const fold = (all: readonly ProgressMark[]): Progress => all.reduce(advance, NO_PROGRESS);
const channel = (code: string, timeMs: number | null): ProgressMark => ({
  table: 'channel',
  code,
  timeMs,
  word: null,
});
const rank = (progress: Progress): number => (progress.phase === null ? -1 : PHASES[progress.phase].rank);

describe('the state of a declaration', () => {
  test('any order of the same receipts gives the same state', () => {
    fc.assert(
      fc.property(
        fc
          .array(marks, { maxLength: 20 })
          .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          expect(fold(shuffled)).toEqual(fold(all));
        },
      ),
    );
  });

  test('the same receipt again changes nothing', () => {
    fc.assert(
      fc.property(fc.array(marks, { maxLength: 12 }), marks, (all, mark) => {
        expect(fold([...all, mark, mark])).toEqual(fold([...all, mark]));
      }),
    );
  });

  test('a final state is never left for an earlier one, and without a return no state is', () => {
    fc.assert(
      fc.property(fc.array(marks, { maxLength: 12 }), marks, (all, mark) => {
        const before = fold(all);
        const after = advance(before, mark);
        const wasFinal = before.phase !== null && PHASES[before.phase].isFinal;
        const isReturned = after.marks.some((known) => phaseOf(known) === 'returned');
        if (wasFinal || !isReturned) expect(rank(after)).toBeGreaterThanOrEqual(rank(before));
      }),
    );
  });

  test('a receipt older than the latest return changes nothing of what is shown', () => {
    fc.assert(
      fc.property(fc.array(marks, { maxLength: 12 }), marks, (all, mark) => {
        const before = fold([...all, channel('E', 8)]);
        const phase = phaseOf(mark);
        fc.pre(phase !== null && !PHASES[phase].isFinal && (mark.timeMs ?? -1) < 8);
        expect(advance(before, mark).current).toEqual(before.current);
      }),
    );
  });

  test('released goes on to closed, whatever arrives late', () => {
    expect(fold([channel('P', 5), channel('L', 2), channel('R', 6), channel('E', 9), channel('7', 1)]).current).toEqual(
      channel('R', 6),
    );
  });

  test('a returned declaration that is declared again shows its new life', () => {
    const returned = fold([channel('7', 1), channel('L', 2), channel('J', 3), channel('E', 4)]);
    expect(returned.phase).toBe('returned');
    expect(fold([...returned.marks, channel('L', 6)]).current).toEqual(channel('L', 6));
    expect(fold([channel('L', 6), ...returned.marks]).phase).toBe('accepted');
  });

  test('an unknown code is recorded and shown only while nothing better is known', () => {
    const unknown = advance(NO_PROGRESS, channel('??', 3));
    expect(unknown).toMatchObject({ current: { code: '??' }, phase: null });
    const known = advance(unknown, channel('L', 1));
    expect(known.current?.code).toBe('L');
    expect(known.marks).toHaveLength(2);
    expect(advance(known, channel('!!', 99)).current?.code).toBe('L');
  });

  test('a platform that invents codes without end cannot fill the memory or hide what is known', () => {
    const flood = Array.from({ length: 1000 }, (_, index) => channel(`x${index}`, index));
    const state = fold([...flood, channel('P', 1)]);
    expect(state.marks.length).toBeLessThanOrEqual(128);
    expect(state.current?.code).toBe('P');
  });
});

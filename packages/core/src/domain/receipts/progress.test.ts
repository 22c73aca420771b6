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
const ofAll = marks.map((mark) => ({ ...mark, part: null }));
const ofParts = fc
  .tuple(marks, fc.constantFrom('O1', 'O2', 'O3', null))
  .map(([mark, part]): ProgressMark => ({ ...mark, part }));
const fold = (all: readonly ProgressMark[]): Progress => all.reduce(advance, NO_PROGRESS);
const channel = (code: string, timeMs: number | null): ProgressMark => ({
  table: 'channel',
  code,
  timeMs,
  word: null,
  part: null,
});
const rank = (progress: Progress): number => (progress.phase === null ? -1 : PHASES[progress.phase].rank);

describe('the state of a declaration', () => {
  test('any order of the same receipts gives the same state', () => {
    fc.assert(
      fc.property(
        fc
          .array(ofAll, { maxLength: 20 })
          .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          expect(fold(shuffled)).toEqual(fold(all));
        },
      ),
    );
  });

  test('the same receipt again changes nothing', () => {
    fc.assert(
      fc.property(fc.array(ofAll, { maxLength: 12 }), ofAll, (all, mark) => {
        expect(fold([...all, mark, mark])).toEqual(fold([...all, mark]));
      }),
    );
  });

  test('a final state is never left for an earlier one, and without a return no state is', () => {
    fc.assert(
      fc.property(fc.array(ofAll, { maxLength: 12 }), ofAll, (all, mark) => {
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
      fc.property(fc.array(ofAll, { maxLength: 12 }), ofAll, (all, mark) => {
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

describe('the state of a document whose parts are answered one by one', () => {
  const of = (part: string, code: string, timeMs: number): ProgressMark => ({
    table: 'ceb',
    code,
    timeMs,
    word: null,
    part,
  });

  test('any order of the same receipts gives the same state', () => {
    fc.assert(
      fc.property(
        fc
          .array(ofParts, { maxLength: 20 })
          .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          expect(fold(shuffled)).toEqual(fold(all));
        },
      ),
    );
  });

  test('what is no longer kept of a part would never have been shown', () => {
    fc.assert(
      fc.property(fc.array(ofParts, { maxLength: 20 }), (all) => {
        for (const part of ['O1', 'O2', 'O3']) {
          const own = all.filter((mark) => mark.part === part);
          const alone = fold(own);
          const whole = fold(own.map((mark) => ({ ...mark, part: null })));
          expect(alone.current).toEqual(whole.current === null ? null : { ...whole.current, part });
        }
      }),
    );
  });

  test('one order that is refused is not hidden by others that are released later', () => {
    const state = fold([of('O1', '800', 5), of('O2', '-301', 1), of('O3', '800', 9)]);
    expect(state).toMatchObject({ phase: 'returned', current: { code: '-301', part: 'O2' } });
  });

  test('nor by what is said of all of them before, and it goes on when it is sent again', () => {
    const whole = { ...of('', '2', 8), part: null };
    expect(fold([of('O1', '120', 2), of('O2', '100', 3), whole]).phase).toBe('sent');
    expect(fold([of('O1', '120', 2), of('O2', '100', 9), whole]).phase).toBe('returned');
    expect(fold([of('O1', '120', 2), of('O2', '100', 3), of('O2', '120', 4)]).current?.code).toBe('120');
  });

  test('it is where the part is that is furthest behind', () => {
    expect(fold([of('O1', '800', 5), of('O2', '3', 6), of('O3', '800', 9)])).toMatchObject({ current: { part: 'O2' } });
  });

  test('marks of before there were parts are about all of the document', () => {
    const { part: _, ...old } = of('', '100', 3);
    const kept = { ...NO_PROGRESS, marks: [old as ProgressMark] };
    expect(advance(kept, of('O1', '120', 4)).phase).toBe('accepted');
    expect(advance(kept, of('O1', '120', 2)).phase).toBe('returned');
  });

  test('orders that no answer names yet hold the document where the platform has it, unless one is refused', () => {
    const keys = ['O1', 'O2', 'O3'].map((value) => ({ name: 'orderNo', value }));
    const told = (...marks: readonly ProgressMark[]): Progress => marks.reduce(advance, { ...NO_PROGRESS, keys });
    expect(told(of('O1', '800', 1))).toMatchObject({ phase: 'sent', parts: { answered: 1, total: 3 } });
    expect(told(of('O1', '800', 1), of('O2', '100', 2))).toMatchObject({ phase: 'returned', parts: { answered: 2 } });
    const all = told(of('O1', '800', 1), of('O2', '800', 2), of('O3', '800', 3));
    expect(all).toMatchObject({ phase: 'released', parts: { answered: 3, total: 3 } });
    // What is said of the whole counts for each of them.
    expect(told({ ...of('', '120', 1), part: null }, of('O1', '800', 2))).toMatchObject({ phase: 'accepted' });
    expect(told(of('O1', 'new', 1))).toMatchObject({ phase: null, current: { code: 'new' } });
  });

  test.each([
    ['a number that is none of the document', ['O1', 'O2'], 'X9'],
    ['the only order', ['O1'], 'O1'],
    ['one of more orders than a document tells', Array.from({ length: 101 }, (_, index) => `O${String(index)}`), 'O1'],
  ])('%s leaves it open how many there are', (_, orders, part) => {
    const keys = orders.map((value) => ({ name: 'orderNo', value }));
    expect(advance({ ...NO_PROGRESS, keys }, of(part, '800', 1))).toMatchObject({ phase: 'released', parts: null });
  });

  test('a hundred parts and codes without end do not fill the memory, nor hide a refusal', () => {
    const many = Array.from({ length: 2_000 }, (_, index) =>
      of(`N${index}`, index % 2 === 0 ? '120' : `new-${index}`, index),
    );
    const state = fold([of('ZZZ', '-1', 0), ...many]);
    expect(state.marks.length).toBeLessThanOrEqual(256);
    expect(state.phase).toBe('returned');
  });
});

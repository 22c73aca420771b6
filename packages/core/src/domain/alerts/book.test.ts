import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AlertBook, advance, EMPTY_BOOK, RETURN_MS } from './book.js';
import type { AlertPolicy } from './policy.js';
import type { Notice, Trouble } from './trouble.js';

const MINUTE_MS = 60_000;
const REPEAT_MS = 60 * MINUTE_MS;
const START_MS = Date.UTC(2026, 10, 23, 2);

/** Quiet in every third hour. */
const isQuietHour = (nowMs: number): boolean => Math.floor(nowMs / REPEAT_MS) % 3 === 0;

const policy = (isQuiet: AlertPolicy['isQuiet'] = () => false): AlertPolicy => ({
  ruleOf: () => ({ isEnabled: true, level: 'error', limit: 10, repeatMs: REPEAT_MS }),
  workingMs: (fromMs, toMs) => toMs - fromMs,
  passwordUntilMs: null,
  isQuiet,
});

function trouble(key: string, sinceMs: number): Trouble {
  return {
    key,
    rule: 'flow-held',
    level: 'error',
    sinceMs,
    count: 1,
    places: ['DEC send'],
    fault: null,
    untilMs: null,
    isPlanned: false,
    edge: null,
    afterMs: 0,
  };
}

interface Told {
  readonly atMs: number;
  readonly notice: Notice;
}

interface Look {
  /** Minutes since the look before. */
  readonly minutes: number;
  /** Which of the keys are in trouble. */
  readonly isThere: readonly boolean[];
  /** The agent dies before this look's book is durable; what it said was in the same write. */
  readonly isCrash: boolean;
}

const KEYS = ['a', 'b', 'c'];
const looks = fc.array(
  fc.record({
    minutes: fc.integer({ min: 1, max: 90 }),
    isThere: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
    isCrash: fc.boolean(),
  }),
  { maxLength: 60 },
);

/** Plays the looks and then a long calm, so that everything that is owed is told. */
function play(
  script: readonly Look[],
  rules: AlertPolicy,
): { readonly told: readonly Told[]; readonly book: AlertBook } {
  let nowMs = START_MS;
  let book = EMPTY_BOOK;
  const told: Told[] = [];
  const calm: Look = { minutes: 60, isThere: [], isCrash: false };
  for (const { minutes, isThere, isCrash } of [...script, calm, calm, calm, calm]) {
    nowMs += minutes * MINUTE_MS;
    const troubles = KEYS.filter((_, index) => isThere[index]).map((key) => trouble(key, START_MS));
    const next = advance(book, troubles, rules, nowMs);
    if (isCrash) continue;
    book = next.book;
    told.push(...next.notices.map((notice) => ({ atMs: nowMs, notice })));
  }
  return { told, book };
}

for (const [name, rules] of [
  ['at any time', policy()],
  ['with quiet hours', policy((_, nowMs) => isQuietHour(nowMs))],
] as const) {
  test(`no trouble is told twice within the repeat time, nor one that is back within half an hour, ${name}`, () => {
    fc.assert(
      fc.property(looks, (script) => {
        const { told } = play(script, rules);
        for (const key of KEYS) {
          const times = told.filter(({ notice }) => notice.key === key && notice.phase !== 'over');
          for (const [index, { atMs, notice }] of times.entries()) {
            const before = times[index - 1];
            if (before === undefined) continue;
            const apartMs = before.notice.trouble === notice.trouble ? REPEAT_MS : RETURN_MS;
            expect(atMs - before.atMs).toBeGreaterThanOrEqual(apartMs);
          }
        }
      }),
    );
  });

  test(`what was told is told as over exactly once, ${name}`, () => {
    fc.assert(
      fc.property(looks, (script) => {
        const { told, book } = play(script, rules);
        const phases = new Map<string, Notice['phase'][]>();
        for (const { notice } of told)
          phases.set(notice.trouble, [...(phases.get(notice.trouble) ?? []), notice.phase]);
        for (const list of phases.values()) {
          expect(list.filter((phase) => phase === 'over')).toHaveLength(1);
          expect(list.at(-1)).toBe('over');
        }
        expect(book.entries.every(({ isOwed, isKeptBack }) => !isOwed && !isKeptBack)).toBe(true);
      }),
    );
  });
}

test('a trouble that lasts is told again after the repeat time, and then once that it is over', () => {
  const script = Array.from({ length: 13 }, () => ({ minutes: 10, isThere: [true], isCrash: false }));
  expect(play(script, policy()).told.map(({ notice }) => notice.phase)).toEqual(['began', 'lasts', 'lasts', 'over']);
});

test('a trouble that is back after it was told as over is told anew, without the repeat time', () => {
  // There for ten minutes, away for five, and then there for good.
  const script = [0, 5, 5, 5, 5, 5, 5, 5, 5].map((minutes, at) => ({
    minutes,
    isThere: [at !== 3],
    isCrash: false,
  }));
  const { told } = play(script, policy());
  expect(told.map(({ notice, atMs }) => [notice.phase, notice.trouble, (atMs - START_MS) / MINUTE_MS])).toEqual([
    ['began', '1', 0],
    ['over', '1', 15],
    ['began', '2', 30],
    ['over', '2', 100],
  ]);
});

test('what began and ended in quiet hours is told once afterwards, as a summary', () => {
  const quietMs = Math.ceil(START_MS / (3 * REPEAT_MS)) * 3 * REPEAT_MS;
  const rules = policy((_, nowMs) => isQuietHour(nowMs));
  const began = advance(EMPTY_BOOK, [trouble('a', quietMs), trouble('b', quietMs)], rules, quietMs);
  expect(began.notices).toEqual([]);
  const ended = advance(began.book, [trouble('b', quietMs)], rules, quietMs + MINUTE_MS);
  expect(ended.notices).toEqual([]);
  const after = advance(ended.book, [trouble('b', quietMs)], rules, quietMs + REPEAT_MS);
  expect(after.isSummary).toBe(true);
  expect(after.notices.map(({ key, phase }) => [key, phase])).toEqual([
    ['a', 'over'],
    ['b', 'began'],
  ]);
});

test('a silenced trouble is told when the silence ends, and the silence is forgotten', () => {
  const silenced = { ...EMPTY_BOOK, silences: [{ rule: null, untilMs: START_MS + MINUTE_MS, by: 'duty' }] };
  const during = advance(silenced, [trouble('a', START_MS)], policy(), START_MS);
  expect(during.notices).toEqual([]);
  const after = advance(during.book, [trouble('a', START_MS)], policy(), START_MS + MINUTE_MS);
  expect(after.notices.map(({ phase }) => phase)).toEqual(['began']);
  expect(after.book.silences).toEqual([]);
});

test('a clock that is set back does not keep a trouble from being told for longer than the repeat time', () => {
  const ahead = advance(EMPTY_BOOK, [trouble('a', START_MS)], policy(), START_MS + 1_000 * REPEAT_MS);
  const back = advance(ahead.book, [trouble('a', START_MS)], policy(), START_MS);
  const later = advance(back.book, [trouble('a', START_MS)], policy(), START_MS + REPEAT_MS);
  expect(later.notices.map(({ phase }) => phase)).toEqual(['lasts']);
});

test('a trouble that has to last for a minute is not told when it was shorter, and is no part of a summary', () => {
  const short = { ...trouble('a', START_MS), afterMs: MINUTE_MS };
  for (const isQuiet of [true, false]) {
    const began = advance(
      EMPTY_BOOK,
      [short],
      policy(() => isQuiet),
      START_MS + 59_999,
    );
    const over = advance(began.book, [], policy(), START_MS + 70_000);
    expect([...began.notices, ...over.notices]).toEqual([]);
    expect(over.book.entries).toEqual([]);
  }
  const later = advance(EMPTY_BOOK, [short], policy(), START_MS);
  // Seen anew at each look, it has been there since the first.
  const told = advance(later.book, [{ ...short, sinceMs: START_MS + MINUTE_MS }], policy(), START_MS + MINUTE_MS);
  expect(told.notices).toMatchObject([{ phase: 'began', sinceMs: START_MS }]);
});

test('documents that grow are told after the repeat time, and anew after a person has dealt with some', () => {
  const grows = (count: number): Trouble => ({ ...trouble('a', START_MS), rule: 'documents-rejected', count });
  const counts = [5, 5, 7, 2, 3];
  let book: AlertBook = EMPTY_BOOK;
  const told = counts.map((count, index) => {
    const next = advance(book, [grows(count)], policy(), START_MS + index * REPEAT_MS);
    book = next.book;
    return next.notices.map((notice) => notice.count);
  });
  expect(told).toEqual([[5], [], [7], [], [3]]);
});

test('of a trouble that maintenance explains only its end is told, and what was never told is told as nothing', () => {
  const planned = (key: string): Trouble => ({ ...trouble(key, START_MS), isPlanned: true });
  const told = advance(EMPTY_BOOK, [trouble('a', START_MS)], policy(), START_MS);
  const during = advance(told.book, [planned('a'), planned('b')], policy(), START_MS + 2 * REPEAT_MS);
  expect(during.notices).toEqual([]);
  const over = advance(during.book, [], policy(), START_MS + 3 * REPEAT_MS);
  expect(over.notices.map(({ key, phase }) => [key, phase])).toEqual([['a', 'over']]);
  const lasting = advance(
    during.book,
    [trouble('a', START_MS), trouble('b', START_MS)],
    policy(),
    START_MS + 3 * REPEAT_MS,
  );
  expect(lasting.notices.map(({ key, phase }) => [key, phase])).toEqual([
    ['a', 'lasts'],
    ['b', 'began'],
  ]);
});

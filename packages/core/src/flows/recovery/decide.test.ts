import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canFollow, STAGES, type Stage } from '../../domain/stage.js';
import { type Decision, decideRecovery, type LastWord, type Places, whereFound } from './decide.js';

const WORDS: readonly LastWord[] = ['none', 'forgotten', 'foreign', ...STAGES, 'told-to-withdraw'];
const DECISIONS: readonly Decision[] = [
  'return-to-outbox',
  'treat-as-unknown',
  'file-to-sent',
  'file-to-fail',
  'record-filed',
  'record-rejected',
  'record-withdrawn',
  'nothing',
  'report-lost',
  'keep-and-report',
  'leave-to-owner',
];
const YES_NO = [false, true];

interface Case extends Places {
  readonly word: LastWord;
  readonly decision: Decision;
}

/** All 192 rows: 12 words, 4 places. */
const CASES: readonly Case[] = WORDS.flatMap((word) =>
  YES_NO.flatMap((temp) =>
    YES_NO.flatMap((sent) =>
      YES_NO.flatMap((fail) =>
        YES_NO.map((out) => ({
          word,
          temp,
          sent,
          fail,
          out,
          decision: decideRecovery(word, { temp, sent, fail, out }),
        })),
      ),
    ),
  ),
);

const casesOf = (...decisions: readonly Decision[]): readonly Case[] =>
  CASES.filter(({ decision }) => decisions.includes(decision));

/** The words of docs/decisions/0002-recovery-table.md. */
const WORDS_OF: Readonly<Record<string, Decision>> = {
  nothing: 'nothing',
  lost: 'report-lost',
  unknown: 'treat-as-unknown',
  'return to OutBox': 'return-to-outbox',
  'file to SentBox': 'file-to-sent',
  'file to FailBox': 'file-to-fail',
  'record filed': 'record-filed',
  'record rejected': 'record-rejected',
  'record withdrawn': 'record-withdrawn',
  'keep, report': 'keep-and-report',
  'leave to owner': 'leave-to-owner',
};

/** The findings in the order of the columns there. */
const COLUMNS: readonly (readonly (keyof Places)[])[] = [
  [],
  ['temp'],
  ['sent'],
  ['fail'],
  ['out'],
  ['temp', 'sent'],
  ['temp', 'fail'],
  ['sent', 'fail'],
];

describe('the recovery table', () => {
  test('is the one that its decision record shows', async () => {
    const page = await readFile(
      new URL('../../../../../docs/decisions/0002-recovery-table.md', import.meta.url),
      'utf8',
    );
    const rows = page.split('\n').filter((line) => WORDS.some((word) => line.startsWith(`| ${word} |`)));
    expect(rows).toHaveLength(WORDS.length);
    for (const row of rows) {
      const [word, ...cells] = row
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.replaceAll('*', '').trim());
      const shown = cells.map((cell) => WORDS_OF[cell]);
      const decided = COLUMNS.map((places) => {
        const found = Object.fromEntries(places.map((place) => [place, true]));
        return decideRecovery(word as LastWord, { temp: false, sent: false, fail: false, out: false, ...found });
      });
      expect(shown, word).toEqual(decided);
    }
  });

  test('is total: each of the 192 states has one of the eleven decisions, and each decision is used', () => {
    expect(CASES).toHaveLength(192);
    expect(new Set(CASES.map(({ decision }) => decision))).toEqual(new Set(DECISIONS));
  });

  test('puts a claimed file without a record back into OutBox', () => {
    expect(decideRecovery('none', { temp: true, sent: false, fail: false, out: false })).toBe('return-to-outbox');
  });

  test('sends nothing as new that the broker may have: only what was never sealed, or was withdrawn, returns to OutBox', () => {
    for (const { word } of casesOf('return-to-outbox')) expect(['none', 'claimed', 'withdrawn']).toContain(word);
  });

  test('takes a sealed or unknown document in TempBox for unknown, whatever is in OutBox', () => {
    const ours = CASES.filter(
      ({ word, temp, sent, fail }) => (word === 'sealed' || word === 'unknown') && temp && !sent && !fail,
    );
    expect(ours).toHaveLength(4);
    for (const { decision } of ours) expect(decision).toBe('treat-as-unknown');
  });

  test('files what the broker confirmed', () => {
    expect(decideRecovery('sent', { temp: true, sent: false, fail: false, out: false })).toBe('file-to-sent');
    expect(decideRecovery('sent', { temp: false, sent: true, fail: false, out: false })).toBe('record-filed');
  });

  test('never leaves a file in TempBox without a move, a policy or a report', () => {
    for (const one of CASES.filter(({ temp }) => temp)) {
      expect(
        ['return-to-outbox', 'treat-as-unknown', 'file-to-sent', 'file-to-fail', 'keep-and-report', 'leave-to-owner'],
        JSON.stringify(one),
      ).toContain(one.decision);
    }
  });

  test('moves only a file that is in TempBox, or takes one back that is in OutBox alone', () => {
    for (const one of casesOf('return-to-outbox', 'file-to-sent', 'file-to-fail'))
      expect(one.temp, JSON.stringify(one)).toBe(true);
    for (const one of casesOf('treat-as-unknown')) expect(one.temp || one.out, JSON.stringify(one)).toBe(true);
  });

  test('records only what it sees, and calls lost only what is nowhere', () => {
    for (const one of casesOf('record-filed'))
      expect([one.sent, one.temp, one.fail], JSON.stringify(one)).toEqual([true, false, false]);
    for (const one of casesOf('record-rejected'))
      expect([one.fail, one.temp, one.sent], JSON.stringify(one)).toEqual([true, false, false]);
    for (const one of casesOf('record-withdrawn'))
      expect([one.out, one.temp, one.sent, one.fail], JSON.stringify(one)).toEqual([true, false, false, false]);
    for (const one of casesOf('report-lost')) expect(whereFound(one), JSON.stringify(one)).toBe('nowhere');
  });

  test('asks for no step that the stages forbid', () => {
    const target: Partial<Record<Decision, Stage>> = {
      'treat-as-unknown': 'unknown',
      'file-to-sent': 'filed',
      'file-to-fail': 'rejected',
      'record-filed': 'filed',
      'record-rejected': 'rejected',
      'record-withdrawn': 'withdrawn',
    };
    for (const { word, decision } of CASES) {
      const stage = target[decision];
      if (stage === undefined || word === 'none' || word === 'forgotten' || word === 'foreign') continue;
      const from = word === 'told-to-withdraw' ? 'unknown' : word;
      expect(canFollow(from, stage), `${word}: ${decision}`).toBe(true);
    }
  });
});

/** One step of the spine, in the order of the code. */
type Step =
  | { readonly kind: 'link'; readonly to: Box }
  | { readonly kind: 'unlink'; readonly from: Box }
  | { readonly kind: 'word'; readonly stage: Stage; readonly durability: 'durable' | 'soon' }
  | { readonly kind: 'handed-over' };
type Box = keyof Places;

const move = (from: Box, to: Box): readonly Step[] => [
  { kind: 'link', to },
  { kind: 'unlink', from },
];
const durable = (stage: Stage): Step => ({ kind: 'word', stage, durability: 'durable' });
const soon = (stage: Stage): Step => ({ kind: 'word', stage, durability: 'soon' });
const sending: Step = { kind: 'handed-over' };
/** A claim is a rename, which is one step. */
const claim: readonly Step[] = move('out', 'temp');

/** Every life a document can have. */
const LIVES: Readonly<Record<string, readonly Step[]>> = {
  'sent and filed': [...claim, durable('sealed'), sending, ...move('temp', 'sent'), soon('filed')],
  'sent, the move waits': [
    ...claim,
    durable('sealed'),
    sending,
    durable('sent'),
    ...move('temp', 'sent'),
    soon('filed'),
  ],
  'rejected by a check': [...claim, durable('rejected'), ...move('temp', 'fail'), soon('rejected')],
  'refused by the broker': [
    ...claim,
    durable('sealed'),
    durable('rejected'),
    ...move('temp', 'fail'),
    soon('rejected'),
  ],
  'given up before it was sealed': [...claim, ...move('temp', 'out')],
  'given up after it was sealed': [...claim, durable('sealed'), ...move('temp', 'out'), soon('withdrawn')],
  'unknown, settled as sent': [
    ...claim,
    durable('sealed'),
    sending,
    durable('unknown'),
    ...move('temp', 'sent'),
    soon('filed'),
  ],
  'unknown, sent again': [
    ...claim,
    durable('sealed'),
    sending,
    durable('unknown'),
    durable('sealed'),
    sending,
    ...move('temp', 'sent'),
    soon('filed'),
  ],
  'unknown, refused later': [...claim, durable('sealed'), durable('unknown'), durable('sealed'), durable('unknown')],
};

interface World extends Places {
  readonly word: LastWord;
  readonly isAtBroker: boolean;
}

function after(steps: readonly Step[]): World {
  let world: World = { out: true, temp: false, sent: false, fail: false, word: 'none', isAtBroker: false };
  for (const step of steps) {
    if (step.kind === 'link') world = { ...world, [step.to]: true };
    if (step.kind === 'unlink') world = { ...world, [step.from]: false };
    if (step.kind === 'word') world = { ...world, word: step.stage };
    if (step.kind === 'handed-over') world = { ...world, isAtBroker: true };
  }
  return world;
}

const isFileStep = (step: Step): boolean => step.kind === 'link' || step.kind === 'unlink';

/** A cut of the power after `done`: of what was not forced to disk, the newest file steps and the newest soon words may be gone. */
function afterPowerCut(done: readonly Step[], lostMoves: number, lostWords: number, hasOneJournal: boolean): World {
  const lastDurable = done.findLastIndex((step) => step.kind === 'word' && step.durability === 'durable');
  const moves = done.filter((step, at) => isFileStep(step) && (!hasOneJournal || at > lastDurable));
  const words = done.filter((step, at) => step.kind === 'word' && at > lastDurable);
  // A rename is lost whole: pairs, from the newest on.
  const lost = new Set<Step>([
    ...moves.slice(moves.length - Math.min(moves.length, lostMoves * 2)),
    ...words.slice(words.length - Math.min(words.length, lostWords)),
  ]);
  return after(done.filter((step) => !lost.has(step)));
}

const lives = fc.constantFrom(...Object.keys(LIVES));

/** Is the file now somewhere from where a scan takes it as a new document? */
function isSentAsNew(world: World, decision: Decision): boolean {
  if (decision === 'return-to-outbox') return true;
  return world.out && decision !== 'treat-as-unknown';
}

describe('recovery with a ledger that is not whole, or not the one that claimed the file', () => {
  test('sends nothing as new, whatever step a document had come to', () => {
    fc.assert(
      fc.property(lives, fc.nat(12), fc.constantFrom('forgotten', 'foreign'), (name, cut, word) => {
        const steps = LIVES[name] ?? [];
        const world = after(steps.slice(0, Math.max(2, Math.min(cut, steps.length))));
        fc.pre(world.temp);
        expect(isSentAsNew({ ...world, out: false }, decideRecovery(word, world))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('moves no file of another ledger', () => {
    for (const { word, decision } of CASES)
      if (word === 'foreign') expect(['nothing', 'leave-to-owner']).toContain(decision);
  });
});

describe('recovery after a crash of the spine', () => {
  test('after a kill at any step it understands the state, keeps the file, and sends nothing twice as new', () => {
    for (const [name, steps] of Object.entries(LIVES)) {
      // The first two steps are one rename: a kill falls before or after both.
      for (const cut of [0, ...Array.from({ length: steps.length - 1 }, (_, index) => index + 2)]) {
        const world = after(steps.slice(0, cut));
        // Without a record and without a file in TempBox nothing is asked.
        if (world.word === 'none' && !world.temp) continue;
        const decision = decideRecovery(world.word, world);
        const where = `${name}, killed after step ${cut}: ${decision}`;
        expect(['report-lost', 'keep-and-report'], where).not.toContain(decision);
        // SentBox is reached only after a confirm, so what was found there is never sent again.
        if (world.sent) expect(['file-to-sent', 'record-filed', 'nothing'], where).toContain(decision);
        if (world.fail) expect(['file-to-fail', 'record-rejected', 'nothing'], where).toContain(decision);
        if (isSentAsNew(world, decision)) expect(world.isAtBroker, where).toBe(false);
      }
    }
  });

  test('after a power cut on a file system with one journal likewise', () => {
    fc.assert(
      fc.property(lives, fc.nat(12), fc.nat(2), fc.nat(2), (name, cut, lostMoves, lostWords) => {
        const steps = LIVES[name] ?? [];
        const done = steps.slice(0, Math.max(2, Math.min(cut, steps.length)));
        // Half a move is for the kill test: a power cut loses renames whole.
        fc.pre(after(done).out !== after(done).temp || after(done).sent || after(done).fail);
        fc.pre(!(after(done).temp && (after(done).sent || after(done).fail || after(done).out)));
        const world = afterPowerCut(done, lostMoves, lostWords, true);
        fc.pre(world.word !== 'none' || world.temp);
        const decision = decideRecovery(world.word, world);
        expect(['report-lost', 'keep-and-report']).not.toContain(decision);
        if (isSentAsNew(world, decision)) expect(world.isAtBroker).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  test('with boxes on another disk, whose renames know nothing of the ledger, a second sending is at least reported', () => {
    fc.assert(
      fc.property(lives, fc.nat(12), fc.nat(3), fc.nat(2), (name, cut, lostMoves, lostWords) => {
        const steps = LIVES[name] ?? [];
        const done = steps.slice(0, Math.max(2, Math.min(cut, steps.length)));
        fc.pre(!(after(done).temp && (after(done).sent || after(done).fail || after(done).out)));
        const world = afterPowerCut(done, lostMoves, lostWords, false);
        fc.pre(world.word !== 'none' || world.temp);
        const decision = decideRecovery(world.word, world);
        // Filed is the end: such a document is not looked at again. The directories' own fsync narrows that window.
        if (isSentAsNew(world, decision) && world.isAtBroker && world.word !== 'filed')
          expect(decision).toBe('keep-and-report');
        expect(decision).not.toBe('report-lost');
      }),
      { numRuns: 2_000 },
    );
  });
});

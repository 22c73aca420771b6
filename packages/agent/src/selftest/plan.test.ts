import { loadDrill } from '@swic/core';
import { expect, test } from 'vitest';
import { planRounds } from './plan.js';
import { nameOf, outcomeOf, type PlayedRound, type RoundReport } from './report.js';

const { DRILL_SIDES: sides, DRILL_STEPS: steps, STEP_DOCUMENTS_MIN: documentsMin } = await loadDrill();

test('without chaos there is one round with all documents', () => {
  expect(planRounds({ chaos: false, only: null, documents: 500, steps, sides, documentsMin })).toEqual([
    { kind: 'plain', documents: 500 },
  ]);
});

test('with chaos every step is killed on both sides, and no round has fewer documents than its step needs', () => {
  for (const documents of [1, 500]) {
    const rounds = planRounds({ chaos: true, only: null, documents, steps, sides, documentsMin });
    for (const [port, method] of steps) expect(rounds.map(nameOf)).toContain(`${port}.${method}`);
    expect(rounds.filter(({ kind }) => kind === 'kill')).toHaveLength(steps.length * 2);
    expect(rounds.map(nameOf)).toEqual(expect.arrayContaining(['plain', 'cut', 'full-disk']));
    const nthMax = Math.max(...steps.map(([, , nth]) => nth));
    const withDocuments = rounds.filter(({ kind }) => kind !== 'whole');
    expect(Math.min(...withDocuments.map((round) => round.documents))).toBeGreaterThan(nthMax);
    expect(rounds.map(nameOf).slice(-2)).toEqual(['whole', 'full-disk']);
  }
});

test('some rounds alone share all documents among them', () => {
  const rounds = planRounds({ chaos: true, only: ['cut', 'boxes.file'], documents: 100, steps, sides, documentsMin });
  expect(new Set(rounds.map(nameOf))).toEqual(new Set(['boxes.file', 'cut', 'whole']));
  expect(rounds.map((round) => round.documents)).toEqual([20, 20, 20, 20, 20, 0]);
});

const PLAYED: PlayedRound = {
  outcome: 'played',
  documents: 9,
  disturbances: 1,
  lost: [],
  doubled: [],
  unfinished: [],
  breaks: [],
  marked: 3,
  recoveredMs: 1,
};
const rounds = (...results: readonly RoundReport['result'][]): readonly RoundReport[] =>
  results.map((result) => ({ round: { kind: 'plain', documents: 8 }, result }));

test('a marked second sending passes; a loss, a doubled one, a stuck one or a break of verify fails', () => {
  const finding = [{ document: 'r1-1', kind: 'file' } as const];
  expect(outcomeOf(rounds(PLAYED))).toBe('passed');
  for (const what of ['lost', 'doubled', 'unfinished'] as const)
    expect(outcomeOf(rounds(PLAYED, { ...PLAYED, [what]: finding }))).toBe('failed');
});

test('what this machine or transport does not have is no fault, and what the time did not suffice for proves nothing', () => {
  expect(outcomeOf(rounds(PLAYED, { outcome: 'not-run', reason: 'no-rights' }))).toBe('passed');
  expect(outcomeOf(rounds(PLAYED, { outcome: 'not-run', reason: 'limit' }))).toBe('incomplete');
  expect(outcomeOf(rounds(PLAYED, { outcome: 'not-run', reason: 'not-reached' }))).toBe('incomplete');
});

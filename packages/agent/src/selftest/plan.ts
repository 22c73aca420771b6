import type { DrillSide, DrillStep } from '@swic/core';
import { type Disturbance, nameOf, type Round } from './report.js';

/** What a plan is made from; the steps are those of the kill matrix. */
export interface PlanChoices {
  readonly chaos: boolean;
  /** Names of rounds (`nameOf`); null = all. */
  readonly only: readonly string[] | null;
  /** Over all rounds together. */
  readonly documents: number;
  readonly steps: readonly DrillStep[];
  readonly sides: readonly DrillSide[];
  /** With fewer in a round, some steps would not come. */
  readonly documentsMin: number;
}

/** The rounds in their order. With chaos each of them has its share of the documents, and never fewer than its step needs. */
export function planRounds({ chaos, only, documents, steps, sides, documentsMin }: PlanChoices): readonly Round[] {
  if (!chaos) return [{ kind: 'plain', documents }];
  const all: readonly Disturbance[] = [
    { kind: 'plain' },
    ...steps.flatMap((step) => sides.map((side) => ({ kind: 'kill', step, side }) as const)),
    { kind: 'cut' },
    { kind: 'full-disk' },
  ];
  const rounds = all.filter((round) => only === null || only.includes(nameOf(round)));
  const share = Math.max(documentsMin, Math.floor(documents / rounds.length));
  // The full disk comes last: it has a ledger of its own, which the account of the others does not know.
  const isOwn = ({ kind }: Disturbance): boolean => kind === 'full-disk';
  const shared = rounds.filter((round) => !isOwn(round));
  const withShare = (round: Disturbance): Round => ({ ...round, documents: share });
  const whole: readonly Round[] = shared.length === 0 ? [] : [{ kind: 'whole', documents: 0 }];
  return [...shared.map(withShare), ...whole, ...rounds.filter(isOwn).map(withShare)];
}

/** Every name that `only` can have. */
export function roundNames(steps: readonly DrillStep[]): readonly string[] {
  return [...new Set(['plain', ...steps.map(([port, method]) => `${port}.${method}`), 'cut', 'full-disk'])];
}

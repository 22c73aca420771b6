import type { DrillSide, DrillStep } from '@swic/core';
import type { Round } from './report.js';

/** What a plan is made from; the steps are those of the kill matrix. */
export interface PlanChoices {
  readonly chaos: boolean;
  /** Over all rounds together. */
  readonly documents: number;
  readonly steps: readonly DrillStep[];
  readonly sides: readonly DrillSide[];
  /** With fewer in a round, some steps would not come. */
  readonly documentsMin: number;
}

/** The rounds in their order. With chaos each of them has its share of the documents, and never fewer than its step needs. */
export function planRounds({ chaos, documents, steps, sides, documentsMin }: PlanChoices): readonly Round[] {
  if (!chaos) return [{ kind: 'plain', documents }];
  const kills = steps.length * sides.length;
  const others = ['plain', 'cut', 'full-disk'] as const;
  const share = Math.max(documentsMin, Math.floor(documents / (kills + others.length)));
  return [
    { kind: 'plain', documents: share },
    ...steps.flatMap((step) => sides.map((side) => ({ kind: 'kill', documents: share, step, side }) as const)),
    { kind: 'cut', documents: share },
    { kind: 'full-disk', documents: share },
  ];
}

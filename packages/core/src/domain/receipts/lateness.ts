/** After how long an answer is late. */
export interface LatenessRule extends Learned {
  readonly limitMs: number;
  /** False: nothing says that this business is answered at all, so only what was learned counts. */
  readonly isAnswerKnown: boolean;
}

export interface Learned {
  /** Null while there are too few answers. */
  readonly learnedMs: number | null;
  readonly answers: number;
}

/** The latest so many answers are learned from. */
export const LEARNED_FROM_MAX = 500;
/** With fewer, a 99th percentile is the maximum of a handful. */
const LEARNED_FROM_MIN = 100;
const PERCENTILE = 0.99;
/** A platform that answers within a second is not late after two. */
const LEARNED_MS_MIN = 10_000;

/** Learns from how long answers took, newest first. */
export function learnLimit(waitsMs: readonly number[]): Learned {
  const latest = waitsMs.slice(0, LEARNED_FROM_MAX);
  if (latest.length < LEARNED_FROM_MIN) return { learnedMs: null, answers: latest.length };
  const sorted = [...latest].sort((a, b) => a - b);
  const at = sorted[Math.ceil(sorted.length * PERCENTILE) - 1] ?? 0;
  return { learnedMs: Math.max(LEARNED_MS_MIN, at), answers: latest.length };
}

/** Do answers come, by all that is known? Where they do not, nothing is late. */
export function isAnswered({ isAnswerKnown, learnedMs }: LatenessRule): boolean {
  return isAnswerKnown || learnedMs !== null;
}

/** Why an answer that has not come is late; null = it is not. */
export function isLate(rule: LatenessRule, waitedMs: number): 'limit' | 'learned' | null {
  if (isAnswered(rule) && waitedMs > rule.limitMs) return 'limit';
  return rule.learnedMs !== null && waitedMs > rule.learnedMs ? 'learned' : null;
}

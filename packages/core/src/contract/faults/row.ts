/**
 * What happens next, not where it came from.
 *
 * - `retry`  the same document again later, with back-off
 * - `reject` the document is wrong: FailBox and an explanation in InBox
 * - `hold`   the world is wrong: the flow pauses, probes and resumes by itself
 * - `halt`   the process stops with the fault's exit code
 */
export type Fate = 'retry' | 'reject' | 'hold' | 'halt';

/** One language's words for a fault: what happened, and what the operator can do. */
export interface FaultText {
  readonly meaning: string;
  readonly advice: string;
}

/** A row of the fault table. Codes are public names: once released they are never renamed. */
export interface FaultEntry {
  readonly fate: Fate;
  /** Exit code of a command that ends with this fault; see exit-codes.ts. */
  readonly exitCode: number;
  readonly zh: FaultText;
  readonly en: FaultText;
}

type Words = readonly [meaning: string, advice: string];

/** A row of the table, written in one line: the two languages as pairs of meaning and advice. Pure. */
export function row(fate: Fate, exitCode: number, zh: Words, en: Words): FaultEntry {
  return { fate, exitCode, zh: { meaning: zh[0], advice: zh[1] }, en: { meaning: en[0], advice: en[1] } };
}

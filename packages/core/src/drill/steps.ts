/**
 * Every durable step of the spine, in its order: port, method, and which of its calls, or which member of the batches that it is given.
 * The kill matrix of the developers and `swic selftest --chaos` are both made from this list.
 */
export const DRILL_STEPS = [
  ['boxes', 'claim', 1],
  ['boxes', 'claim', 7],
  ['ledger', 'write', 1],
  ['ledger', 'write', 2],
  ['ledger', 'write', 3],
  ['session', 'send', 1],
  ['session', 'send', 6],
  ['boxes', 'file', 1],
  ['boxes', 'file', 5],
  ['inBox', 'deposit', 1],
  ['inBox', 'deposit', 2],
  ['inBox', 'deposit', 6],
  ['inBox', 'flush', 1],
] as const;

export type DrillStep = (typeof DRILL_STEPS)[number];

/** On which side of the step the process ends. */
export const DRILL_SIDES = ['before', 'after'] as const;

export type DrillSide = (typeof DRILL_SIDES)[number];

/** With fewer documents the seventh claim would never come. */
export const STEP_DOCUMENTS_MIN = 8;

/** What the kill matrix of the developers and `swic selftest` share: the steps, the kill, what reached the platform, and the account. */
export { type Account, accountFor, type BoxFiles, type Expected, type Finding, type Recorded } from './account.js';
export { type Arrival, Arrivals } from './arrivals.js';
export { brokenDeclaration, syntheticDeclaration } from './declaration.js';
export { type KillOrder, killAt } from './kill-at.js';
export { DRILL_SIDES, DRILL_STEPS, type DrillSide, type DrillStep, STEP_DOCUMENTS_MIN } from './steps.js';

import { syntheticDeclaration } from '../../packages/core/src/drill/declaration.js';

export { brokenDeclaration, syntheticDeclaration as declaration } from '../../packages/core/src/drill/declaration.js';

/** A declaration cut in the middle: what a dead writer leaves. */
export function truncatedDeclaration(number: number): string {
  const whole = syntheticDeclaration(number);
  return whole.slice(0, Math.floor(whole.length / 2));
}

// @ts-check

/** Why a check cannot run on this machine: one sentence. */
export class NotRun extends Error {}

/**
 * @typedef {object} Place what the checks work on
 * @property {string} work with the packages of two runs in `one` and `two`
 * @property {readonly import('../../scripts/package/make-packages.mjs').Made[]} made
 * @property {(kind: string) => string} fileOf the file of a kind; throws NotRun where it was not built
 *
 * @typedef {object} PackageCheck
 * @property {string} name
 * @property {(place: Place) => Promise<string>} run resolves with what was seen
 */

/**
 * @param {boolean} isTrue
 * @param {string} words
 */
export function expectThat(isTrue, words) {
  if (!isTrue) throw new Error(words);
}

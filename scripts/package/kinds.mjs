// @ts-check
// The kinds of packages, in the order in which they are made.
import { buildContainer } from './kinds/container.mjs';
import { buildDeb } from './kinds/deb.mjs';
import { buildNpm } from './kinds/npm.mjs';
import { buildSetup } from './kinds/setup.mjs';
import { buildZip } from './kinds/zip.mjs';

/**
 * @typedef {object} Order what a kind is made from
 * @property {string} program the staged program
 * @property {string} scratch a directory for what is made on the way
 * @property {string} out where the package goes
 * @property {import('./release.mjs').Release} release
 * @property {(line: string) => void} say
 *
 * @typedef {(order: Order) => Promise<string>} Builder resolves with the name of the file; rejects with NotBuilt
 */

/** @type {Readonly<Record<string, Builder>>} */
export const BUILDERS = { npm: buildNpm, deb: buildDeb, zip: buildZip, setup: buildSetup, container: buildContainer };

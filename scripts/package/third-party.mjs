// @ts-check
// THIRD-PARTY.txt: who made what we carry, under which licence, and the text of it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledLibraries, lockedOutside, nameAt } from './locked.mjs';
import { ROOT } from './places.mjs';

/**
 * @typedef {object} ThirdParty
 * @property {string} name
 * @property {string} version
 * @property {string} license as its package.json says it
 * @property {string} integrity of its tarball, as npm says it; empty for what is in the bundle
 * @property {string | null} directory where it is here; null for what is of another platform
 */

/** @returns {ThirdParty[]} each name and version once, in the order of their names */
export function thirdParties() {
  /** @type {ThirdParty[]} */
  const all = bundledLibraries().map(({ name, version, directory }) => ({
    name,
    version,
    license: licenseIn(directory),
    integrity: '',
    directory,
  }));
  for (const [path, row] of lockedOutside()) {
    const directory = join(ROOT, path);
    all.push({
      name: nameAt(path),
      version: row.version ?? '',
      license: row.license ?? 'see its text',
      integrity: row.integrity ?? '',
      directory: existsSync(directory) ? directory : null,
    });
  }
  const once = new Map(all.map((party) => [`${party.name}@${party.version}`, party]));
  return [...once].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, party]) => party);
}

/** @param {readonly ThirdParty[]} parties */
export function thirdPartyText(parties) {
  const head = [
    'swic contains or installs the software below, each under its own licence.',
    'A part for another platform than that of this package is listed and may be absent.',
    '',
  ];
  const rows = parties.map(({ name, version, license }) => `${name} ${version}  ${license}`);
  const texts = parties.flatMap(({ name, version, directory }) => {
    const text = directory === null ? null : textIn(directory);
    return text === null ? [] : ['', '='.repeat(100), `${name} ${version}`, '', text.trim()];
  });
  return `${[...head, ...rows, ...texts].join('\n')}\n`;
}

/** @param {string} directory */
function licenseIn(directory) {
  const { license } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  return typeof license === 'string' ? license : (license?.type ?? 'see its text');
}

/** @param {string} directory */
function textIn(directory) {
  const names = readdirSync(directory)
    .filter((name) => /^(licen[cs]e|copying|notice)/i.test(name))
    .sort();
  const texts = names.map((name) => readFileSync(join(directory, name), 'utf8').replaceAll('\r\n', '\n'));
  return texts.length === 0 ? null : texts.join('\n\n');
}

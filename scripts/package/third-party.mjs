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
 * @property {boolean} isNative a binary for one platform: a package of its own in every package of ours, with its text beside it
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
    isNative: false,
  }));
  for (const [path, row] of lockedOutside()) {
    const directory = join(ROOT, path);
    all.push({
      name: nameAt(path),
      version: row.version ?? '',
      license: row.license ?? 'see its text',
      integrity: row.integrity ?? '',
      directory: existsSync(directory) ? directory : null,
      isNative: row.os !== undefined,
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
    'A part for one platform has its licence beside it, in node_modules.',
    '',
  ];
  const rows = parties.map(({ name, version, license }) => `${name} ${version}  ${license}`);
  return `${[...head, ...rows, ...sharedTexts(parties).flatMap(partOf)].join('\n')}\n`;
}

/** A line that says whose the software is, and is not a part of the terms. */
const WHOSE = /^\W*(?:Copyright (?=[A-Z\d(©])|\(c\) \d|©)/;

/**
 * The terms of most are the same words under other names: they are said once, with each name before them.
 * @param {readonly ThirdParty[]} parties
 */
function sharedTexts(parties) {
  /** @type {Map<string, { readonly text: string, readonly owners: { readonly party: ThirdParty, readonly whose: readonly string[] }[] }>} */
  const shared = new Map();
  for (const party of parties) {
    const full = party.directory === null || party.isNative ? null : textIn(party.directory);
    if (full === null) continue;
    const lines = full.split('\n');
    const whose = lines.filter((line) => WHOSE.test(line)).map((line) => line.trim());
    const text = lines.filter((line) => !WHOSE.test(line)).join('\n');
    const key = text.replaceAll(/\s+/g, ' ').trim();
    const found = shared.get(key) ?? { text: text.replaceAll(/\n{3,}/g, '\n\n').trim(), owners: [] };
    found.owners.push({ party, whose });
    shared.set(key, found);
  }
  // Those with the same beginning beside each other: what is nearly the same costs little in a package.
  return [...shared].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part);
}

/** @param {ReturnType<typeof sharedTexts>[number]} part */
function partOf({ text, owners }) {
  const names = owners.flatMap(({ party, whose }) => [
    `${party.name} ${party.version}`,
    ...whose.map((line) => `    ${line}`),
  ]);
  return ['', '='.repeat(100), ...names, '', text];
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

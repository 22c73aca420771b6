// @ts-check
// Which version this is and of which day: the topmost release of CHANGELOG.md. Before the first release, or with changes since: the
// version of package.json and the time of the commit. Never the clock: two runs give the same bytes.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './places.mjs';

/**
 * @typedef {object} Release
 * @property {string} version
 * @property {number} epochS seconds, as SOURCE_DATE_EPOCH says it
 * @property {boolean} isReleased whether the changelog has it as a release, with nothing above it
 */

/** A release's heading, e.g. `## 1.0.0 (2026-12-01)`. */
const RELEASE = /^## (\d+\.\d+\.\d+\S*) \((\d{4}-\d{2}-\d{2})\)$/;

/**
 * @param {string} changelog
 * @returns {{ version: string, date: string } | null} null where what is topmost is not released yet
 */
export function releaseOf(changelog) {
  const top = changelog.split('\n').find((line) => line.startsWith('## '));
  const [, version, date] = RELEASE.exec(top ?? '') ?? [];
  return version === undefined || date === undefined ? null : { version, date };
}

/** @returns {Release} */
export function readRelease() {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const found = releaseOf(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8'));
  if (found === null) return { version, epochS: timeOfCommit(), isReleased: false };
  if (found.version !== version)
    throw new Error(`CHANGELOG.md has ${found.version} on top, package.json ${version}: they must be the same`);
  return { version, epochS: Date.parse(`${found.date}T00:00:00Z`) / 1_000, isReleased: true };
}

function timeOfCommit() {
  return Number(execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: ROOT, encoding: 'utf8' }).trim());
}

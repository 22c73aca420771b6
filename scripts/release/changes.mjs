// @ts-check
// What a release changes in the repository: the version wherever it is written, and the heading of the changelog. Pure.

const SEMVER = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/;
const UNRELEASED = '## Unreleased\n';
/** With a day, as scripts/package/release.mjs reads it. */
const RELEASE = /^## (\d+\.\d+\.\d+\S*) \(\d{4}-\d{2}-\d{2}\)$/gm;

/** Why a release cannot be made: one sentence; nothing was changed. */
export class NotReleased extends Error {}

/**
 * @param {string} version that is asked for
 * @param {string} current that of package.json
 * @param {string} changelog
 * @throws {NotReleased}
 */
export function checkVersion(version, current, changelog) {
  if (!SEMVER.test(version)) throw new NotReleased(`${version} is not a version: X.Y.Z, or X.Y.Z-rc.1`);
  const released = [...changelog.matchAll(RELEASE)].map(([, found]) => found ?? '');
  const latest = [current, ...released].reduce((a, b) => (compare(a, b) < 0 ? b : a));
  // The version of package.json may be released itself, where it has not been.
  const isNext = compare(version, latest) > 0 || (version === current && !released.includes(version));
  if (!isNext) throw new NotReleased(`${version} does not come after ${latest}`);
}

/**
 * @param {string} changelog
 * @param {string} version
 * @param {string} date
 * @throws {NotReleased}
 */
export function releasedChangelog(changelog, version, date) {
  const at = changelog.indexOf(UNRELEASED);
  const rest = changelog.slice(at + UNRELEASED.length);
  const section = rest.split(/^## /m, 1)[0] ?? '';
  if (at < 0 || !/^- /m.test(section))
    throw new NotReleased('CHANGELOG.md has no changes under "## Unreleased": there is nothing to release');
  return `${changelog.slice(0, at)}## ${version} (${date})\n${rest}`;
}

/**
 * A package.json with another version, and of our packages that it asks for; its form is kept.
 * @param {string} text
 * @param {string} version
 */
export function manifestWith(text, version) {
  return text
    .replace(/("version":\s*)"[^"]*"/, `$1"${version}"`)
    .replace(/("@swic\/[\w-]+":\s*)"\d[^"]*"/g, `$1"${version}"`);
}

/**
 * The lock file likewise: npm would write the same.
 * @param {string} text
 * @param {string} version
 */
export function lockWith(text, version) {
  const lock = JSON.parse(text);
  lock.version = version;
  for (const [path, row] of Object.entries(lock.packages)) {
    if (path !== '' && !path.startsWith('packages/')) continue;
    if (path.includes('node_modules/')) continue;
    row.version = version;
    for (const name of Object.keys(row.dependencies ?? {}))
      if (name.startsWith('@swic/')) row.dependencies[name] = version;
  }
  return `${JSON.stringify(lock, null, 2)}\n`;
}

/**
 * @param {string} text of version.ts
 * @param {string} version
 */
export function sourceWith(text, version) {
  return text.replace(/VERSION = '[^']*'/, `VERSION = '${version}'`);
}

/**
 * By the rules of semantic versions: a part of numbers by its value, one before a release comes first.
 * @param {string} a
 * @param {string} b
 */
export function compare(a, b) {
  const [one, other] = [a, b].map((text) => SEMVER.exec(text));
  if (one === null || one === undefined || other === null || other === undefined) return 0;
  for (const part of [1, 2, 3]) if (one[part] !== other[part]) return Number(one[part]) - Number(other[part]);
  if (one[4] === other[4]) return 0;
  if (one[4] === undefined || other[4] === undefined) return one[4] === undefined ? 1 : -1;
  return one[4].localeCompare(other[4], 'en', { numeric: true });
}

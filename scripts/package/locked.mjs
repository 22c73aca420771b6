// @ts-check
// Which packages a program needs beside its bundle, in the versions of our lock file, and the lock file that says so to npm.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLED } from '../bundle.mjs';
import { ROOT } from './places.mjs';

/**
 * @typedef {object} Locked a row of package-lock.json, as far as it is read here
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {string} [license]
 * @property {boolean} [optional]
 * @property {boolean} [inBundle]
 * @property {boolean} [dev]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [optionalDependencies]
 * @property {Record<string, string>} [peerDependencies]
 * @property {Record<string, { optional?: boolean }>} [peerDependenciesMeta]
 * @property {readonly string[]} [os]
 * @property {readonly string[]} [cpu]
 */

/**
 * Goes into the npm package itself. As a dependency it would be lost: while it is installed it downloads the client of IBM, and where
 * that fails npm leaves an optional dependency out without a word.
 */
export const VENDORED = 'ibmmq';
/** All that it needs to run; what else it asks for compiles it. */
const NEEDED_BY_VENDORED = 'node-gyp-build';
const OUR_PACKAGES = ['agent', 'card-ffi', 'core', 'desk', 'tui'];

/** @returns {Record<string, Locked>} */
function readLock() {
  return JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
}

/**
 * What the program asks for, by name: what is in our packages' own lists and not in the bundle.
 * @returns {{ dependencies: Record<string, string>, optionalDependencies: Record<string, string> }}
 */
export function outsideOfBundle() {
  const lock = readLock();
  /** @type {Record<string, string>} */
  const dependencies = { [NEEDED_BY_VENDORED]: lock[`node_modules/${NEEDED_BY_VENDORED}`]?.version ?? '' };
  /** @type {Record<string, string>} */
  const optionalDependencies = {};
  for (const name of OUR_PACKAGES) {
    const own = JSON.parse(readFileSync(join(ROOT, 'packages', name, 'package.json'), 'utf8'));
    Object.assign(dependencies, own.dependencies);
    Object.assign(optionalDependencies, own.optionalDependencies);
  }
  // What a library of the bundle needs is asked for by us: nothing else of that library is there.
  for (const { row } of bundledRows(lock))
    for (const needed of Object.keys(row.dependencies ?? {}))
      dependencies[needed] = lock[`node_modules/${needed}`]?.version ?? '';
  return { dependencies: outside(dependencies), optionalDependencies: outside(optionalDependencies) };
}

/** @param {Record<string, string>} all */
function outside(all) {
  const names = Object.keys(all).filter((name) => !name.startsWith('@swic/') && !BUNDLED.includes(name));
  return Object.fromEntries(names.sort().map((name) => [name, all[name] ?? '']));
}

/**
 * Everything that is installed beside the bundle, on any platform: path in the lock file → its row.
 * @returns {Map<string, Locked>}
 */
export function lockedOutside() {
  const lock = readLock();
  const { dependencies, optionalDependencies } = outsideOfBundle();
  /** @type {Map<string, Locked>} */
  const found = new Map();
  const wanted = [...Object.keys(dependencies), ...Object.keys(optionalDependencies)].map((name) => ({
    from: '',
    name,
  }));
  for (let next = wanted.pop(); next !== undefined; next = wanted.pop()) {
    const path = resolveIn(lock, next.from, next.name);
    const row = path === null ? undefined : lock[path];
    if (path === null || row === undefined || found.has(path)) continue;
    const { dev: _, ...kept } = row;
    found.set(path, next.name === VENDORED ? vendoredRow(kept) : kept);
    if (next.name !== VENDORED) wanted.push(...namesIn(kept).map((name) => ({ from: path, name })));
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** @param {Locked} row */
function vendoredRow({ version = '', license = '' }) {
  return { version, license, inBundle: true };
}

/** @param {Locked} row */
function namesIn({ dependencies = {}, optionalDependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} }) {
  const peers = Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true);
  return [...Object.keys(dependencies), ...Object.keys(optionalDependencies), ...peers];
}

/**
 * As Node finds it: beside the one that asks, then further up.
 * @param {Record<string, Locked>} lock
 * @param {string} from
 * @param {string} name
 * @returns {string | null} null for what is of another platform and was never locked
 */
function resolveIn(lock, from, name) {
  for (let at = from; ; at = at.includes('/node_modules/') ? at.slice(0, at.lastIndexOf('/node_modules/')) : '') {
    const path = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (lock[path] !== undefined) return path;
    if (at === '') return null;
  }
}

/**
 * The libraries that are inside of the bundle or of the page: their directories here, with name and version.
 * @returns {{ name: string, version: string, directory: string }[]}
 */
export function bundledLibraries() {
  const lock = readLock();
  const all = [...bundledRows(lock), ...pageRows(lock)].map(({ path, name, row }) => {
    return { name, version: row.version ?? '', directory: join(ROOT, path) };
  });
  return all.sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
}

/** Inside of the script of the page: a package has them there and nowhere else. React itself is also beside the bundle. */
const IN_PAGE = /^node_modules\/(react-dom(\/node_modules\/scheduler)?|@tanstack\/(react-virtual|virtual-core))$/;

/**
 * The libraries that the page carries.
 * @param {Record<string, Locked>} lock
 */
function pageRows(lock) {
  return Object.entries(lock).flatMap(([path, row]) => (IN_PAGE.test(path) ? [{ path, name: nameAt(path), row }] : []));
}

/**
 * Without those of the same names that only tools of development use, or a library outside of the bundle has for itself.
 * @param {Record<string, Locked>} lock
 */
function bundledRows(lock) {
  return Object.entries(lock).flatMap(([path, row]) => {
    const name = nameAt(path);
    const isOurs = path.replace(/^packages\/[^/]+\//, '') === `node_modules/${name}`;
    return isOurs && BUNDLED.includes(name) && row.dev !== true ? [{ path, name, row }] : [];
  });
}

/**
 * The name of a package that is at a path of the lock file.
 * @param {string} path
 */
export function nameAt(path) {
  const mark = 'node_modules/';
  return path.includes(mark) ? path.slice(path.lastIndexOf(mark) + mark.length) : '';
}

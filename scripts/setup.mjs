// @ts-check
// Makes a fresh clone ready to run: dependencies, then the build. Imports nothing but Node, because before it there is nothing else.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const STAMP = join(ROOT, 'node_modules', '.swic-setup');
const NODE_FLOOR = /** @type {const} */ ([20, 19]);

/** What the user can act on, as one sentence; everything else is a defect. */
export class SetupFailure extends Error {}

/**
 * Installs the dependencies and builds; does nothing where nothing changed.
 * @param {(line: string) => void} say told one line for each step
 * @throws {SetupFailure}
 */
export async function setUp(say) {
  checkNode();
  await installDependencies(say);
  await build(say);
}

/** Prints a line of the set-up. */
export function sayLine(/** @type {string} */ line) {
  process.stdout.write(`${line}\n`);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [floorMajor, floorMinor] = NODE_FLOOR;
  if (major > floorMajor || (major === floorMajor && minor >= floorMinor)) return;
  throw new SetupFailure(`swic needs Node.js ${NODE_FLOOR.join('.')} or newer; this is ${process.versions.node}.`);
}

/** @param {(line: string) => void} say */
async function installDependencies(say) {
  const stamp = stampOf(readFileSync(join(ROOT, 'package-lock.json')));
  if (isInstalled(stamp)) {
    say('set-up: dependencies are up to date');
    return;
  }
  say('set-up: installing dependencies (npm ci)');
  const code = await run('npm ci --no-audit --no-fund --loglevel=error', { shell: true });
  if (code !== 0) throw new SetupFailure('The dependencies could not be installed: see the lines of npm above.');
  writeFileSync(STAMP, stamp);
}

/** @param {string} stamp */
function isInstalled(stamp) {
  if (existsSync(STAMP)) return readFileSync(STAMP, 'utf8') === stamp;
  // No stamp of ours, but a person may have run `npm install`: npm leaves what it installed beside the packages.
  if (!hasLockedPackages()) return false;
  writeFileSync(STAMP, stamp);
  return true;
}

/** @param {Buffer} lock */
function stampOf(lock) {
  const machine = `${process.platform} ${process.arch}`;
  return createHash('sha256').update(machine).update(lock).digest('hex');
}

function hasLockedPackages() {
  const installed = readPackages(join(ROOT, 'node_modules', '.package-lock.json'));
  if (installed === null) return false;
  const wanted = Object.entries(readPackages(join(ROOT, 'package-lock.json')) ?? {});
  return wanted.every(([path, { version, optional, link }]) => {
    if (!path.includes('node_modules/')) return true;
    const found = installed[path];
    if (found === undefined) return optional === true;
    return link === true || found.version === version;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean, link?: boolean }> | null}
 */
function readPackages(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : null;
}

/** @param {(line: string) => void} say */
async function build(say) {
  say('set-up: building what changed (tsc -b)');
  const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const code = await run(process.execPath, { words: [compiler, '-b'] });
  if (code !== 0) throw new SetupFailure('The build failed: see the lines of the compiler above.');
  // Only now: what it bundles with was installed a moment ago.
  const { makeBundle } = await import('./bundle.mjs');
  if ((await makeBundle()) === 'made') say('set-up: bundled the build, so that swic starts faster');
}

/**
 * Runs a program in the root with our own input and output, and resolves with its exit code.
 * @param {string} program
 * @param {{ words?: readonly string[], shell?: boolean, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<number | null>}
 */
function run(program, { words = [], shell = false, env = process.env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { cwd: ROOT, shell, env, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', reject);
    child.once('close', resolve);
  });
}

const isMain = process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href;
if (isMain) {
  try {
    await setUp(sayLine);
  } catch (reason) {
    if (!(reason instanceof SetupFailure)) throw reason;
    process.stderr.write(`${reason.message}\n`);
    process.exitCode = 1;
  }
}

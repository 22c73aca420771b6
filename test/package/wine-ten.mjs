// @ts-check
// A Windows to try packages in: Wine 10 in a Debian 13 of its own, since Wine 8 of Debian 12 starts no Node.js 24. Made once, 8 minutes.
import { execFile, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CACHE } from '../../scripts/package/places.mjs';
import { NotBuilt, provideTools } from '../../scripts/package/tools.mjs';
import { archive } from '../windows/chroot.mjs';
import { NotRun } from './not-run.mjs';

const execute = promisify(execFile);
const MAKE_MS_MAX = 1_800_000;
const RUN_MS_MAX = 600_000;
const ENVIRONMENT = {
  PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/root',
  LANG: 'C.UTF-8',
  LC_ALL: 'C.UTF-8',
  WINEPREFIX: '/prefix',
  WINEDEBUG: '-all',
  // No question about .NET and browsers.
  WINEDLLOVERRIDES: 'mscoree,mshtml=',
};

/**
 * A new Windows, with its disk C at `drive`.
 * @returns {Promise<Windows>}
 *
 * @typedef {{ readonly code: number | null, readonly text: string }} Said
 *
 * @typedef {object} Windows
 * @property {string} drive
 * @property {(words: readonly string[]) => Promise<Said>} run a program to its end
 * @property {(words: readonly string[]) => { end: () => Promise<void>, ended: Promise<number | null> }} start
 * @property {() => Promise<void>} close
 */
export async function openWindows() {
  if (process.getuid?.() !== 0) throw new NotRun('a chroot can be made by root only');
  const root = join(CACHE, 'wine');
  if (!existsSync(root)) await makeBase(root);
  if (!existsSync(join(root, 'proc/self'))) await execute('mount', ['-t', 'proc', 'proc', join(root, 'proc')]);
  rmSync(join(root, 'prefix'), { recursive: true, force: true });
  const open = (/** @type {readonly string[]} */ words) => startIn(root, words);
  const run = async (/** @type {readonly string[]} */ words) => {
    const { child, text, close } = open(words);
    const timer = setTimeout(() => child.kill('SIGKILL'), RUN_MS_MAX);
    const code = await close;
    clearTimeout(timer);
    return { code, text: text() };
  };
  await run(['wineboot', '--init']);
  await run(['wine', 'winecfg', '-v', 'win10']);
  return {
    drive: join(root, 'prefix/drive_c'),
    run: (words) => run(['wine', ...words]),
    start: (words) => {
      const { child, close } = open(['wine', ...words]);
      const end = async () => {
        child.kill('SIGKILL');
        await close;
      };
      return { end, ended: close };
    },
    close: async () => {
      await run(['wineserver', '--kill']);
      await execute('umount', ['--lazy', join(root, 'proc')]);
    },
  };
}

let runs = 0;

/**
 * Standard input and output are files: node.exe cannot use pipes under Wine.
 * @param {string} root
 * @param {readonly string[]} words
 */
function startIn(root, words) {
  runs += 1;
  const file = join(root, 'tmp', `said-${process.pid}-${runs}.txt`);
  const handle = openSync(file, 'w');
  const child = spawn('chroot', [root, ...words], { env: ENVIRONMENT, stdio: ['ignore', handle, handle] });
  closeSync(handle);
  /** @type {Promise<number | null>} */
  const close = new Promise((resolve) => child.once('close', (code) => resolve(code)));
  return { child, close, text: () => readFileSync(file, 'utf8') };
}

/** @param {string} root */
async function makeBase(root) {
  try {
    await provideTools({ debootstrap: 'debootstrap' }, () => undefined);
  } catch (reason) {
    throw reason instanceof NotBuilt ? new NotRun(reason.message) : reason;
  }
  const { mirror = '' } = archive();
  const unfinished = `${root}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  try {
    const words = ['--variant=minbase', '--arch=amd64', '--include=wine,wine64', 'trixie', unfinished, mirror];
    await execute('debootstrap', words, { timeout: MAKE_MS_MAX, maxBuffer: 64 * 1024 * 1024 });
    renameSync(unfinished, root);
  } catch (reason) {
    throw new NotRun(`no Debian 13 with Wine 10 could be made: ${String(reason).trim().split('\n').at(-1)}`);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

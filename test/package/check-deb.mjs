// @ts-check
// The Debian package in a Debian of its own: lintian, then installed, used by its user, killed, upgraded, downgraded and purged.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { CACHE, ROOT } from '../../scripts/package/places.mjs';
import { NotBuilt, provideTools, runTool } from '../../scripts/package/tools.mjs';
import { archive } from '../windows/chroot.mjs';
import { expectThat, NotRun } from './not-run.mjs';

const execute = promisify(execFile);
const LIMIT_MS = 600_000;
const DOCUMENTS = 300;
const BOXES = 'var/lib/swic/boxes/Deccus001';
const ENVIRONMENT = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };
const EXAMPLE = join(ROOT, 'examples/documents/DEC');

/** @type {readonly import('./not-run.mjs').PackageCheck[]} */
export const debChecks = [
  {
    name: 'deb: lintian finds no error',
    run: async ({ fileOf }) => {
      const file = fileOf('deb');
      await provide({ lintian: 'lintian' });
      const { stdout } = await execute('lintian', ['--fail-on', 'none', file], { maxBuffer: 16 * 1024 * 1024 });
      const errors = stdout.split('\n').filter((line) => line.startsWith('E:'));
      expectThat(errors.length === 0, errors.join(' | '));
      return `${stdout.split('\n').filter((line) => line.startsWith('W:')).length} warnings`;
    },
  },
  {
    name: 'deb: the exposure of its unit is at most 3.0',
    run: async () => {
      await provide({ 'systemd-analyze': 'systemd' });
      const unit = join(ROOT, 'scripts/package/debian/swic.service');
      const said = await runTool('systemd-analyze', ['security', '--offline=true', '--no-pager', unit]);
      const level = Number(/exposure level for \S+ ([\d.]+)/.exec(said)?.[1]);
      expectThat(level <= 3, said.slice(-200));
      return String(level);
    },
  },
  {
    name: 'deb: installed, killed with documents in flight, upgraded after a killed upgrade, downgraded, purged',
    run: async ({ work, fileOf }) => {
      const file = fileOf('deb');
      const debian = await openDebian(join(work, 'debian'));
      try {
        return await useDebian(debian, file, await makeLater(file, join(work, 'later')));
      } finally {
        await debian.close();
      }
    },
  },
];

/**
 * @param {Awaited<ReturnType<typeof openDebian>>} debian
 * @param {string} file
 * @param {string} later the same as a later version
 */
async function useDebian({ root, inside, asSwic, start }, file, later) {
  const install = async (/** @type {string} */ deb) => {
    cpSync(deb, join(root, 'root', basename(deb)));
    await inside(['dpkg', '--install', `/root/${basename(deb)}`]);
  };
  await install(file);
  // Answers come from the simulated platform: there is no broker in here.
  appendFileSync(join(root, 'etc/swic/swic.yaml'), 'sandbox: { enabled: true }\n');
  await asSwic(['config', 'check']);
  await asSwic(['run', '--once']);
  await seeDashboard(root);
  const source = readdirSync(EXAMPLE).find((name) => name.endsWith('.xml')) ?? '';
  for (let index = 0; index < DOCUMENTS; index += 1)
    cpSync(join(EXAMPLE, source), join(root, BOXES, 'OutBox', `报关单-${index}.xml`));
  await inside(['chown', '-R', 'swic:swic', '/var/lib/swic/boxes']);
  const agent = start(['run']);
  while (countBelow(join(root, BOXES, 'SentBox')) === 0) await wait(20);
  agent.kill('SIGKILL');
  await once(agent, 'close');
  const before = countBelow(join(root, BOXES, 'SentBox'));
  await killUpgrade(root, later);
  await install(later);
  await asSwic(['run', '--once', '--wait', '120']);
  await asSwic(['verify']);
  const sent = countBelow(join(root, BOXES, 'SentBox'));
  expectThat(sent === DOCUMENTS, `${sent} of ${DOCUMENTS} documents are in SentBox`);
  await install(file);
  await asSwic(['verify']);
  await inside(['dpkg', '--purge', 'swic']);
  expectThat(countBelow(join(root, BOXES, 'SentBox')) === DOCUMENTS, 'a purge took documents');
  expectThat(existsSync(join(root, 'var/lib/swic/data')), 'a purge took the ledger');
  return `${before} sent at the kill, ${sent} of ${DOCUMENTS} after the upgrade, kept by the purge`;
}

/**
 * Ends dpkg while it copies: what runs afterwards is a new installation of the same package.
 * @param {string} root
 * @param {string} later
 */
async function killUpgrade(root, later) {
  cpSync(later, join(root, 'root', basename(later)));
  const words = [root, 'dpkg', '--install', `/root/${basename(later)}`];
  const dpkg = spawn('chroot', words, { env: ENVIRONMENT, stdio: 'ignore' });
  const ended = once(dpkg, 'close');
  while (!existsSync(join(root, 'usr/lib/swic/runtime/node.dpkg-new'))) {
    expectThat(dpkg.exitCode === null, 'the upgrade was over before it could be killed');
    await wait(1);
  }
  dpkg.kill('SIGKILL');
  await ended;
  expectThat(existsSync(join(root, 'usr/lib/swic/runtime/node.dpkg-new')), 'the upgrade was not killed in the middle');
}

/**
 * The dashboard draws its first view in a terminal: what it is made with is in the package.
 * @param {string} root
 */
async function seeDashboard(root) {
  await provide({ script: 'bsdutils' });
  const line = `chroot --userspec=swic:swic ${root} swic tui --locale en`;
  const words = ['--quiet', '--return', '--command', line, '/dev/null'];
  const dashboard = spawn('script', words, { env: { ...ENVIRONMENT, TERM: 'xterm-256color' } });
  let said = '';
  dashboard.stdout.setEncoding('utf8').on('data', (text) => (said += text));
  const ended = once(dashboard, 'close');
  try {
    for (let looks = 0; !said.includes('Overview'); looks += 1) {
      expectThat(dashboard.exitCode === null && looks < 300, `the dashboard does not open: ${said.slice(-300)}`);
      await wait(100);
    }
  } finally {
    // Also where it failed: the dashboard would go on for ever, and this run with it.
    dashboard.kill('SIGTERM');
    await ended;
  }
}

/** A new copy of a bare Debian, which is made once. @param {string} root */
async function openDebian(root) {
  if (process.getuid?.() !== 0) throw new NotRun('a chroot can be made by root only');
  await provide({ debootstrap: 'debootstrap' });
  const base = join(CACHE, 'debian');
  if (!existsSync(base)) await makeBase(base);
  await runTool('cp', ['--archive', '--no-target-directory', base, root]);
  await execute('mount', ['-t', 'proc', 'proc', join(root, 'proc')]);
  const words = ['--userspec=swic:swic', root, 'swic'];
  const options = { env: ENVIRONMENT, timeout: LIMIT_MS, maxBuffer: 64 * 1024 * 1024 };
  return {
    root,
    inside: (/** @type {readonly string[]} */ line) => execute('chroot', [root, ...line], options),
    asSwic: (/** @type {readonly string[]} */ line) => execute('chroot', [...words, ...line], options),
    start: (/** @type {readonly string[]} */ line) =>
      spawn('chroot', [...words, ...line], { env: ENVIRONMENT, stdio: 'ignore' }),
    close: async () => {
      await execute('umount', ['--lazy', join(root, 'proc')]);
    },
  };
}

/** @param {string} base */
async function makeBase(base) {
  const { mirror = '', suite = '' } = archive();
  const unfinished = `${base}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  try {
    const words = ['--variant=minbase', '--arch=amd64', '--include=adduser', suite, unfinished, mirror];
    await execute('debootstrap', words, { timeout: LIMIT_MS, maxBuffer: 64 * 1024 * 1024 });
    renameSync(unfinished, base);
  } catch (reason) {
    throw new NotRun(`debootstrap could not make a Debian: ${String(reason).split('\n').at(-1)}`);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/**
 * The same package with a version of its own.
 * @param {string} file
 * @param {string} directory
 */
async function makeLater(file, directory) {
  await runTool('dpkg-deb', ['--raw-extract', file, directory]);
  await runTool('sed', ['-i', 's/^Version: .*/&+later/', join(directory, 'DEBIAN/control')]);
  await runTool('dpkg-deb', ['--root-owner-group', '-Zgzip', '-z1', '--build', directory, `${directory}.deb`]);
  return `${directory}.deb`;
}

/** @param {Readonly<Record<string, string>>} tools */
async function provide(tools) {
  try {
    await provideTools(tools, () => undefined);
  } catch (reason) {
    throw reason instanceof NotBuilt ? new NotRun(reason.message) : reason;
  }
}

/** @param {string} directory @returns {number} */
function countBelow(directory) {
  if (!existsSync(directory)) return 0;
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.xml')).length;
}

// @ts-check
// What goes wrong, under Wine: a kill among many documents, an installer that is killed, a second installation; and a broker on loopback.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ROOT } from '../../scripts/package/places.mjs';
import { runTool } from '../../scripts/package/tools.mjs';
import { startRabbitNode } from '../support/rabbitmq-node.mjs';
import { provideBroker } from '../support/rabbitmq-server.mjs';
import {
  countBelow,
  DATA,
  demand,
  fill,
  install,
  inWindows,
  makeLater,
  PROGRAM,
  uninstall,
  until,
  untilDone,
} from './check-windows.mjs';
import { expectThat, NotRun } from './not-run.mjs';

const DOCUMENTS = 1_500;
const KILLED_AT = 400;
const BROKERED = 20;
const SWIC = join(ROOT, 'packages/agent/bin/swic.cjs');
const HEAD = `clientId: DXPESW0000000001
dataDir: data
boxesDir: boxes
businesses: { DEC: {} }
`;
const EMBEDDED = `${HEAD}transport: { kind: embedded }
sandbox: { enabled: true }
`;

/** @typedef {import('./wine-ten.mjs').Windows} Windows */

/** @type {readonly import('./not-run.mjs').PackageCheck[]} */
export const windowsTroubleChecks = [
  {
    name: 'zip: killed in the middle of 1,500 documents, nothing is lost or doubled (Wine)',
    run: ({ fileOf }) => withZip(fileOf('zip'), killAmongMany),
  },
  {
    name: 'zip: sends and receives over RabbitMQ on loopback (Wine)',
    run: async ({ work, fileOf }) => {
      const file = fileOf('zip');
      const source = await provideBroker(() => undefined);
      if (source.kind !== 'installed') throw new NotRun('there is no RabbitMQ that could be started here');
      const broker = await startRabbitNode({ dir: work });
      try {
        return await withZip(file, (windows, command) => useBroker(windows, command, { work, port: broker.port }));
      } finally {
        await broker[Symbol.asyncDispose]();
      }
    },
  },
  {
    name: 'zip: a password in the Credential Manager is saved, listed and removed, and is in no file (Wine)',
    run: ({ fileOf }) => withZip(fileOf('zip'), useCredentials),
  },
  {
    name: 'setup: killed in the middle of an upgrade, and run again (Wine)',
    run: async ({ work, fileOf }) => {
      const file = fileOf('setup');
      return await inWindows((windows) => killInstaller(windows, file, join(work, 'later-killed')));
    },
  },
  {
    name: 'setup: for a user beside the one for the machine (Wine)',
    run: async ({ fileOf }) => {
      const file = fileOf('setup');
      return await inWindows((windows) => installBeside(windows, file));
    },
  },
];

/**
 * @param {string} file
 * @param {(windows: Windows, command: string) => Promise<string>} use
 */
function withZip(file, use) {
  return inWindows(async (windows) => {
    await runTool('unzip', ['-q', file, '-d', windows.drive]);
    const home = readdirSync(windows.drive).find((name) => name.startsWith('swic-')) ?? '';
    return await use(windows, `C:\\${home}\\swic.cmd`);
  });
}

/**
 * A command of swic for the configuration of this home.
 * @param {string} command
 * @param {string} home
 * @returns {(...more: readonly string[]) => string[]}
 */
function wordsFor(command, home) {
  return (...more) => ['cmd', '/c', command, ...more, '--config', `C:\\${home}\\swic.yaml`, '--locale', 'en'];
}

/**
 * @param {Windows} windows
 * @param {string} command
 */
async function killAmongMany({ drive, run, start }, command) {
  const home = makeHome(drive, 'many', EMBEDDED);
  const words = wordsFor(command, 'many');
  await demand(run(words('run', '--once')));
  fill(home, DOCUMENTS);
  const agent = start(words('run'));
  const sent = () => countBelow(join(home, 'boxes'), 'SentBox');
  await until(`${KILLED_AT} are sent`, () => sent() >= KILLED_AT);
  killNode(drive);
  await agent.ended;
  const before = sent();
  expectThat(before < DOCUMENTS, 'all were sent before the kill');
  await demand(run(words('run', '--once', '--wait', '120')));
  await demand(run(words('verify')));
  expectThat(sent() === DOCUMENTS, `${sent()} of ${DOCUMENTS} documents are in SentBox`);
  for (const box of ['OutBox', 'TempBox', 'FailBox'])
    expectThat(countBelow(join(home, 'boxes'), box) === 0, `there are documents in ${box}`);
  const names = readdirSync(join(home, 'boxes/Deccus001/SentBox'), { recursive: true, encoding: 'utf8' })
    .map((name) => /报关单-\d+/.exec(name)?.[0])
    .filter((name) => name !== undefined);
  expectThat(new Set(names).size === DOCUMENTS, 'a document is in SentBox twice');
  return `${before} sent at the kill, ${DOCUMENTS} of ${DOCUMENTS} after the next start`;
}

/** node.exe in that Windows, as `kill -9` ends it. @param {string} drive */
function killNode(drive) {
  const root = join(drive, '../..');
  const found = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && isNode(Number(pid), root));
  expectThat(found.length > 0, 'no node.exe runs in there');
  for (const pid of found) process.kill(Number(pid), 'SIGKILL');
}

/**
 * @param {number} pid
 * @param {string} root
 */
function isNode(pid, root) {
  try {
    return (
      readlinkSync(`/proc/${pid}/root`) === join(root) &&
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('node.exe')
    );
  } catch {
    // It has ended since the list was read.
    return false;
  }
}

/**
 * @param {Windows} windows
 * @param {string} command
 * @param {{ readonly work: string, readonly port: number }} place
 */
async function useBroker({ drive, run }, command, { work, port }) {
  const transport = (/** @type {string} */ secret) =>
    `${HEAD}transport: { kind: rabbitmq, host: 127.0.0.1, port: ${port}, username: guest, password: { file: ${secret} }, send: { routingKey: SW.SEND }, receive: { queue: SW.RECV }, declare: true }\n`;
  const home = makeHome(drive, 'broker', transport('mq-password'));
  writeFileSync(join(home, 'mq-password'), 'guest');
  // The other side is here, not in Windows.
  const platform = join(work, 'platform');
  mkdirSync(platform);
  writeFileSync(join(platform, 'swic.yaml'), transport('mq-password'));
  writeFileSync(join(platform, 'mq-password'), 'guest', { mode: 0o600 });
  const sandbox = spawn(process.execPath, [SWIC, 'sandbox', '--config', join(platform, 'swic.yaml')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    let said = '';
    sandbox.stderr.setEncoding('utf8').on('data', (text) => (said += text));
    await until(`the simulated platform listens: ${said}`, () => said.includes('\n'));
    const words = wordsFor(command, 'broker');
    await demand(run(words('run', '--once')));
    fill(home, BROKERED);
    await demand(run(words('run', '--once', '--wait', '30')));
    await demand(run(words('verify')));
    const sent = countBelow(join(home, 'boxes'), 'SentBox');
    const answered = countBelow(join(home, 'boxes'), 'InBox');
    expectThat(sent === BROKERED && answered >= BROKERED, `${sent} sent and ${answered} receipts of ${BROKERED}`);
    return `${sent} sent, ${answered} receipts`;
  } finally {
    sandbox.kill('SIGTERM');
  }
}

/**
 * @param {Windows} windows
 * @param {string} command
 */
async function useCredentials({ drive, run }, command) {
  const home = makeHome(drive, 'credentials', EMBEDDED);
  const secret = 'synthetic-password-4711';
  writeFileSync(join(home, 'typed.txt'), secret);
  const words = wordsFor(command, 'credentials');
  const saved = await run([...words('secret', 'set', 'mq', '--keyring'), '<', 'C:\\credentials\\typed.txt']);
  if (/no-keyring/.test(saved.text)) throw new NotRun('this Wine has no Credential Manager');
  expectThat(saved.code === 0, saved.text.slice(-300));
  const list = async () => JSON.parse((await run(words('secret', 'list', '--json'))).text);
  const listed = JSON.stringify(await list());
  expectThat(listed.includes('"mq"') && listed.includes('"keyring"'), `it is not listed: ${listed}`);
  const files = readdirSync(join(drive, 'users'), { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  const found = files.find(({ parentPath, name }) => readFileSync(join(parentPath, name)).includes(secret));
  expectThat(found === undefined, `it is in ${found?.name}`);
  await demand(run(words('secret', 'remove', 'mq')));
  expectThat(!JSON.stringify(await list()).includes('"mq"'), 'it is still listed');
  return 'saved, listed, removed';
}

/**
 * @param {string} drive
 * @param {string} name
 * @param {string} configuration
 */
function makeHome(drive, name, configuration) {
  const home = join(drive, name);
  mkdirSync(home);
  writeFileSync(join(home, 'swic.yaml'), configuration);
  return home;
}

/**
 * Wherever the installer is when it is killed, the version of before or the later one starts, and the next run ends what was begun.
 * @param {Windows} windows
 * @param {string} file
 * @param {string} scratch
 */
async function killInstaller(windows, file, scratch) {
  const { drive, run, start } = windows;
  await install(windows, file);
  const home = join(drive, DATA);
  const root = join(drive, PROGRAM);
  const swic = (/** @type {readonly string[]} */ ...words) =>
    run(['cmd', '/c', 'C:\\Program Files\\swic\\swic.cmd', ...words, '--locale', 'en']);
  await demand(swic('run', '--once'));
  fill(home, 5);
  const first = readFileSync(join(root, 'current.txt'), 'utf8').trim();
  const later = await makeLater(join(root, first), scratch);
  writeFileSync(join(drive, 'later.exe'), readFileSync(later.file));
  const unfinished = join(root, `${later.app}.new`);
  const instants = {
    'while files are copied': () => existsSync(join(unfinished, 'runtime')),
    'after all are copied': () => existsSync(join(root, later.app)),
  };
  for (const [when, isThere] of Object.entries(instants)) {
    const data = `C:\\${DATA.replaceAll('/', '\\')}`;
    const installer = start(['C:\\later.exe', '/S', '/AllUsers', `/DATA=${data}`]);
    await until(`the installer is there: ${when}`, isThere);
    await installer.end();
    await run(['taskkill', '/F', '/IM', 'later.exe']);
    await demand(swic('--version'));
  }
  await wait(1_000);
  await install(windows, later.file);
  expectThat(readFileSync(join(root, 'current.txt'), 'utf8').trim() === later.app, 'there was no switch');
  expectThat(!existsSync(unfinished), 'a half version is left');
  await demand(swic('run', '--once'));
  await demand(swic('verify'));
  expectThat(countBelow(join(home, 'boxes'), 'SentBox') === 5, 'not all are sent');
  await uninstall(windows);
  return `killed ${Object.keys(instants).join(' and ')}, then ended by the next run`;
}

/**
 * @param {Windows} windows
 * @param {readonly string[]} swic
 * @param {string} roaming
 */
async function startAtLogon({ run }, swic, roaming) {
  const file = join(roaming, 'Microsoft/Windows/Start Menu/Programs/Startup/swic.cmd');
  await demand(run([...swic, 'service', 'install', '--logon']));
  expectThat(existsSync(file), 'there is nothing in the Startup folder');
  await untilDone('the agent of the logon answers', () => run([...swic, 'status', '--json']));
  await demand(run([...swic, 'service', 'uninstall']));
  expectThat(!existsSync(file), 'the Startup folder still has it');
  expectThat((await run([...swic, 'shutdown'])).code !== 0, 'the agent of the logon still runs');
}

/**
 * @param {Windows} windows
 * @param {string} file
 */
async function installBeside(windows, file) {
  const { drive, run } = windows;
  await install(windows, file);
  await demand(run(['C:\\setup.exe', '/S', '/CurrentUser', '/CONFIG=C:\\answers.yaml']));
  const users = join(drive, 'users/root');
  const local = ['AppData/Local/Programs/swic', 'AppData/Local/swic'].find((one) =>
    existsSync(join(users, one, 'current.txt')),
  );
  if (local === undefined) throw new Error('there is no program of the user');
  const own = join(users, local);
  const program = `C:\\users\\root\\${local.replaceAll('/', '\\')}`;
  const words = {
    machine: ['cmd', '/c', 'C:\\Program Files\\swic\\swic.cmd'],
    user: ['cmd', '/c', `${program}\\swic.cmd`],
  };
  const homes = { machine: join(drive, DATA), user: join(users, 'swic') };
  for (const who of /** @type {const} */ (['machine', 'user'])) {
    await demand(run([...words[who], 'run', '--once']));
    fill(homes[who], 3);
    await demand(run([...words[who], 'run', '--once']));
    await demand(run([...words[who], 'verify']));
    expectThat(countBelow(join(homes[who], 'boxes'), 'SentBox') === 3, `3 are not sent by that of the ${who}`);
  }
  await startAtLogon(windows, words.user, join(users, 'AppData/Roaming'));
  // That of the machine goes; that of the user stays as it is.
  await uninstall(windows);
  await demand(run([...words.user, 'verify']));
  await demand(run([`${program}\\uninstall.exe`, '/CurrentUser', '/S']));
  await until('that of the user is removed', () => !existsSync(own));
  for (const home of Object.values(homes)) expectThat(existsSync(join(home, 'data')), 'a data directory was taken');
  return 'each with its own data, each removed by itself';
}

// @ts-check
// The service of the installer, under Wine: started by Windows, started again after a kill, kept over an upgrade, stopped in order.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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

const SECONDS_MAX = 120;
const RUNNING = /STATE\s*:\s*4\s+RUNNING/;
const STOPPED = /STATE\s*:\s*1\s+STOPPED/;

/** @typedef {import('./wine-ten.mjs').Windows} Windows */

/** @type {readonly import('./not-run.mjs').PackageCheck[]} */
export const serviceChecks = [
  {
    name: 'setup: a service that sends, comes back after a kill, stays over an upgrade and stops in order (Wine)',
    run: async ({ work, fileOf }) => {
      const file = fileOf('setup');
      return await inWindows((windows) => useService(windows, file, join(work, 'later-service')));
    },
  },
];

/**
 * @param {Windows} windows
 * @param {string} file
 * @param {string} scratch
 */
async function useService(windows, file, scratch) {
  const { drive, run, start } = windows;
  const home = join(drive, DATA);
  // Without `/SERVICE`: what Wine does with a service is looked at first.
  await install(windows, file);
  const first = readFileSync(join(drive, PROGRAM, 'current.txt'), 'utf8').trim();
  // Wine ends its services with the last program that a person has started.
  const node = `C:\\Program Files\\swic\\${first}\\runtime\\node.exe`;
  const keeper = start([node, '-e', 'setTimeout(() => undefined, 1e9)']);
  const log = () => (existsSync(join(home, 'service.log')) ? readFileSync(join(home, 'service.log'), 'utf8') : '');
  const swic = (/** @type {readonly string[]} */ ...words) =>
    run(['cmd', '/c', 'C:\\Program Files\\swic\\swic.cmd', ...words, '--locale', 'en']);
  try {
    await run(['sc', 'create', 'swic-probe', 'binPath=', 'C:\\probe.exe']);
    if ((await run(['sc', 'query', 'swic-probe'])).code !== 0)
      throw new NotRun(
        'this Wine has two service managers at once: sc does not find the service that it has just made',
      );
    await demand(swic('service', 'install'));
    await untilState(windows, RUNNING);
    await untilDone('the agent of the service answers', () => swic('status', '--json'));
    fill(home, 5);
    await until('5 are sent by the service', () => countBelow(join(home, 'boxes'), 'SentBox') === 5);

    const { agent } = JSON.parse((await swic('status', '--json')).text);
    await demand(run(['taskkill', '/F', '/PID', String(agent.pid)]));
    await until('the kill is noticed', () => log().includes('it is started again after ms'));
    fill(home, 8);
    await until('it sends after the kill', () => countBelow(join(home, 'boxes'), 'SentBox') === 13);

    const later = await makeLater(join(drive, PROGRAM, first), scratch);
    await install(windows, later.file);
    expectThat(readFileSync(join(drive, PROGRAM, 'current.txt'), 'utf8').trim() === later.app, 'there was no switch');
    await untilState(windows, RUNNING);
    fill(home, 3);
    await until('it sends after the upgrade', () => countBelow(join(home, 'boxes'), 'SentBox') === 16);

    await demand(run(['sc', 'stop', 'swic']));
    await untilState(windows, STOPPED);
    expectThat(/the agent ended with exit code \(0\)\r\n$/.test(log()), `no orderly end: ${log().slice(-400)}`);
    await demand(swic('verify'));
    await uninstall(windows);
    expectThat((await run(['sc', 'query', 'swic'])).code !== 0, 'the service is still there');
    return 'started, killed, upgraded, stopped in order, removed: 16 sent';
  } finally {
    await keeper.end();
  }
}

/**
 * @param {Windows} windows
 * @param {RegExp} state
 */
async function untilState({ run }, state) {
  for (let looks = 0; ; looks += 1) {
    const { text } = await run(['sc', 'query', 'swic']);
    if (state.test(text)) return;
    expectThat(looks < SECONDS_MAX, `the service is not ${state.source}: ${text}`);
  }
}

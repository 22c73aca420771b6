// @ts-check
// The packages for Windows, under Wine: unpacked or installed without a question, used, upgraded while the agent runs, removed.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findPart, isForbidden, PARTS } from '../../scripts/package/contents.mjs';
import { compileInstaller } from '../../scripts/package/kinds/setup.mjs';
import { ROOT } from '../../scripts/package/places.mjs';
import { runTool } from '../../scripts/package/tools.mjs';
import { expectThat } from './not-run.mjs';
import { makeCertificate } from './signing.mjs';
import { openWindows } from './wine-ten.mjs';

const EXAMPLE = join(ROOT, 'examples/documents/DEC');
const DOCUMENTS = 300;
const LOOKS_MAX = 3_000;
const LOOK_MS = 100;
/** Dashboard, page, files, documents, uninstallation. */
const MENU_ROWS = 5;
/** What Windows asks about, beside the installer itself. */
const SIGNED = ['uninstall.exe', 'swic-service.exe'];
/** Each takes seconds. */
const ASKED_MAX = 20;
export const DATA = '数据/swic';
export const PROGRAM = 'Program Files/swic';
const CONFIG = `clientId: DXPESW0000000000
dataDir: data
boxesDir: boxes
transport: { kind: embedded }
sandbox: { enabled: true }
businesses: { DEC: {} }
`;

/** @typedef {import('./wine-ten.mjs').Windows} Windows */

/** @type {readonly import('./not-run.mjs').PackageCheck[]} */
export const windowsChecks = [
  {
    name: 'zip: swic.cmd of the unpacked directory sends and verifies (Wine)',
    run: async ({ fileOf }) => {
      const file = fileOf('zip');
      return await inWindows(async (windows) => {
        await runTool('unzip', ['-q', file, '-d', windows.drive]);
        const home = readdirSync(windows.drive).find((name) => name.startsWith('swic-')) ?? '';
        return await useOnce(windows, `C:\\${home}\\swic.cmd`, 'zip');
      });
    },
  },
  {
    name: 'setup: installed without a question, used, upgraded by a signed one while the agent runs, removed (Wine)',
    run: async ({ work, fileOf }) => {
      const file = fileOf('setup');
      return await inWindows((windows) => useInstaller(windows, file, join(work, 'later-setup')));
    },
  },
];

/** @param {(windows: Windows) => Promise<string>} work */
export async function inWindows(work) {
  const windows = await openWindows();
  try {
    return await work(windows);
  } finally {
    await windows.close();
  }
}

/**
 * @param {Windows} windows
 * @param {string} command
 * @param {string} name of a directory on disk C
 */
async function useOnce({ drive, run }, command, name) {
  const home = join(drive, name);
  mkdirSync(home);
  writeFileSync(join(home, 'swic.yaml'), CONFIG);
  const swic = (/** @type {readonly string[]} */ ...words) =>
    run(['cmd', '/c', command, ...words, '--config', `C:\\${name}\\swic.yaml`, '--locale', 'en']);
  await demand(swic('run', '--once'));
  fill(home, 3);
  await demand(swic('run', '--once'));
  await demand(swic('verify'));
  const sent = countBelow(join(home, 'boxes'), 'SentBox');
  expectThat(sent === 3, `${sent} of 3 documents in SentBox`);
  return `${(await demand(swic('--version'))).trim()}, 3 sent`;
}

/**
 * @param {Windows} windows
 * @param {string} file
 * @param {string} scratch
 */
async function useInstaller(windows, file, scratch) {
  const { drive, run, start } = windows;
  await install(windows, file);
  const home = join(drive, DATA);
  const first = readFileSync(join(drive, PROGRAM, 'current.txt'), 'utf8').trim();
  expectContents(join(drive, PROGRAM, first));
  const path = await pathOf(windows);
  expectThat(path.includes('C:\\Program Files\\swic'), 'it is not on the PATH');
  expectThat(/%SystemRoot%\\system32;/i.test(path), `the PATH of before is gone: ${path}`);
  const menu = join(drive, 'ProgramData/Microsoft/Windows/Start Menu/Programs/swic');
  const rows = existsSync(menu) ? readdirSync(menu) : [];
  expectThat(rows.length === MENU_ROWS, `the start menu has ${rows.join(', ')}`);
  const swic = (/** @type {readonly string[]} */ ...words) =>
    run(['cmd', '/c', 'C:\\Program Files\\swic\\swic.cmd', ...words, '--locale', 'en']);
  await demand(swic('run', '--once'));
  fill(home, DOCUMENTS);
  const agent = start(['cmd', '/c', 'C:\\Program Files\\swic\\swic.cmd', 'run']);
  await until('the first document is sent', () => countBelow(join(home, 'boxes'), 'SentBox') > 0);
  const before = countBelow(join(home, 'boxes'), 'SentBox');
  const { later, verify } = await makeSigned(join(drive, PROGRAM, first), scratch);
  await install(windows, later.file);
  for (const file of [later.file, ...SIGNED.map((name) => join(drive, PROGRAM, name))]) await verify(file);
  expectThat((await agent.ended) === 0, 'the agent did not end in order');
  expectThat(readFileSync(join(drive, PROGRAM, 'current.txt'), 'utf8').trim() === later.app, 'there was no switch');
  expectThat(existsSync(join(drive, PROGRAM, first)), 'the version before is gone');
  // It was started again by the installer.
  await until('all are sent', () => countBelow(join(home, 'boxes'), 'SentBox') === DOCUMENTS);
  await untilDone('the agent that the installer started answers', () => swic('shutdown'));
  await demand(swic('verify'));
  await uninstall(windows);
  expectThat(countBelow(join(home, 'boxes'), 'SentBox') === DOCUMENTS, 'the uninstallation took documents');
  expectThat(existsSync(join(home, 'data')) && existsSync(join(home, 'swic.yaml')), 'it took ledger or configuration');
  return `${before} sent at the upgrade, ${DOCUMENTS} after it, kept by the uninstallation`;
}

/**
 * @param {Windows} windows
 * @param {string} file
 * @param {readonly string[]} [more] words for the installer
 */
export async function install({ drive, run }, file, more = []) {
  cpSync(file, join(drive, 'setup.exe'));
  writeFileSync(join(drive, 'answers.yaml'), CONFIG);
  const data = `C:\\${DATA.replaceAll('/', '\\')}`;
  await demand(run(['C:\\setup.exe', '/S', '/AllUsers', `/DATA=${data}`, '/CONFIG=C:\\answers.yaml', ...more]));
}

/** @param {Windows} windows */
export async function uninstall(windows) {
  const { drive, run } = windows;
  await demand(run(['C:\\Program Files\\swic\\uninstall.exe', '/AllUsers', '/S']));
  // What was asked has ended: a copy of it, which Windows can remove, does the work.
  await until('the uninstallation is done', () => !existsSync(join(drive, PROGRAM)));
  expectThat(!(await pathOf(windows)).includes('C:\\Program Files\\swic'), 'it is still on the PATH');
}

/** @param {Windows} windows */
async function pathOf({ run }) {
  const key = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment';
  return (await run(['reg', 'query', key, '/v', 'Path'])).text;
}

/**
 * A version after the one that is installed, with the same program.
 * @param {string} app
 * @param {string} scratch
 */
export async function makeLater(app, scratch) {
  const version = '9999.0.0';
  mkdirSync(scratch);
  cpSync(app, join(scratch, `app-${version}`), { recursive: true });
  return { app: `app-${version}`, file: await compileInstaller({ scratch, version, epochS: 0, isQuick: true }) };
}

/** With a certificate of its own, as a firm that has one makes the installer. @param {string} app @param {string} scratch */
async function makeSigned(app, scratch) {
  const directory = `${scratch}-certificate`;
  mkdirSync(directory);
  const { env, verify } = await makeCertificate(directory);
  Object.assign(process.env, env);
  try {
    return { later: await makeLater(app, scratch), verify };
  } finally {
    for (const name of Object.keys(env)) delete process.env[name];
  }
}

/** @param {string} directory */
function expectContents(directory) {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map(({ parentPath, name }) => join(parentPath, name).slice(directory.length + 1));
  const wrong = files.filter((file) => findPart('setup', file) === undefined || isForbidden(file));
  expectThat(wrong.length === 0, `must not be there: ${wrong.slice(0, 5).join(', ')}`);
  const filled = new Set(files.map((file) => findPart('setup', file)?.path));
  const missing = PARTS.filter(({ path, kinds }) => kinds.includes('setup') && !filled.has(path));
  expectThat(missing.length === 0, `missing: ${missing.map(({ path }) => path).join(', ')}`);
}

/**
 * @param {string} home
 * @param {number} count
 */
export function fill(home, count) {
  const outBox = join(home, 'boxes/Deccus001/OutBox');
  const source = readdirSync(EXAMPLE).find((name) => name.endsWith('.xml')) ?? '';
  for (let index = 0; index < count; index += 1) {
    // Hidden until it is whole, as an ERP does it.
    cpSync(join(EXAMPLE, source), join(outBox, `.${index}`));
    renameSync(join(outBox, `.${index}`), join(outBox, `报关单-${index}.xml`));
  }
}

/**
 * @param {string} boxes
 * @param {string} box
 */
export function countBelow(boxes, box) {
  const directory = join(boxes, 'Deccus001', box);
  if (!existsSync(directory)) return 0;
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.xml')).length;
}

/**
 * @param {string} what
 * @param {() => boolean} isTrue
 */
export async function until(what, isTrue) {
  for (let looks = 0; !isTrue(); looks += 1) {
    expectThat(looks < LOOKS_MAX, `it did not happen: ${what}`);
    await wait(LOOK_MS);
  }
}

/**
 * @param {string} what
 * @param {() => Promise<import('./wine-ten.mjs').Said>} run
 */
export async function untilDone(what, run) {
  for (let looks = 0; (await run()).code !== 0; looks += 1) expectThat(looks < ASKED_MAX, `it did not happen: ${what}`);
}

/** @param {Promise<import('./wine-ten.mjs').Said>} running */
export async function demand(running) {
  const { code, text } = await running;
  expectThat(code === 0, `exit code ${code}: ${text.slice(-600)}`);
  return text;
}

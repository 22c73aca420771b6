// @ts-check
// The installer for Windows, made on Linux by NSIS: the program with its Node.js in a directory of its version, in Chinese
// and English.
import { cpSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stagePlatform } from '../platforms.mjs';
import { isSigning, sign } from '../sign.mjs';
import { provideTools, runTool, setTimes } from '../tools.mjs';
import { compileService } from '../windows/service.mjs';

const SOURCE = fileURLToPath(new URL('../windows/', import.meta.url));
const SIGNER = fileURLToPath(new URL('../sign-file.mjs', import.meta.url));

/** @type {import('../kinds.mjs').Builder} */
export async function buildSetup({ program, scratch, out, release, say }) {
  await provideTools({ makensis: 'nsis' }, say);
  const { version, epochS } = release;
  const app = `app-${version}`;
  await stagePlatform({ program, target: join(scratch, app), platform: 'windows' });
  // The portable ZIP has it not: there a person replaces one version by the next.
  mkdirSync(join(scratch, app, 'setup'));
  cpSync(join(SOURCE, 'setup.cjs'), join(scratch, app, 'setup/setup.cjs'));
  const made = await compileInstaller({ scratch, version, epochS, isQuick: false, say });
  const file = basename(made);
  renameSync(made, join(out, file));
  return file;
}

/**
 * @param {object} order
 * @param {string} order.scratch with the program in `app-<version>`
 * @param {string} order.version
 * @param {number} order.epochS
 * @param {boolean} order.isQuick nothing is compressed: for a test
 * @param {(line: string) => void} [order.say]
 * @returns {Promise<string>} the path of the installer
 */
export async function compileInstaller({ scratch, version, epochS, isQuick, say = () => undefined }) {
  const app = `app-${version}`;
  for (const name of ['installer.nsi', 'swic.cmd', 'console.cmd']) cpSync(join(SOURCE, name), join(scratch, name));
  const service = join(scratch, 'swic-service.exe');
  await compileService(service, say);
  await sign(service, { say });
  writeFileSync(join(scratch, 'files.nsh'), filesOf(scratch, app).join('\n'));
  await setTimes(scratch, epochS);
  const file = join(scratch, `swic-${version}-setup.exe`);
  const defines = { VERSION: version, APP: app, OUT: file, FOUR: fourOf(version), FILES: join(scratch, 'files.nsh') };
  const words = Object.entries(defines).map(([name, value]) => `-D${name}=${value}`);
  if (isQuick) words.push('-DQUICK');
  if (isSigning()) words.push(`-DSIGNER="${process.execPath}" "${SIGNER}"`);
  const script = join(scratch, 'installer.nsi');
  await runTool('makensis', ['-V2', '-WX', '-INPUTCHARSET', 'UTF8', '-XTarget amd64-unicode', ...words, script], {
    env: { SOURCE_DATE_EPOCH: String(epochS) },
  });
  await sign(file, { say });
  return file;
}

/**
 * One line a file, in the order of the names: that of a directory differs from machine to machine.
 * @param {string} scratch
 * @param {string} app
 * @param {string} [inner]
 * @returns {readonly string[]}
 */
function filesOf(scratch, app, inner = '') {
  const entries = readdirSync(join(scratch, app, inner), { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => `  File "${join(app, inner, name)}"`);
  const directories = entries.filter((entry) => entry.isDirectory());
  const place = `$INSTDIR\\\${APP}.new${inner === '' ? '' : `\\${inner.replaceAll('/', '\\')}`}`;
  return [
    ...(files.length === 0 ? [] : [`  SetOutPath "${place}"`, ...files]),
    ...directories.flatMap(({ name }) => filesOf(scratch, app, join(inner, name))),
  ];
}

/** Windows wants four numbers. @param {string} version */
function fourOf(version) {
  return `${version.replace(/[^\d.].*$/, '')}.0`;
}

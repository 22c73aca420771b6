// @ts-check
// Signs what runs on Windows, where a certificate is named: SWIC_SIGN_CERTIFICATE (a .pfx), its password in the file of
// SWIC_SIGN_PASSWORD_FILE, and SWIC_SIGN_TIMESTAMP, the address of a time stamp service. Without one nothing is signed; with one
// that cannot be used nothing is made: a package without the signature that was asked for would be found out by its users.
import { accessSync, constants, renameSync, rmSync } from 'node:fs';
import { provideTools, runTool } from './tools.mjs';

/** Why a signature that was asked for was not made: one sentence. */
export class SignFailure extends Error {}

/** What osslsigncode and OpenSSL say of it, and what it means. @type {readonly (readonly [RegExp, string])[]} */
const MEANINGS = [
  [/Wrong password|mac verify failure/, 'the password does not open the certificate (SWIC_SIGN_PASSWORD_FILE)'],
  [/PKCS#12|pkcs12/, 'SWIC_SIGN_CERTIFICATE is not a .pfx file'],
  [/timestamp|http/i, 'the time stamp service did not answer (SWIC_SIGN_TIMESTAMP)'],
];

/** @param {NodeJS.ProcessEnv} [env] whether files are signed */
export function isSigning(env = process.env) {
  return (env['SWIC_SIGN_CERTIFICATE'] ?? '') !== '';
}

/**
 * Before anything is made: minutes later is too late for a wrong path.
 * @param {NodeJS.ProcessEnv} [env]
 * @throws {SignFailure}
 */
export function checkSigning(env = process.env) {
  if (!isSigning(env)) return;
  for (const name of ['SWIC_SIGN_CERTIFICATE', 'SWIC_SIGN_PASSWORD_FILE']) {
    const file = env[name] ?? '';
    if (file === '') continue;
    try {
      accessSync(file, constants.R_OK);
    } catch (reason) {
      const code = /** @type {NodeJS.ErrnoException} */ (reason).code;
      throw new SignFailure(`${name}: ${file} cannot be read (${code})`);
    }
  }
}

/**
 * @param {string} file is replaced by the signed one
 * @param {{ say: (line: string) => void, env?: NodeJS.ProcessEnv }} world
 * @returns {Promise<boolean>} whether it was signed
 * @throws {SignFailure}
 */
export async function sign(file, { say, env = process.env }) {
  if (!isSigning(env)) return false;
  checkSigning(env);
  await provideTools({ osslsigncode: 'osslsigncode' }, say);
  const words = ['sign', '-pkcs12', env['SWIC_SIGN_CERTIFICATE'] ?? '', '-h', 'sha256', '-n', 'swic'];
  // By a file: a command line can be read by every account. Without one the password is empty; no question is asked.
  words.push(...(env['SWIC_SIGN_PASSWORD_FILE'] ? ['-readpass', env['SWIC_SIGN_PASSWORD_FILE']] : ['-pass', '']));
  if (env['SWIC_SIGN_TIMESTAMP']) words.push('-ts', env['SWIC_SIGN_TIMESTAMP']);
  const signed = `${file}.signed`;
  rmSync(signed, { force: true });
  try {
    await runTool('osslsigncode', [...words, '-in', file, '-out', signed]);
  } catch (reason) {
    rmSync(signed, { force: true });
    const said = String(/** @type {{ stderr?: string }} */ (reason).stderr ?? reason).trim();
    const meaning = MEANINGS.find(([pattern]) => pattern.test(said))?.[1] ?? said.split('\n')[0];
    throw new SignFailure(`${file} was not signed: ${meaning}`);
  }
  renameSync(signed, file);
  return true;
}

// @ts-check
// Signs what runs on Windows, where a certificate is named: SWIC_SIGN_CERTIFICATE (a .pfx), its password in the file of
// SWIC_SIGN_PASSWORD_FILE, and SWIC_SIGN_TIMESTAMP, the address of a time stamp service. Without one nothing is signed.
import { renameSync } from 'node:fs';
import { NotBuilt, provideTools, runTool } from './tools.mjs';

/**
 * @param {string} file is replaced by the signed one
 * @param {{ say: (line: string) => void, env?: NodeJS.ProcessEnv }} world
 * @returns {Promise<boolean>} whether it was signed
 */
export async function sign(file, { say, env = process.env }) {
  const certificate = env['SWIC_SIGN_CERTIFICATE'];
  if (certificate === undefined || certificate === '') return false;
  await provideTools({ osslsigncode: 'osslsigncode' }, say);
  const password = env['SWIC_SIGN_PASSWORD_FILE'];
  const stamp = env['SWIC_SIGN_TIMESTAMP'];
  const words = ['sign', '-pkcs12', certificate, '-h', 'sha256', '-n', 'swic'];
  // By a file: a command line can be read by every account.
  if (password !== undefined) words.push('-readpass', password);
  if (stamp !== undefined) words.push('-ts', stamp);
  const signed = `${file}.signed`;
  try {
    await runTool('osslsigncode', [...words, '-in', file, '-out', signed]);
  } catch (reason) {
    throw new NotBuilt(`it could not be signed: ${String(reason).trim().split('\n').at(-1)}`);
  }
  renameSync(signed, file);
  return true;
}

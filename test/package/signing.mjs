// @ts-check
// A certificate of a test's own, which nothing else trusts, and a program to sign.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { provideTools, runTool } from '../../scripts/package/tools.mjs';

const PASSWORD = '密码 of a test';

/**
 * @param {string} directory
 * @returns {Promise<{ env: NodeJS.ProcessEnv, verify: (file: string) => Promise<string> }>} `env` names it; `verify` rejects
 *   where a file is not signed by it
 */
export async function makeCertificate(directory) {
  await provideTools({ openssl: 'openssl', osslsigncode: 'osslsigncode' }, () => undefined);
  const [key, certificate, both, password] = ['key.pem', 'certificate.pem', 'sign er.pfx', 'password'].map((name) =>
    join(directory, name),
  );
  writeFileSync(password ?? '', PASSWORD, { mode: 0o600 });
  const purpose = ['-subj', '/CN=A test', '-addext', 'extendedKeyUsage=codeSigning', '-days', '2'];
  await openssl(['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, ...purpose]);
  await openssl(['pkcs12', '-export', '-inkey', key, '-in', certificate, '-out', both, '-passout', `file:${password}`]);
  return {
    env: { SWIC_SIGN_CERTIFICATE: both, SWIC_SIGN_PASSWORD_FILE: password },
    verify: (file) => runTool('osslsigncode', ['verify', '-CAfile', certificate ?? '', '-in', file]),
  };
}

/** @param {readonly (string | undefined)[]} words */
async function openssl(words) {
  await runTool(
    'openssl',
    words.map((word) => word ?? ''),
  );
}

/**
 * The smallest file that has the parts of a program for Windows which a signature needs.
 * @param {string} file
 */
export function writeProgram(file) {
  const bytes = Buffer.alloc(1_024);
  bytes.write('MZ');
  bytes.writeUInt32LE(64, 60);
  bytes.write('PE\0\0', 64, 'latin1');
  // 64-bit Intel, one section, an optional header of 240 bytes with 16 directories, of which the fifth is for signatures.
  for (const [at, value] of /** @type {const} */ ([
    [68, 0x8664],
    [70, 1],
    [84, 240],
    [86, 0x22],
    [88, 0x20b],
    [196, 16],
  ]))
    bytes.writeUInt16LE(value, at);
  writeFileSync(file, bytes);
}

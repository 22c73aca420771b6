import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePackages } from '../../scripts/package/make-packages.mjs';
import { SignFailure, sign } from '../../scripts/package/sign.mjs';
import { makeCertificate, writeProgram } from './signing.mjs';

let directory: string;
let certificate: Awaited<ReturnType<typeof makeCertificate>>;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'swic-sign-'));
  certificate = await makeCertificate(directory);
}, 120_000);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A program in a directory whose name has a space and Chinese in it. */
function openProgram(name: string): { readonly file: string; readonly bytes: Buffer } {
  const place = join(directory, `安装 ${name}`);
  mkdirSync(place);
  const file = join(place, 'swic setup.exe');
  writeProgram(file);
  return { file, bytes: readFileSync(file) };
}
const say = (): void => undefined;

describe('a program for Windows', () => {
  test('is signed when a certificate is named, and the signature fits it', async () => {
    const { file } = openProgram('signed');
    await expect(certificate.verify(file)).rejects.toThrow();
    expect(await sign(file, { say, env: certificate.env })).toBe(true);
    expect(await certificate.verify(file)).toContain('Number of verified signatures: 1');
    const bytes = readFileSync(file);
    bytes[700] = (bytes[700] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    await expect(certificate.verify(file)).rejects.toThrow();
  });

  test('stays as it is when none is named', async () => {
    const { file, bytes } = openProgram('unsigned');
    expect(await sign(file, { say, env: {} })).toBe(false);
    expect(await sign(file, { say, env: { SWIC_SIGN_CERTIFICATE: '' } })).toBe(false);
    expect(readFileSync(file)).toEqual(bytes);
  });

  test.each([
    ['a wrong password', 'SWIC_SIGN_PASSWORD_FILE', 'wrong', 'password does not open the certificate'],
    ['no certificate at all', 'SWIC_SIGN_CERTIFICATE', 'text', 'is not a .pfx file'],
    ['a certificate that is missing', 'SWIC_SIGN_CERTIFICATE', 'missing.pfx', 'cannot be read (ENOENT)'],
    ['a password file that is missing', 'SWIC_SIGN_PASSWORD_FILE', 'missing', 'cannot be read (ENOENT)'],
  ])('is neither signed nor changed with %s, and the reason is said', async (what, name, value, words) => {
    const { file, bytes } = openProgram(what);
    for (const text of ['wrong', 'text']) writeFileSync(join(directory, text), 'wrong\n');
    const env = { ...certificate.env, [name]: join(directory, value) };
    const failure = await sign(file, { say, env }).catch((reason: unknown) => reason);
    expect(failure).toBeInstanceOf(SignFailure);
    expect(String(failure)).toContain(words);
    expect(readFileSync(file)).toEqual(bytes);
  });

  test('is not signed without the time stamp that was asked for', async () => {
    const { file, bytes } = openProgram('no stamp');
    // A port that nothing listens on.
    const env = { ...certificate.env, SWIC_SIGN_TIMESTAMP: 'http://127.0.0.1:9/' };
    await expect(sign(file, { say, env })).rejects.toThrow('time stamp service');
    expect(readFileSync(file)).toEqual(bytes);
  });
});

test('no package is made where the certificate that is named cannot be read', async () => {
  const out = join(directory, 'out');
  process.env['SWIC_SIGN_CERTIFICATE'] = join(directory, 'missing.pfx');
  try {
    await expect(makePackages({ out, kinds: ['npm'], say })).rejects.toThrow('cannot be read (ENOENT)');
  } finally {
    delete process.env['SWIC_SIGN_CERTIFICATE'];
  }
});

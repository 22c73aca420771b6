import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toGbk } from '../../../../test/support/encode-text.js';
import { until } from '../../../../test/support/until.js';
import { systemClock } from '../runtime/system-clock.js';
import { readConfig } from './load.js';
import { resolveSecret } from './secrets.js';
import { watchConfig } from './watch.js';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'swic-text-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const yaml = (boxesDir: string): string =>
  `clientId: DXPESW0000000000\nboxesDir: ${boxesDir}\ntransport: { kind: embedded }\nbusinesses: { DEC: {} }\n`;

function put(name: string, content: Uint8Array | string): string {
  const file = path.join(directory, name);
  writeFileSync(file, content, { mode: 0o600 });
  return file;
}

function boxesOf(content: Uint8Array | string): string {
  const result = readConfig(put('swic.yaml', content));
  return result.outcome === 'ok'
    ? result.loaded.config.boxesDir
    : result.problems.map((problem) => `${problem.line} ${problem.code} ${problem.en}`).join('; ');
}

const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');

describe('swic.yaml as editors save it', () => {
  test('with a byte order mark, and in UTF-16 of either order', () => {
    const text = yaml('./单据');
    expect(boxesOf(`\ufeff${text}`)).toBe('./单据');
    expect(boxesOf(utf16(text))).toBe('./单据');
    expect(boxesOf(utf16(text).swap16())).toBe('./单据');
    expect(boxesOf(Buffer.from(text, 'utf16le'))).toBe('./单据');
  });

  test('in GBK it is refused with what to do, and makes no directory of replacement characters', () => {
    expect(boxesOf(toGbk(yaml('./单据')))).toMatch(/^1 encoding .*GBK.*UTF-8/);
    expect(boxesOf(toGbk(`# 说明文字\n${yaml('./boxes')}`))).toMatch(/^1 encoding .*GBK/);
    expect(boxesOf(yaml('./\ufffd\ufffd'))).toContain('could not be read');
  });

  test.each([
    '"./boxes\\temp\\new"',
    '"D:\\exchange"',
    '"D:\\Photos"',
    '"D:\\_boxes"',
    '"D:\\Name"',
    '"D:\\0"',
    '"D:\\data"',
    '"D:\\users"',
  ])('a backslash in double quotes is no separator: %s', (value) => {
    expect(boxesOf(yaml(value))).toMatch(/^2 value .*single quotes or forward slashes/);
  });

  test('single quotes, plain text and doubled backslashes are paths', () => {
    expect(boxesOf(yaml("'./boxes\\temp\\new'"))).toBe('./boxes\\temp\\new');
    expect(boxesOf(yaml('D:\\temp\\new'))).toBe('D:\\temp\\new');
    expect(boxesOf(yaml('"D:\\\\temp\\\\new"'))).toBe('D:\\temp\\new');
  });

  test('a block of YAML has a line feed at its end, which is part of no path', () => {
    expect(boxesOf(yaml('|\n  ./boxes'))).toContain('control character');
  });
});

describe('a password file', () => {
  test.each([
    ['with a byte order mark', Buffer.from('\ufeffs3cret 密码\r\n')],
    ['in UTF-16', utf16('s3cret 密码\r\n')],
    ['in UTF-16 without a mark', Buffer.from('s3cret 密码\n', 'utf16le')],
    ['with several line ends', Buffer.from('s3cret 密码\n\r\n\n')],
    ['as it should be', Buffer.from('s3cret 密码')],
  ])('%s gives the password alone', async (_, content) => {
    put('password', content);
    expect(await resolveSecret({ file: 'password' }, directory)).toBe('s3cret 密码');
  });

  test('in another encoding, or empty, is no password', async () => {
    put('password', toGbk('密码'));
    await expect(resolveSecret({ file: 'password' }, directory)).rejects.toMatchObject({
      code: 'config.secret-missing',
    });
    put('password', '\ufeff\r\n');
    await expect(resolveSecret({ file: 'password' }, directory)).rejects.toMatchObject({
      code: 'config.secret-missing',
    });
  });
});

test('a configuration whose link is swapped, as Kubernetes does it, is read again', async () => {
  for (const version of ['v1', 'v2']) {
    mkdirSync(path.join(directory, version));
    writeFileSync(path.join(directory, version, 'swic.yaml'), yaml(`./${version}`));
  }
  symlinkSync('v1', path.join(directory, '..data'), 'dir');
  const file = path.join(directory, 'swic.yaml');
  symlinkSync(path.join('..data', 'swic.yaml'), file);
  const seen: string[] = [];
  const stop = new AbortController();
  const watching = watchConfig(
    file,
    async () => {
      const result = readConfig(file);
      seen.push(result.outcome === 'ok' ? result.loaded.config.boxesDir : 'invalid');
    },
    { clock: systemClock, emit: () => undefined },
    stop.signal,
  );
  symlinkSync('v2', path.join(directory, '..new'), 'dir');
  renameSync(path.join(directory, '..new'), path.join(directory, '..data'));
  await until('the new one is read', () => seen.includes('./v2'));
  rmSync(file);
  writeFileSync(file, yaml('./v3'));
  await until('a file in the place of the link is read', () => seen.includes('./v3'));
  stop.abort();
  await watching;
});

test('what cannot be read is not told as missing, and a file in the place of its directory is', () => {
  const codeOf = (file: string): unknown => {
    try {
      return readConfig(file);
    } catch (reason) {
      return reason;
    }
  };
  expect(codeOf(directory)).toMatchObject({ code: 'config.unreadable' });
  expect(codeOf(path.join(directory, 'swic.yaml'))).toMatchObject({ code: 'config.missing' });
  const file = put('swic.yaml', yaml('./boxes'));
  expect(codeOf(path.join(file, 'swic.yaml'))).toMatchObject({ code: 'config.missing' });
});

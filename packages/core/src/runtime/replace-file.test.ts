import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { replaceConfigText } from '../config/replace-text.js';
import { replaceDurably, replaceFile } from './durable-file.js';

let directory: string;
let file: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'swic-replace-'));
  file = path.join(directory, 'state.json');
});
afterEach(() => rmSync(directory, { recursive: true }));

test.each([
  ['at once', async (text: string) => replaceFile(file, text, { mode: null, isFlushed: true })],
  ['durably', async (text: string) => replaceDurably(file, Buffer.from(text), 0o600)],
])('a file is made and replaced whole, %s, and nothing is left beside it', async (_how, replace) => {
  for (const text of ['first and longer', 'second']) {
    await replace(text);
    expect(readFileSync(file, 'utf8')).toBe(text);
  }
  expect(existsSync(`${file}.new`)).toBe(false);
});

test('where it cannot be replaced, what was there stays, and nothing is left beside it', () => {
  mkdirSync(path.join(file, 'in the way'), { recursive: true });
  expect(() => replaceFile(file, 'x', { mode: null, isFlushed: false })).toThrow();
  expect(existsSync(path.join(file, 'in the way'))).toBe(true);
  expect(existsSync(`${file}.new`)).toBe(false);
});

test.skipIf(process.platform === 'win32')('a configuration keeps its rights, and a link to it stays a link', () => {
  writeFileSync(file, 'before');
  chmodSync(file, 0o640);
  const link = path.join(directory, 'swic.yaml');
  symlinkSync(file, link);
  replaceConfigText(link, 'after');
  expect(readFileSync(file, 'utf8')).toBe('after');
  expect(statSync(file).mode & 0o777).toBe(0o640);
  expect(readFileSync(link, 'utf8')).toBe('after');
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { installationOf } from './installation.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'swic-installation-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('a data directory keeps its name, and no two have the same', () => {
  const [one, other] = [path.join(directory, 'one'), path.join(directory, 'other')];
  const name = installationOf(one);
  expect(installationOf(one)).toBe(name);
  expect(installationOf(other)).not.toBe(name);
});

test('what is no name gets one', () => {
  for (const torn of ['', '0b2f']) {
    writeFileSync(path.join(directory, 'installation'), torn);
    const name = installationOf(directory);
    expect(readFileSync(path.join(directory, 'installation'), 'utf8')).toBe(`${name}\n`);
    expect(installationOf(directory)).toBe(name);
  }
});

test('a data directory that cannot be is told', () => {
  writeFileSync(path.join(directory, 'file'), '');
  expect(() => installationOf(path.join(directory, 'file'))).toThrow(
    expect.objectContaining({ fate: expect.any(String) }),
  );
});

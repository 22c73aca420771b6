import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EPORT_IKEY } from '../profiles/eport-ikey.js';
import { findLibrary } from './find-library.js';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'swic-find-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** The beginning of an ELF file for this processor, with no sections: enough to tell what it is. */
function writeLibrary(path: string, machine: number): void {
  const file = Buffer.alloc(64);
  file.writeUInt32BE(0x7f454c46);
  file[4] = machine === 62 ? 2 : 1;
  file[5] = 1;
  file.writeUInt16LE(machine, 18);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, file);
}

const find = (configured: string, architecture = 'x64') =>
  findLibrary({ configured, profile: EPORT_IKEY, architecture });

test('a configured file is taken as it is, also when it is not there', () => {
  expect(find(join(directory, 'own.so'))).toBe(join(directory, 'own.so'));
});

test.runIf(process.platform === 'linux')('in a directory, the one that the runtime can load is taken', () => {
  const [wide, narrow] = [join(directory, 'Libs/64/libSPSecureAPI.so'), join(directory, 'Libs/32/libSPSecureAPI.so')];
  writeLibrary(wide, 62);
  writeLibrary(narrow, 3);
  expect(find(directory, 'x64')).toBe(wide);
  expect(find(directory, 'ia32')).toBe(narrow);
  expect(find(directory, 'arm64')).toBe(wide);
});

test('an empty directory holds none', () => {
  expect(find(directory)).toBeNull();
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { architectureOf, findLibrary, librarySearch } from './library.js';

test('on Linux it is looked for where the environment says, in the package and where IBM installs it', () => {
  const search = librarySearch({
    platform: 'linux',
    packageDirectory: '/p/ibmmq',
    environment: { LD_LIBRARY_PATH: '/a::/b' },
  });
  expect(search).toEqual({
    fileName: 'libmqm_r.so',
    directories: ['/a', '/b', '/p/ibmmq/redist/lib64', '/opt/mqm/lib64', '/opt/mqm/lib64/compat', '/opt/mqm/lib'],
  });
});

test('on Windows it is a DLL on the PATH or in Program Files', () => {
  const search = librarySearch({ platform: 'win32', packageDirectory: null, environment: { PATH: 'C:\\mq\\bin64' } });
  expect(search).toEqual({
    fileName: 'mqm.dll',
    directories: ['C:\\mq\\bin64', 'C:\\Program Files\\IBM\\MQ\\bin64', 'C:\\Program Files\\IBM\\MQ\\bin'],
  });
});

test('the first file counts, with the architecture in its header', () => {
  const directory = mkdtempSync(join(tmpdir(), 'swic-library-'));
  try {
    writeFileSync(join(directory, 'libmqm_r.so'), elf(183));
    expect(findLibrary({ fileName: 'libmqm_r.so', directories: ['/nowhere', directory] })).toEqual({
      file: join(directory, 'libmqm_r.so'),
      architecture: 'arm64',
    });
    expect(findLibrary({ fileName: 'mqm.dll', directories: ['/nowhere', directory] })).toBeUndefined();
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('a library of either format tells its architecture, and anything else does not', () => {
  expect([3, 40, 62, 183, 999].map((machine) => architectureOf(elf(machine)))).toEqual([
    'ia32',
    'arm',
    'x64',
    'arm64',
    null,
  ]);
  expect([0x14c, 0x8664, 0xaa64].map((machine) => architectureOf(pe(machine)))).toEqual(['ia32', 'x64', 'arm64']);
  expect(
    [Buffer.alloc(0), Buffer.from('text'), Buffer.alloc(64), pe(0x8664).subarray(0, 130)].map(architectureOf),
  ).toEqual([null, null, null, null]);
});

function elf(machine: number): Buffer {
  const header = Buffer.alloc(64);
  Buffer.from('7f454c46', 'hex').copy(header);
  header.writeUInt16LE(machine, 18);
  return header;
}

function pe(machine: number): Buffer {
  const header = Buffer.alloc(256);
  header.write('MZ');
  header.writeUInt32LE(128, 60);
  header.write('PE', 128);
  header.writeUInt16LE(machine, 132);
  return header;
}

import { closeSync, openSync, readSync } from 'node:fs';
import path from 'node:path';

/** Where IBM's client library is looked for. */
export interface LibrarySearch {
  readonly fileName: string;
  readonly directories: readonly string[];
}

/** A library file that is there, and the architecture in its header as Node would name it; null when it cannot be told. */
export interface FoundLibrary {
  readonly file: string;
  readonly architecture: string | null;
}

export interface SearchWorld {
  readonly platform: NodeJS.Platform;
  /** Directory of the npm package; its `redist` folder is looked into first. null when the package is not there. */
  readonly packageDirectory: string | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The package says only where it looked last; this says where it looked at all. */
export function librarySearch({ platform, packageDirectory, environment }: SearchWorld): LibrarySearch {
  const { fileName, redist, variable, separator, installed } =
    PLACES[platform === 'win32' || platform === 'darwin' ? platform : 'linux'];
  const own = packageDirectory === null ? [] : [path.join(packageDirectory, redist)];
  const listed = (environment[variable] ?? '').split(separator).filter((directory) => directory !== '');
  return { fileName, directories: [...listed, ...own, ...installed] };
}

/** The first library file of the search; undefined when there is none. */
export function findLibrary({ fileName, directories }: LibrarySearch): FoundLibrary | undefined {
  for (const directory of directories) {
    const file = path.join(directory, fileName);
    const header = readHeader(file);
    if (header !== null) return { file, architecture: architectureOf(header) };
  }
  return undefined;
}

const PLACES = {
  linux: {
    fileName: 'libmqm_r.so',
    redist: 'redist/lib64',
    variable: 'LD_LIBRARY_PATH',
    separator: ':',
    installed: ['/opt/mqm/lib64', '/opt/mqm/lib64/compat', '/opt/mqm/lib'],
  },
  darwin: {
    fileName: 'libmqm_r.dylib',
    redist: 'redist/lib64',
    variable: 'DYLD_LIBRARY_PATH',
    separator: ':',
    installed: ['/opt/mqm/lib64', '/opt/mqm/lib64/compat', '/opt/mqm/lib'],
  },
  win32: {
    fileName: 'mqm.dll',
    redist: 'redist\\bin64',
    variable: 'PATH',
    separator: ';',
    installed: ['C:\\Program Files\\IBM\\MQ\\bin64', 'C:\\Program Files\\IBM\\MQ\\bin'],
  },
} as const;

const HEADER_BYTES = 4_096;

function readHeader(file: string): Buffer | null {
  try {
    const descriptor = openSync(file, 'r');
    const header = Buffer.alloc(HEADER_BYTES);
    const length = readSync(descriptor, header, 0, HEADER_BYTES, 0);
    closeSync(descriptor);
    return header.subarray(0, length);
  } catch {
    // Not there, or not for us to read: the loader could not take it either.
    return null;
  }
}

/** ELF e_machine and PE Machine [official: the formats' specifications]. */
const ELF_MACHINES: Readonly<Record<number, string>> = { 3: 'ia32', 40: 'arm', 62: 'x64', 183: 'arm64' };
const PE_MACHINES: Readonly<Record<number, string>> = { 0x14c: 'ia32', 0x8664: 'x64', 0xaa64: 'arm64' };

/** The architecture that a library was made for, from its first bytes. */
export function architectureOf(header: Buffer): string | null {
  if (header.length >= 20 && header.readUInt32BE(0) === 0x7f454c46)
    return ELF_MACHINES[header.readUInt16LE(18)] ?? null;
  if (header.length < 64 || header.toString('latin1', 0, 2) !== 'MZ') return null;
  const at = header.readUInt32LE(60);
  if (at + 6 > header.length || header.toString('latin1', at, at + 2) !== 'PE') return null;
  return PE_MACHINES[header.readUInt16LE(at + 4)] ?? null;
}

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { parseBinary } from '../binary/binary.js';
import type { Profile } from '../profiles/profile.js';

export interface LibrarySearch {
  /** The file, or a directory to look in; null = the usual places. */
  readonly configured: string | null;
  readonly profile: Profile;
  /** Node's word for the processor of the runtime that will load it. */
  readonly architecture: string;
}

/** The vendor keeps both bitnesses under one name in these sub-directories (seen in one public source). */
const SUBDIRECTORIES = ['.', 'Libs/64', 'Libs/32', '64', '32'];

/**
 * The library's absolute path: the configured file, or the first file of the profile's names that the runtime can load.
 * When none fits the runtime, one that does not fit is better than none: the doctor then says what is wrong with it.
 * null = nothing found.
 */
export function findLibrary(search: LibrarySearch): string | null {
  const { configured } = search;
  if (configured !== null && !isDirectory(configured)) return resolve(configured);
  const found = (configured === null ? usualDirectories() : [configured]).flatMap((directory) =>
    librariesIn(directory, search.profile),
  );
  return (
    found.find((path) => parseBinary(readFileSync(path))?.architecture === search.architecture) ?? found[0] ?? null
  );
}

function librariesIn(directory: string, profile: Profile): readonly string[] {
  const names = profile.libraryNames[platform()].map((name) => name.toLowerCase());
  return SUBDIRECTORIES.flatMap((inner) => {
    const place = resolve(directory, inner);
    return filesIn(place)
      .filter((name) => names.includes(name.toLowerCase()))
      .map((name) => join(place, name));
  });
}

/** Where a loader would look. The vendor's own directory is not public, so on Windows it must be on PATH or configured. */
function usualDirectories(): readonly string[] {
  if (process.platform === 'win32') return listed(process.env['PATH']);
  return [...listed(process.env['LD_LIBRARY_PATH']), '/usr/local/lib', '/usr/lib', '/usr/lib64'];
}

function listed(variable: string | undefined): readonly string[] {
  return (variable ?? '').split(delimiter).filter((directory) => directory !== '');
}

function platform(): keyof Profile['libraryNames'] {
  return process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux';
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function filesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    // A directory of a search path that does not exist or may not be read holds nothing for us.
    return [];
  }
}

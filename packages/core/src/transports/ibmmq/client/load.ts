import { createRequire } from 'node:module';
import path from 'node:path';
import { Fault } from '../../../contract/fault.js';
import { findLibrary, librarySearch } from './library.js';
import type { Mqi } from './mqi.js';

const PACKAGE = 'ibmmq';

/** What of the client is missing: the package, IBM's library, one of this architecture, or parts of the library itself. */
type ClientProblem = 'package' | 'library' | 'architecture' | 'unusable';

/** The package ships binaries for these [seen in its tarball, 2.1.9]; elsewhere it must have been built from source. */
const PREBUILT = ['linux-x64', 'win32-x64', 'darwin-arm64', 'aix-ppc64'];

/**
 * Loads the package, and IBM's library with it. Rejects with `transport.client-missing`, which says in one sentence what is
 * missing, and where it was looked for.
 */
export async function loadMqi(): Promise<Mqi> {
  const directory = findPackage();
  if (directory === null) throw missing('package', null, null);
  try {
    // Not written into the import itself: the type checker must not need a package that is optional.
    const loaded = (await import(PACKAGE)) as { readonly default: Mqi };
    return loaded.default;
  } catch (reason) {
    throw explain(directory, textOf(reason));
  }
}

function findPackage(): string | null {
  try {
    return path.dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`));
  } catch {
    // It is an optional dependency; its absence is an answer.
    return null;
  }
}

/** The loader's own words are kept for the log; what is wrong is found out by looking at the files. */
function explain(packageDirectory: string, text: string): Fault {
  const world = { platform: process.platform, packageDirectory, environment: process.env };
  const found = findLibrary(librarySearch(world));
  if (found === undefined) return missing(isPrebuilt() ? 'library' : 'architecture', packageDirectory, text);
  const problem = found.architecture === null || found.architecture === process.arch ? 'unusable' : 'architecture';
  return missing(
    problem,
    packageDirectory,
    `${found.file}${found.architecture === null ? '' : ` is for ${found.architecture}`}: ${text}`,
  );
}

function isPrebuilt(): boolean {
  return PREBUILT.includes(`${process.platform}-${process.arch}`);
}

const INSTALL =
  process.platform === 'win32'
    ? 'install the IBM MQ redistributable client for Windows (64-bit) and name its bin64 directory in transport.clientLibrary'
    : 'install the IBM MQ redistributable client for Linux (64-bit) and name its lib64 directory in transport.clientLibrary';

function missing(problem: ClientProblem, packageDirectory: string | null, text: string | null): Fault {
  const search = librarySearch({ platform: process.platform, packageDirectory, environment: process.env });
  const here = `${process.platform} ${process.arch}`;
  const sentences: Readonly<Record<ClientProblem, string>> = {
    package: 'The npm package ibmmq is not installed: run `npm install ibmmq` with MQIJS_NOREDIST=1 in the environment',
    library: `IBM's client library ${search.fileName} was not found: ${INSTALL}`,
    architecture: `The IBM MQ client does not fit this Node.js (${here}): use a 64-bit Node.js and ${INSTALL}`,
    unusable: `IBM's client library was found and could not be loaded: ${INSTALL}`,
  };
  const sentence = sentences[problem];
  const reason = text === null ? sentence : `${sentence} (${text})`;
  return new Fault('transport.client-missing', { problem, searched: search.directories.join(', ') }, reason);
}

/** The package throws an object that is no Error when it cannot load the library. */
function textOf(reason: unknown): string {
  if (typeof reason === 'object' && reason !== null && 'message' in reason && typeof reason.message === 'string') {
    return reason.message;
  }
  return String(reason);
}

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
 * Loads the package, and IBM's library with it. Rejects with `transport.client-missing`, whose detail says in one sentence, in
 * both languages, what is missing, and where it was looked for.
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

const SYSTEM =
  process.platform === 'win32'
    ? { name: 'Windows', directory: 'bin64', usual: 'C:\\Program Files\\IBM\\MQ' }
    : { name: 'Linux', directory: 'lib64', usual: '/opt/mqm' };
const INSTALL = {
  zh: `请安装 IBM MQ ${SYSTEM.name} 64 位可再分发客户端（redistributable client）：装在 ${SYSTEM.usual}，或在 transport.clientLibrary 中写明它的 ${SYSTEM.directory} 目录`,
  en: `install IBM's 64-bit redistributable MQ client for ${SYSTEM.name}: in ${SYSTEM.usual}, or anywhere with its ${SYSTEM.directory} directory named in transport.clientLibrary`,
} as const;

interface Sentence {
  readonly zh: string;
  readonly en: string;
}

/** What is missing and what to install, in one sentence. */
function sentenceOf(problem: ClientProblem, fileName: string): Sentence {
  const here = `${process.platform} ${process.arch}`;
  switch (problem) {
    case 'package':
      return {
        zh: '没有安装 npm 包 ibmmq：运行 `npm install --ignore-scripts ibmmq`',
        en: 'The npm package ibmmq is not installed: run `npm install --ignore-scripts ibmmq`',
      };
    case 'library':
      return {
        zh: `找不到 IBM MQ 客户端库 ${fileName}：${INSTALL.zh}`,
        en: `IBM's client library ${fileName} was not found: ${INSTALL.en}`,
      };
    case 'architecture':
      return {
        zh: `IBM MQ 客户端与本机 Node.js（${here}）架构不符：请使用 64 位 Node.js，并${INSTALL.zh}`,
        en: `The IBM MQ client does not fit this Node.js (${here}): use a 64-bit Node.js and ${INSTALL.en}`,
      };
    case 'unusable':
      return {
        zh: `找到了 IBM MQ 客户端库，但无法加载：${INSTALL.zh}`,
        en: `IBM's client library was found and could not be loaded: ${INSTALL.en}`,
      };
  }
}

function missing(problem: ClientProblem, packageDirectory: string | null, text: string | null): Fault {
  const search = librarySearch({ platform: process.platform, packageDirectory, environment: process.env });
  const { zh, en } = sentenceOf(problem, search.fileName);
  return new Fault('transport.client-missing', { problem, searched: search.directories.join(', '), zh, en }, text);
}

/** The package throws an object that is no Error when it cannot load the library. */
function textOf(reason: unknown): string {
  if (typeof reason === 'object' && reason !== null && 'message' in reason && typeof reason.message === 'string') {
    return reason.message;
  }
  return String(reason);
}

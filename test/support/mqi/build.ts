/**
 * IBM MQ simulator: compiles the client library (shim/) with the machine's C compiler, once per version of its sources.
 * The MQI headers are read from the npm package `ibmmq`, where IBM publishes them; they are not copied.
 */

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findCompiler } from '../compiler.js';

const SHIM = fileURLToPath(new URL('./shim/', import.meta.url));
const CACHE = fileURLToPath(new URL('../../../.cache/mq-simulator/', import.meta.url));
const LIBRARY = 'libmqm_r.so';
const FLAGS = ['-std=gnu11', '-O2', '-fPIC', '-shared', '-Wall', '-Wextra', '-fvisibility=hidden'] as const;

/**
 * Builds the simulated `libmqm_r` for this machine, or finds it built.
 *
 * @returns the directory that holds it, to be put into LD_LIBRARY_PATH of the process that loads `ibmmq`.
 * @throws Error with one sentence when there is no C compiler, or with the compiler's own words.
 */
export async function buildMqLibrary(): Promise<string> {
  const sources = await listSources();
  const directory = path.join(CACHE, await fingerprint(sources));
  if (existsSync(path.join(directory, LIBRARY))) return directory;
  const compiler = findCompiler();
  if (compiler === null) {
    throw new Error(
      'The IBM MQ simulator needs a C compiler: install gcc (Debian: apt-get install gcc), or name one in CC, or set SWIC_TEST_SKIP_COMPILER=1 to skip its tests.',
    );
  }
  await fs.mkdir(directory, { recursive: true });
  // Several test files may build at once: each writes its own file, and the last rename wins with the same bytes.
  const own = path.join(directory, `${LIBRARY}.${process.pid}.${Math.random().toString(36).slice(2)}`);
  const headers = headerDirectories().map((header) => `-I${header}`);
  const files = sources.filter((file) => file.endsWith('.c'));
  await promisify(execFile)(compiler, [...FLAGS, ...headers, ...files, '-o', own, '-lpthread']);
  await fs.rename(own, path.join(directory, LIBRARY));
  return directory;
}

function headerDirectories(): readonly string[] {
  const root = path.dirname(createRequire(import.meta.url).resolve('ibmmq/package.json'));
  return [path.join(root, 'src'), path.join(root, 'src', 'unix')];
}

async function listSources(): Promise<readonly string[]> {
  const names = await fs.readdir(SHIM);
  return names
    .filter((name) => /\.[ch]$/.test(name))
    .sort()
    .map((name) => path.join(SHIM, name));
}

async function fingerprint(sources: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update([process.platform, process.arch, ...FLAGS].join('\0'));
  for (const file of sources) hash.update(await fs.readFile(file));
  return hash.digest('hex').slice(0, 16);
}

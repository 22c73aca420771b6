import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findCompiler } from '../compiler.js';

const SOURCES = fileURLToPath(new URL('./simulator/', import.meta.url));
const CACHE = fileURLToPath(new URL('../../../.cache/card-simulator/', import.meta.url));

/**
 * Our simulation of the vendor's library, compiled once per source text. libcrypto is linked in statically and hidden:
 * node exports an OpenSSL of its own, and the two must not be mixed.
 */
export function buildSimulator(): string {
  const names = readdirSync(SOURCES).sort();
  const hash = createHash('sha256');
  for (const name of names) hash.update(name).update(readFileSync(join(SOURCES, name)));
  const directory = join(CACHE, hash.digest('hex').slice(0, 16));
  const library = join(directory, 'libSPSecureAPI.so');
  if (existsSync(library)) return library;
  mkdirSync(directory, { recursive: true });
  const sources = names.filter((name) => name.endsWith('.c')).map((name) => join(SOURCES, name));
  // Several test processes may build at once: each its own file, and the rename decides.
  const own = `${library}.${process.pid}`;
  const isolation = ['-fvisibility=hidden', '-Wl,-Bsymbolic', '-Wl,--exclude-libs,ALL'];
  const libraries = ['-Wl,-Bstatic', '-lcrypto', '-Wl,-Bdynamic', '-ldl', '-lpthread'];
  execFileSync(
    findCompiler() ?? 'cc',
    ['-O1', '-fPIC', '-shared', '-Wall', ...isolation, '-o', own, ...sources, ...libraries],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  renameSync(own, library);
  return library;
}

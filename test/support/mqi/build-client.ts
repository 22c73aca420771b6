/** The adapter's client process in JavaScript, made from the sources under test, so that no build needs to come before them. */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const SOURCE = fileURLToPath(new URL('../../../packages/core/src/transports/ibmmq/', import.meta.url));
/** Inside the checkout, so that the package `ibmmq` is found from there. */
const CACHE = fileURLToPath(new URL('../../../.cache/ibmmq-client/', import.meta.url));
/** The client process and all that it imports: nothing of it comes from elsewhere, so it can run alone. */
const ALONE = ['reasons.ts'];

/** Returns the path of the entry; a copy in `directory` instead of the cache finds only what is installed there. */
export function buildMqClient(directory: string | null = null): string {
  const names = [...ALONE, ...readdirSync(join(SOURCE, 'client')).map((name) => join('client', name))];
  const wanted = names.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).sort();
  const hash = createHash('sha256');
  for (const name of wanted) hash.update(name).update(readFileSync(join(SOURCE, name)));
  const target = directory ?? join(CACHE, hash.digest('hex').slice(0, 16));
  const entry = join(target, 'client', 'entry.js');
  if (existsSync(entry)) return entry;
  const own = `${target}.${process.pid}`;
  for (const name of wanted) write(join(own, name.replace(/\.ts$/, '.js')), transpile(readFileSync(join(SOURCE, name), 'utf8')));
  write(join(own, 'package.json'), '{ "type": "module" }\n');
  // Several test files may build at once: the first rename wins, with the same files.
  if (!existsSync(entry)) renameSync(own, target);
  return entry;
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function transpile(source: string): string {
  const compilerOptions: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
    isolatedModules: true,
  };
  return ts.transpileModule(source, { compilerOptions }).outputText;
}

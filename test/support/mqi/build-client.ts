/** The adapter's client process in JavaScript, made from the sources under test, so that no build needs to come before them. */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const SOURCE = fileURLToPath(new URL('../../../packages/core/src/', import.meta.url));
/** Inside the checkout, so that the package `ibmmq` is found from there. */
const CACHE = fileURLToPath(new URL('../../../.cache/ibmmq-client/', import.meta.url));
const ENTRY = 'transports/ibmmq/client/entry.js';
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
  isolatedModules: true,
};
/** What is left after types are erased: `import … from './x.js'` and `export … from './x.js'`. */
const RELATIVE_IMPORT = /^(?:import|export)\b[^'";]*?from '(\.[^']+)'/gm;

/** Returns the path of the entry; a copy in `directory` instead of the cache finds only what is installed there. */
export function buildMqClient(directory: string | null = null): string {
  const files = new Map<string, string>();
  collect(ENTRY, files);
  const hash = createHash('sha256');
  for (const [name, text] of files) hash.update(name).update(text);
  const target = directory ?? join(CACHE, hash.digest('hex').slice(0, 16));
  const entry = join(target, ENTRY);
  if (existsSync(entry)) return entry;
  const own = `${target}.${process.pid}`;
  for (const [name, text] of files) write(join(own, name), text);
  write(join(own, 'package.json'), '{ "type": "module" }\n');
  // Several test files may build at once: the first rename wins, with the same files.
  if (!existsSync(entry)) renameSync(own, target);
  return entry;
}

/** The module and everything of ours that it imports, in JavaScript. */
function collect(name: string, files: Map<string, string>): void {
  if (files.has(name)) return;
  const source = readFileSync(join(SOURCE, name.replace(/\.js$/, '.ts')), 'utf8');
  const text = ts.transpileModule(source, { compilerOptions: OPTIONS }).outputText;
  files.set(name, text);
  for (const [, imported = ''] of text.matchAll(RELATIVE_IMPORT)) collect(join(dirname(name), imported), files);
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type typescript from 'typescript';

const SOURCE = fileURLToPath(new URL('../../../packages/card-ffi/src/', import.meta.url));
const CACHE = fileURLToPath(new URL('../../../.cache/card-host/', import.meta.url));
/** The host and what it imports; none of it imports another package of ours, so it can run alone. */
const FOLDERS = ['host', 'protocol', 'bindings', 'profiles', 'binary', 'runtime'];

/** The card host in JavaScript, made from the sources under test, so that no build needs to come before the tests. */
export function buildHost(): string {
  const files = FOLDERS.flatMap((folder) => readdirSync(join(SOURCE, folder)).map((name) => join(folder, name)));
  const wanted = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts')).sort();
  const hash = createHash('sha256');
  for (const file of wanted) hash.update(file).update(readFileSync(join(SOURCE, file)));
  const directory = join(CACHE, hash.digest('hex').slice(0, 16));
  const entry = join(directory, 'host', 'entry.js');
  if (existsSync(entry)) return entry;
  const own = `${directory}.${process.pid}`;
  for (const file of wanted) {
    const target = join(own, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, transpile(readFileSync(join(SOURCE, file), 'utf8')));
  }
  writeFileSync(join(own, 'package.json'), '{ "type": "module" }\n');
  if (!existsSync(entry)) renameSync(own, directory);
  return entry;
}

function transpile(source: string): string {
  // Loading the compiler takes a second, and only the first of many test files needs it.
  const ts = createRequire(import.meta.url)('typescript') as typeof typescript;
  const options: typescript.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
    isolatedModules: true,
  };
  return ts.transpileModule(source, { compilerOptions: options }).outputText;
}

// Loader hooks: TypeScript sources run as they are, so that a child process of a test needs no build before it. What was once
// transpiled is kept by the hash of its source, so that a child starts in tenths of a second.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const CACHE = fileURLToPath(new URL('../../.cache/typescript/', import.meta.url));

export async function resolve(specifier, context, next) {
  if (specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL !== undefined) {
    const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    if (existsSync(fileURLToPath(source))) return { url: source.href, format: 'module', shortCircuit: true };
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const source = await readFile(fileURLToPath(url), 'utf8');
  const kept = `${CACHE}${createHash('sha256').update(source).digest('hex').slice(0, 32)}.mjs`;
  if (!existsSync(kept)) await keep(kept, await transpile(source));
  return { format: 'module', source: await readFile(kept, 'utf8'), shortCircuit: true };
}

async function transpile(source) {
  const { default: ts } = await import('typescript');
  const compilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
    isolatedModules: true,
  };
  return ts.transpileModule(source, { compilerOptions }).outputText;
}

/** Whole or not at all: several children may start together. */
async function keep(file, text) {
  await mkdir(CACHE, { recursive: true });
  const own = `${file}.${process.pid}`;
  await writeFile(own, text);
  await rename(own, file);
}

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { CACHE, KINDS, PROOF, REPOSITORY } from './places.mjs';

/** The sources that run under Windows, in JavaScript, in the repository's own layout, with the packages they need. */
const SOURCES = [
  'packages/core/src/contract',
  'packages/core/src/domain',
  'packages/core/src/ports',
  'packages/core/src/runtime',
  'packages/card-ffi/src',
  'test/support/card',
  'test/windows',
];

export function buildApp() {
  const app = join(PROOF, 'app');
  rmSync(app, { recursive: true, force: true });
  for (const folder of SOURCES) {
    for (const name of readdirSync(join(REPOSITORY, folder), { recursive: true, encoding: 'utf8' })) {
      if (name.endsWith('.ts') && !name.endsWith('.test.ts'))
        transpile(join(REPOSITORY, folder, name), join(app, folder, name));
    }
  }
  writeFileSync(join(app, 'package.json'), '{ "type": "module" }\n');
  linkPackage(app, '@swic/card-ffi', { '.': 'packages/card-ffi/src/index.js' });
  linkPackage(app, '@swic/core', {
    './contract': 'packages/core/src/contract/index.js',
    './ports': 'packages/core/src/ports/index.js',
  });
  // In the chroot there is no repository around it in which they would be found.
  for (const name of packagesOf('packages/card-ffi'))
    cpSync(join(REPOSITORY, 'node_modules', name), join(app, 'node_modules', name), { recursive: true });
  for (const kind of Object.values(KINDS))
    unpack(kind.addon, join(app, 'node_modules', kind.addon.replace(/@[\d.]+$/, '')));
}

/** The packages of the registry that a directory's package needs, and those that these need. */
function packagesOf(directory, found = new Set()) {
  const { dependencies = {} } = JSON.parse(readFileSync(join(REPOSITORY, directory, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    if (name.startsWith('@swic/') || found.has(name)) continue;
    found.add(name);
    packagesOf(join('node_modules', name), found);
  }
  return found;
}

/** node.exe of both kinds, as npm packages carry it. */
export function fetchNodes() {
  for (const [name, kind] of Object.entries(KINDS)) {
    const target = join(PROOF, 'node', name);
    if (existsSync(join(target, 'node.exe'))) continue;
    const unpacked = join(CACHE, `node-${name}`);
    unpack(kind.node, unpacked);
    mkdirSync(target, { recursive: true });
    cpSync(join(unpacked, 'bin/node.exe'), join(target, 'node.exe'));
  }
}

function transpile(source, target) {
  const compilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
    isolatedModules: true,
  };
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(
    target.replace(/\.ts$/, '.js'),
    ts.transpileModule(readFileSync(source, 'utf8'), { compilerOptions }).outputText,
  );
}

/** A package whose entries re-export files of the tree above: Wine need not follow links. */
function linkPackage(app, name, entries) {
  const directory = join(app, 'node_modules', name);
  mkdirSync(directory, { recursive: true });
  const exports = {};
  for (const [index, [entry, file]] of Object.entries(entries).entries()) {
    exports[entry] = `./${index}.js`;
    writeFileSync(join(directory, `${index}.js`), `export * from '../../../${file}';\n`);
  }
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ name, type: 'module', exports }));
}

/** One version of an npm package, without what it depends on. */
export function unpack(specification, target) {
  mkdirSync(CACHE, { recursive: true });
  mkdirSync(target, { recursive: true });
  const archive = `${specification.replace(/^@/, '').replace('/', '-').replace(/@/, '-')}.tgz`;
  if (!existsSync(join(CACHE, archive)))
    execFileSync('npm', ['pack', '--silent', specification], { cwd: CACHE, stdio: ['ignore', 'ignore', 'inherit'] });
  execFileSync('tar', ['xzf', join(CACHE, archive), '--strip-components=1', '-C', target]);
}

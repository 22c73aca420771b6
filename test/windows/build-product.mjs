import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { unpack } from './build-app.mjs';
import { KINDS, PROOF, REPOSITORY } from './places.mjs';

const MODULES = join(REPOSITORY, 'node_modules');
/** The page is a part of `agent`: files that its build made of `web`. */
const OURS = ['agent', 'core', 'card-ffi', 'desk', 'tui'];
/** Native parts for Windows that npm left out here; the others carry theirs with them. */
const NATIVE = [KINDS.x64.addon, KINDS.ia32.addon, '@napi-rs/keyring-win32-x64-msvc@2.1.2'];
/** Its native part is proven by another test, and it is 24 MB. */
const LEFT_OUT = new Set(['ibmmq']);

/** What an installation on Windows would hold: our built packages and everything they depend on, as npm lays it out. */
export function buildProduct() {
  const modules = join(PROOF, 'product/node_modules');
  rmSync(modules, { recursive: true, force: true });
  const wanted = [];
  for (const name of OURS) {
    const source = join(REPOSITORY, 'packages', name);
    if (!existsSync(join(source, 'dist'))) throw new Error('not built: run npm run build first');
    // What npm could not put beside all others is in a package's own node_modules.
    for (const part of ['package.json', 'dist', 'bin', 'node_modules']) {
      if (existsSync(join(source, part)))
        cpSync(join(source, part), join(modules, '@swic', name, part), { recursive: true });
    }
    wanted.push(...dependenciesOf(source, true));
  }
  copyAll(wanted, modules);
  for (const specification of NATIVE) unpack(specification, join(modules, specification.replace(/@[\d.]+$/, '')));
}

/** Each package once, with the packages that it needs; copies that lie inside of another go with it. */
function copyAll(wanted, modules) {
  const seen = new Set();
  while (wanted.length > 0) {
    const name = wanted.pop();
    const source = join(MODULES, name);
    if (seen.has(name) || LEFT_OUT.has(name) || name.startsWith('@swic/') || !existsSync(source)) continue;
    seen.add(name);
    mkdirSync(join(modules, name, '..'), { recursive: true });
    cpSync(source, join(modules, name), { recursive: true, dereference: true });
    wanted.push(...dependenciesOf(source, false));
  }
}

/** Its own, and those of the copies that npm put inside of it. */
function dependenciesOf(directory, withOptional) {
  const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
    readFileSync(join(directory, 'package.json'), 'utf8'),
  );
  const own = [...Object.keys(dependencies), ...(withOptional ? Object.keys(optionalDependencies) : [])];
  return [...own, ...packagesIn(join(directory, 'node_modules')).flatMap((inner) => dependenciesOf(inner, false))];
}

function packagesIn(directory) {
  if (!existsSync(directory)) return [];
  const names = readdirSync(directory).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(directory, name)).map((inner) => join(name, inner)) : [name],
  );
  return names.map((name) => join(directory, name)).filter((inner) => existsSync(join(inner, 'package.json')));
}

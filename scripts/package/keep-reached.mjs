// @ts-check
// Of a library in many modules, those that one of them needs: ink takes one function of es-toolkit, which has a thousand files.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** An import by name, of a library. */
const NAMED = /\bimport\s*\{([^}]*)\}\s*from\s*["']([^"'.][^"']*)["']/g;
/** An import of names of a file of the same library. */
const IMPORTED = /\bimport\s*\{([^}]*)\}\s*from\s*["'](\.[^"']+\.mjs)["']/g;
/** A static import or export of a file of the same library. */
const FROM = /\bfrom\s*["'](\.[^"']+\.mjs)["']/g;

/**
 * Removes every module below the directory that `entry` does not lead to. Where the library is not there, there is nothing to remove.
 * @param {string} directory of the library
 * @param {string} entry below it
 */
export function keepReached(directory, entry) {
  if (!existsSync(join(directory, entry))) return;
  const reached = new Set();
  const left = [join(directory, entry)];
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(FROM)) left.push(join(dirname(file), target));
  }
  for (const entry of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    const file = join(directory, entry);
    if (file.endsWith('.mjs') && !reached.has(file)) rmSync(file);
  }
}

/** How the packages of React choose what is loaded; Node finds the names of the second one, which is in no package. */
const CHOICE =
  /if \(process\.env\.NODE_ENV === ["']production["']\) \{\s*module\.exports = (require\(["'][^"']+["']\));\s*\} else \{[^}]*\}/;

/**
 * Lets the entries of a library load what is for production, without a choice: an import by name needs the names of what is there.
 * @param {string} directory of the library
 */
export function chooseProduction(directory) {
  if (!existsSync(directory)) return;
  for (const name of readdirSync(directory).filter((each) => each.endsWith('.js'))) {
    const file = join(directory, name);
    writeFileSync(file, readFileSync(file, 'utf8').replace(CHOICE, 'module.exports = $1;'));
  }
}

/**
 * Leaves of an index of a library the names that the other packages import from it.
 * @param {string} modules the directory of the packages
 * @param {{ library: string, specifier: string, index: string }} which `index` is what the specifier leads to, below the library
 */
export function keepNamed(modules, { library, specifier, index }) {
  const file = join(modules, library, index);
  if (!existsSync(file)) return;
  const text = readFileSync(file, 'utf8');
  const [, exported = ''] = /\bexport\s*\{([^}]*)\}\s*;/.exec(text) ?? [];
  const locals = new Map(pairsOf(exported).map(([local, name]) => [name, local]));
  const from = new Map(
    [...text.matchAll(IMPORTED)].flatMap(([, names = '', target]) =>
      pairsOf(names).map(([name, local]) => [local, { name, target }]),
    ),
  );
  const names = new Set(
    readdirSync(modules).flatMap((name) => (name === library ? [] : namesFrom(join(modules, name), specifier))),
  );
  const lines = [...names].sort().map((name) => {
    const found = from.get(locals.get(name) ?? '');
    if (found === undefined) throw new Error(`${specifier}: ${index} says not where ${name} is from`);
    return `export { ${found.name} as ${name} } from '${found.target}';\n`;
  });
  writeFileSync(file, lines.join(''));
}

/** `a, b as c` as pairs: what it is named there, and here. @param {string} names @returns {readonly [string, string][]} */
function pairsOf(names) {
  return names
    .split(',')
    .map((name) => name.trim().split(/\s+as\s+/))
    .filter(([name]) => name !== '')
    .map(([there = '', here = there]) => [there, here]);
}

/** @param {string} directory @param {string} specifier @returns {readonly string[]} */
function namesFrom(directory, specifier) {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.m?js$/.test(name))
    .flatMap((name) => [...readFileSync(join(directory, name), 'utf8').matchAll(NAMED)])
    .filter(([, , from]) => from === specifier)
    .flatMap(([, names = '']) => pairsOf(names).map(([there]) => there));
}

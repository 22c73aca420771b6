// @ts-check
// What each kind of package contains, and how large it may become: the one table. The scripts that make packages read it, the test of
// the packages compares it with what is in them.

/**
 * @typedef {'npm' | 'deb' | 'zip' | 'container' | 'setup'} Kind
 *
 * @typedef {object} Part
 * @property {string} path below the root of the program; with a slash at its end: everything below it
 * @property {readonly Kind[]} kinds in which it is
 * @property {string} is
 */

/** @type {readonly Kind[]} */
const EVERY = ['npm', 'deb', 'zip', 'container', 'setup'];
/** @type {readonly Kind[]} */
const WITH_RUNTIME = ['deb', 'zip', 'container', 'setup'];

/** @type {readonly Part[]} */
export const PARTS = [
  { path: 'bin/swic.cjs', kinds: EVERY, is: 'what starts the command' },
  { path: 'lib/', kinds: EVERY, is: 'the bundle: our packages and the libraries in plain JavaScript' },
  { path: 'examples/', kinds: EVERY, is: 'the synthetic documents of `swic demo`' },
  { path: 'package.json', kinds: EVERY, is: 'name, version, and what npm installs beside it' },
  { path: 'npm-shrinkwrap.json', kinds: ['npm'], is: 'the exact versions of that' },
  {
    path: 'node_modules/ibmmq/',
    kinds: ['npm'],
    is: 'the IBM MQ binding without what it would run while it is installed',
  },
  { path: 'node_modules/', kinds: WITH_RUNTIME, is: 'native parts and what stays a package' },
  { path: 'runtime/', kinds: WITH_RUNTIME, is: 'Node.js and its licence' },
  { path: 'LICENSE', kinds: EVERY, is: 'our licence' },
  { path: 'THIRD-PARTY.txt', kinds: EVERY, is: 'the licences of everything else' },
  { path: 'sbom.cdx.json', kinds: EVERY, is: 'the list of parts, CycloneDX' },
  { path: 'CHANGELOG.md', kinds: EVERY, is: 'what changed' },
  { path: 'README.md', kinds: EVERY, is: 'the first page' },
  { path: 'README.zh.md', kinds: EVERY, is: 'the first page in Chinese' },
  { path: 'docs/', kinds: WITH_RUNTIME, is: 'the user documents as pages: docs/index.html' },
  { path: 'bin/healthy.cjs', kinds: ['container'], is: 'the health check of the container' },
  { path: 'setup/setup.cjs', kinds: ['setup'], is: 'what the installer does beside copying files' },
  { path: 'service/swic-service.exe', kinds: ['zip'], is: 'what Windows starts as a service' },
  { path: 'swic.cmd', kinds: ['zip'], is: 'the command on the PATH of Windows' },
];

/** In bytes; a package that is larger is a failure, so that growth is a decision. */
export const BYTES_MAX = /** @type {const} */ ({
  npm: 1_500_000,
  deb: 34_000_000,
  zip: 42_000_000,
  container: 56_000_000,
  setup: 26_000_000,
});

/** What must be in no package, wherever: tests, sources, what only compilers and editors read, tools of development. */
export const FORBIDDEN = [
  /(^|\/)[^/]+\.test\.[cm]?[jt]sx?$/,
  /\.map$/,
  /\.d\.[cm]?ts$/,
  /\.tsx?$/,
  /\.tsbuildinfo$/,
  /(^|\/)node_modules\/(vitest|typescript|nx|eslint|rolldown|fast-check|node-gyp|prebuildify|@types)\//,
  /(^|\/)\.(git\w*|cache|ci|npmignore|editorconfig|prettierrc)(\/|$)/,
  /(^|\/)node_modules\/.+\/(benchmarks?|tests?|__tests__|examples?|docs)(\/|$)/,
  /(^|\/)node_modules\/.+\.(html|musl\.node)$/,
  // Read by people who develop with it, or loaded by a profiler.
  /(^|\/)node_modules\/.+\/((?!licen[cs]e|notice)[^/]+\.(md|markdown)|[^/]+\.profiling\.js)$/i,
  // `swic tui` asks React for the other ones.
  /(^|\/)node_modules\/(react|react-reconciler|scheduler)\/.*\.development\.js$/,
  // piscina asks for it where threads are to be nicer than others, which ours are not.
  /(^|\/)node_modules\/@napi-rs\/nice[^/]*(\/|$)/,
  // The same once more for CommonJS and for browsers; what uses it (ink) imports modules.
  /(^|\/)node_modules\/es-toolkit\/.*\.js$/,
];

/**
 * The row that a file of a package belongs to; undefined where no row names it.
 * @param {Kind} kind
 * @param {string} path below the root of the program
 */
export function findPart(kind, path) {
  return PARTS.find(
    (part) => part.kinds.includes(kind) && (part.path.endsWith('/') ? path.startsWith(part.path) : path === part.path),
  );
}

/** @param {string} path */
export function isForbidden(path) {
  return FORBIDDEN.some((pattern) => pattern.test(path));
}

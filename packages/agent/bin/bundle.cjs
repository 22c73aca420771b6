// Which bundle fits the build that is here. Makes none: scripts/bundle.mjs does. Plain old syntax, like the bootstrap that asks.
'use strict';

const { existsSync, statSync } = require('node:fs');
const { join } = require('node:path');

const PACKAGES = join(__dirname, '..', '..');
const NAMES = ['core', 'card-ffi', 'desk', 'tui', 'web', 'agent'];

/** Where the bundles are: one directory for each build. */
function bundlesIn(packages) {
  return join(packages, 'agent', 'dist', 'bundle');
}

/** A name for the build: tsc writes this file of a package whenever it writes any other. Throws where nothing is built. */
function nameOfBuild(packages) {
  const parts = NAMES.map((name) => {
    const { mtimeMs, size } = statSync(join(packages, name, 'dist', '.tsbuildinfo'));
    return `${Math.round(mtimeMs).toString(36)}${size.toString(36)}`;
  });
  return parts.join('-');
}

/** The directory of the bundle of this build; null where it was not bundled: then the built files themselves are run. */
function findBundle(packages = PACKAGES) {
  try {
    const bundle = join(bundlesIn(packages), nameOfBuild(packages));
    return existsSync(bundle) ? bundle : null;
  } catch {
    // Not built, or installed without what tsc notes.
    return null;
  }
}

module.exports = { PACKAGES, bundlesIn, findBundle, nameOfBuild };

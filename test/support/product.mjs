// What a child process of the tests runs: as bundled for this build, as `swic` does it, or as built.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findBundle } from '../../packages/agent/bin/bundle.cjs';

/** @returns {Promise<typeof import('@swic/core')>} */
export function importCore() {
  const bundle = findBundle();
  return bundle === null ? import('@swic/core') : import(pathToFileURL(join(bundle, 'core', 'index.js')).href);
}

// @ts-check
// Makes the page in the browser out of packages/web: a few files with a hash in their names, which the agent serves from memory.
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGES } from '../packages/agent/bin/bundle.cjs';

/** Where a checkout has the page: beside the built module that looks for it (packages/agent/src/places.ts). */
export const PAGE = join(PACKAGES, 'agent', 'dist', 'page');

/**
 * Whole or not at all.
 * @param {string} directory is made anew
 */
export async function buildPage(directory) {
  const { build } = await import('vite');
  const unfinished = `${directory}.${process.pid}`;
  const { NODE_ENV } = process.env;
  try {
    // Vite takes what a library has for development where this says so, as in a test: the page would be half as large again, and slower.
    process.env.NODE_ENV = 'production';
    await build({
      root: join(PACKAGES, 'web'),
      configFile: false,
      mode: 'production',
      logLevel: 'warn',
      build: {
        outDir: unfinished,
        emptyOutDir: true,
        target: 'es2022',
        // A script or a picture inside of the markup would need an exception from the policy that forbids them.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        sourcemap: false,
        reportCompressedSize: false,
      },
    });
    rmSync(directory, { recursive: true, force: true });
    renameSync(unfinished, directory);
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
    rmSync(unfinished, { recursive: true, force: true });
  }
}

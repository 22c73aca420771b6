// @ts-check
import { findInstaller, findProgram, installPackages } from './debian-package.mjs';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome'];

/**
 * Whether the tests have a real browser for the page.
 * @typedef {{ readonly kind: 'skipped' | 'found' | 'installed' }
 *   | { readonly kind: 'impossible', readonly sentence: string }} BrowserSource
 */

/** The browser of this machine; null where there is none. */
export function findBrowser() {
  return PROGRAMS.map((name) => findProgram(name)).find((found) => found !== null) ?? null;
}

/**
 * Finds Chromium and installs it where that is possible.
 * @param {(line: string) => void} say told before anything is installed
 * @returns {Promise<BrowserSource>}
 */
export async function provideBrowser(say) {
  if (process.env.SWIC_TEST_SKIP_BROWSER === '1') return { kind: 'skipped' };
  if (findBrowser() !== null) return { kind: 'found' };
  const installer = findInstaller();
  if (installer === null)
    return {
      kind: 'impossible',
      sentence:
        'No browser for the tests of the page: install chromium, or set SWIC_TEST_SKIP_BROWSER=1 to skip these tests.',
    };
  say('No browser here: installing the Debian package chromium');
  await installPackages(installer, ['chromium']);
  return { kind: 'installed' };
}

// @ts-check
import { findInstaller, findProgram, installPackages } from './debian-package.mjs';

/**
 * Whether the tests have a real terminal: tmux draws one without a screen.
 * @typedef {{ readonly kind: 'skipped' | 'found' | 'installed' }
 *   | { readonly kind: 'impossible', readonly sentence: string }} TmuxSource
 */

/**
 * Finds tmux and installs it where that is possible.
 * @param {(line: string) => void} say told before anything is installed
 * @returns {Promise<TmuxSource>}
 */
export async function provideTmux(say) {
  if (process.env.SWIC_TEST_SKIP_TMUX === '1') return { kind: 'skipped' };
  if (findProgram('tmux') !== null) return { kind: 'found' };
  const installer = findInstaller();
  if (installer === null)
    return {
      kind: 'impossible',
      sentence:
        'No terminal for the tests of the dashboard: install tmux, or set SWIC_TEST_SKIP_TMUX=1 to skip these tests.',
    };
  say('No tmux here: installing the Debian package tmux');
  await installPackages(installer, ['tmux']);
  return { kind: 'installed' };
}

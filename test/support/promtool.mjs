// @ts-check
import { findInstaller, findProgram, installPackages } from './debian-package.mjs';

/**
 * Whether the tests have promtool, which reads metrics and alert rules as Prometheus does.
 * @typedef {{ readonly kind: 'skipped' | 'found' | 'installed' }
 *   | { readonly kind: 'impossible', readonly sentence: string }} PromtoolSource
 */

/**
 * Finds promtool and installs Debian's `prometheus` where that is possible; its service is not started.
 * @param {(line: string) => void} say told before anything is installed
 * @returns {Promise<PromtoolSource>}
 */
export async function providePromtool(say) {
  if (process.env.SWIC_TEST_SKIP_PROMTOOL === '1') return { kind: 'skipped' };
  if (findProgram('promtool') !== null) return { kind: 'found' };
  const installer = findInstaller();
  if (installer === null)
    return {
      kind: 'impossible',
      sentence:
        'No promtool for the tests of metrics and alert rules: install prometheus, or set SWIC_TEST_SKIP_PROMTOOL=1 to skip these tests.',
    };
  say('No promtool here: installing the Debian package prometheus');
  await installPackages(installer, ['prometheus']);
  return { kind: 'installed' };
}

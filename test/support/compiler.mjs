// @ts-check
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findInstaller, installPackages } from './debian-package.mjs';

const PACKAGES = ['gcc', 'libc6-dev', 'libssl-dev', 'openssl'];
const PROBE = '#include <stdio.h>\n#include <openssl/evp.h>\nint main(void) { return EVP_MD_CTX_new() == NULL; }\n';
const PROBE_FLAGS = ['-Wl,-Bstatic', '-lcrypto', '-Wl,-Bdynamic', '-ldl', '-lpthread'];

/**
 * Whether the libraries that the tests load (the simulated card, the simulated IBM MQ client) can be compiled.
 * @typedef {{ readonly kind: 'skipped' }
 *   | { readonly kind: 'found', readonly program: string }
 *   | { readonly kind: 'installable', readonly installer: readonly string[] }
 *   | { readonly kind: 'impossible', readonly sentence: string }} CompilerSource
 */

/**
 * The rule, without the world.
 * @param {{ isSkipped: boolean, program: string | null, installer: readonly string[] | null }} facts
 * @returns {CompilerSource}
 */
export function chooseCompiler({ isSkipped, program, installer }) {
  if (isSkipped) return { kind: 'skipped' };
  if (program !== null) return { kind: 'found', program };
  if (installer !== null) return { kind: 'installable', installer };
  return {
    kind: 'impossible',
    sentence:
      `No C compiler with OpenSSL for the tests: install ${PACKAGES.join(', ')} (or name a compiler in CC), ` +
      'or set SWIC_TEST_SKIP_COMPILER=1 to skip these tests.',
  };
}

/**
 * Finds the C compiler of the tests and installs one where that is possible.
 * @param {(line: string) => void} say told before anything is installed
 * @returns {Promise<CompilerSource>} never `installable`
 */
export async function provideCompiler(say) {
  const isSkipped = process.env.SWIC_TEST_SKIP_COMPILER === '1';
  const program = isSkipped ? null : findCompiler();
  const source = chooseCompiler({ isSkipped, program, installer: program === null ? findInstaller() : null });
  if (source.kind !== 'installable') return source;
  say(`No C compiler with OpenSSL here: installing the Debian packages ${PACKAGES.join(' ')}`);
  await installPackages(source.installer, PACKAGES);
  return chooseCompiler({ isSkipped, program: findCompiler(), installer: null });
}

/**
 * A C compiler that really compiles and links against libcrypto, or null.
 * @returns {string | null}
 */
export function findCompiler() {
  const named = process.env.CC ?? '';
  const candidates = named === '' ? ['cc', 'gcc', 'clang'] : [named];
  return candidates.find((name) => canCompile(name)) ?? null;
}

/** @param {string} program */
function canCompile(program) {
  // A real file: some linkers replace the output, which must not be /dev/null when root runs the tests.
  const directory = mkdtempSync(join(tmpdir(), 'swic-compiler-'));
  try {
    const words = ['-x', 'c', '-', '-o', join(directory, 'probe'), ...PROBE_FLAGS];
    execFileSync(program, words, { input: PROBE, stdio: ['pipe', 'ignore', 'ignore'] });
    return true;
  } catch {
    // Absent, or without headers or libraries: a compiler that cannot build is no compiler for us.
    return false;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

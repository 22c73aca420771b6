import { describe } from 'vitest';

export { findCompiler, provideCompiler } from './compiler.mjs';

/**
 * `describe` for tests that compile C; skipped, and counted so, with SWIC_TEST_SKIP_COMPILER=1. Without that variable a
 * missing compiler is a failure, because a test that silently does not run proves nothing.
 */
export const describeWithCompiler = describe.skipIf(process.env['SWIC_TEST_SKIP_COMPILER'] === '1');

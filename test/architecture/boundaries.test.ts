import { expect, test } from 'vitest';
import { createLinter } from './lint-text.js';

// The real packages with their real tags: only the importing file is made up.
const FORBIDDEN = [
  { from: 'core', to: '@swic/card-ffi' },
  { from: 'core', to: '@swic/tui' },
  { from: 'core', to: '@swic/agent' },
  { from: 'card-ffi', to: '@swic/tui' },
  { from: 'card-ffi', to: '@swic/agent' },
  { from: 'tui', to: '@swic/card-ffi' },
  { from: 'tui', to: '@swic/agent' },
];

const ALLOWED = [
  { from: 'card-ffi', to: '@swic/core/ports' },
  { from: 'tui', to: '@swic/core/contract' },
  { from: 'agent', to: '@swic/core' },
  { from: 'agent', to: '@swic/card-ffi' },
  { from: 'agent', to: '@swic/tui' },
];

const lint = createLinter();

test.each(FORBIDDEN)('$from may not import $to', async ({ from, to }) => {
  expect(await rulesBroken(from, to)).toEqual(['@nx/enforce-module-boundaries']);
});

test.each(ALLOWED)('$from may import $to', async ({ from, to }) => {
  expect(await rulesBroken(from, to)).toEqual([]);
});

test('a package is not imported by a path into it', async () => {
  expect(await rulesBroken('tui', '../../core/src/contract/index.js')).toEqual(['@nx/enforce-module-boundaries']);
});

async function rulesBroken(from: string, to: string): Promise<readonly (string | null)[]> {
  const text = `import type * as it from '${to}';\nexport type It = typeof it;\n`;
  const complaints = await lint(`packages/${from}/src/boundary-fixture.ts`, text);
  return complaints.map(({ rule }) => rule);
}

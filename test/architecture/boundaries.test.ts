import { expect, test } from 'vitest';
import { createLinter, createTagLinter, type LintText } from './lint-text.js';

// The real packages with their real tags: only the importing file is made up.
const APP = 'Imports of apps are forbidden';
const tagged = (tag: string): string => `A project tagged with "${tag}" can`;

const FORBIDDEN = [
  { from: 'core', to: '@swic/card-ffi', says: tagged('type:core') },
  { from: 'core', to: '@swic/tui', says: tagged('type:core') },
  { from: 'core', to: '@swic/agent', says: APP },
  { from: 'card-ffi', to: '@swic/tui', says: tagged('type:card') },
  { from: 'card-ffi', to: '@swic/agent', says: APP },
  { from: 'desk', to: '@swic/tui', says: tagged('type:desk') },
  { from: 'web', to: '@swic/tui', says: tagged('type:web') },
  { from: 'tui', to: '@swic/web', says: tagged('type:tui') },
  { from: 'tui', to: '@swic/card-ffi', says: tagged('type:tui') },
  { from: 'tui', to: '@swic/agent', says: APP },
];

const ALLOWED = [
  { from: 'card-ffi', to: '@swic/core/ports' },
  { from: 'desk', to: '@swic/core/contract' },
  { from: 'tui', to: '@swic/core/contract' },
  { from: 'tui', to: '@swic/desk' },
  { from: 'web', to: '@swic/desk' },
  { from: 'agent', to: '@swic/core' },
  { from: 'agent', to: '@swic/card-ffi' },
  { from: 'agent', to: '@swic/tui' },
];

const RULE = '@nx/enforce-module-boundaries';

const lint = createLinter();

test.each(FORBIDDEN)('$from may not import $to', async ({ from, to, says }) => {
  const [complaint, ...others] = await lintImport(await createTagLinter(), from, to);
  expect(complaint).toMatchObject({ rule: RULE, message: expect.stringContaining(says) });
  expect(others).toEqual([]);
});

test.each(ALLOWED)('$from may import $to', async ({ from, to }) => {
  expect(await lintImport(lint, from, to)).toEqual([]);
});

test('packages do not depend on each other in a circle', async () => {
  const complaints = await lintImport(lint, 'core', '@swic/card-ffi');
  expect(complaints).toMatchObject([{ rule: RULE, message: expect.stringContaining('Circular dependency') }]);
});

test('a package is not imported by a path into it', async () => {
  const complaints = await lintImport(lint, 'tui', '../../core/src/contract/index.js');
  expect(complaints).toMatchObject([{ rule: RULE, message: expect.stringContaining('relative or absolute path') }]);
});

function lintImport(lintText: LintText, from: string, to: string): ReturnType<LintText> {
  const text = `import type * as it from '${to}';\nexport type It = typeof it;\n`;
  return lintText(`packages/${from}/src/boundary-fixture.ts`, text);
}

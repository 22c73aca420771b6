import { createProjectGraphAsync } from '@nx/devkit';
import nx from '@nx/eslint-plugin';
import jsdoc from 'eslint-plugin-jsdoc';
import tseslint from 'typescript-eslint';
import { restrictions, ZONES } from './scripts/lint/bans.mjs';
import { plainWords } from './scripts/lint/plain-words.mjs';

const SOURCES = ['packages/*/src/**/*.{ts,tsx}'];
const TESTS = ['**/*.test.{ts,tsx}', 'test/**/*.{ts,tsx}'];
const TYPESCRIPT = [...SOURCES, ...TESTS, '*.config.ts'];

// The boundary rule of Nx reads a cached graph and, where there is none, checks nothing and passes. So the graph is made here.
await createProjectGraphAsync({ exitOnError: false, resetDaemonClient: true });

const boundaries = {
  enforceBuildableLibDependency: false,
  // A test beside the code may use what all tests share.
  allow: ['/test/support/'],
  depConstraints: [
    { sourceTag: 'type:core', onlyDependOnLibsWithTags: [] },
    { sourceTag: 'type:card', onlyDependOnLibsWithTags: ['type:core'] },
    { sourceTag: 'type:desk', onlyDependOnLibsWithTags: ['type:core'] },
    { sourceTag: 'type:tui', onlyDependOnLibsWithTags: ['type:core', 'type:desk'] },
    { sourceTag: 'type:web', onlyDependOnLibsWithTags: ['type:core', 'type:desk'] },
    { sourceTag: 'type:agent', onlyDependOnLibsWithTags: ['type:core', 'type:card', 'type:tui'] },
  ],
};

export default [
  { ignores: ['**/dist/', '**/node_modules/', '.nx/', '.cache/', 'coverage/', 'workspace/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx,js,mjs,cjs}'],
    rules: {
      eqeqeq: 'error',
      'no-empty': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'max-params': ['error', 4],
      'max-depth': ['error', 3],
    },
  },
  {
    files: TYPESCRIPT,
    plugins: { '@typescript-eslint': tseslint.plugin },
    languageOptions: {
      parser: tseslint.parser,
      // One program for everything, tests included, with the packages' sources in place of their builds.
      parserOptions: { project: ['./tsconfig.check.json'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { allowDefaultCaseForExhaustiveSwitch: false, considerDefaultExhaustiveForUnions: false },
      ],
    },
  },
  {
    files: SOURCES,
    ignores: TESTS,
    rules: {
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // What other packages and every adapter rely on says its promise where it is exported.
    files: ['packages/core/src/{contract,ports}/**/*.ts'],
    ignores: TESTS,
    plugins: { jsdoc },
    rules: {
      'jsdoc/require-jsdoc': [
        'error',
        {
          contexts: ['ExportNamedDeclaration[declaration]'],
          require: { FunctionDeclaration: false },
          enableFixer: false,
        },
      ],
    },
  },
  {
    // The table of the words is the one text that has to name them.
    files: [...SOURCES, ...TESTS, 'scripts/**/*.mjs', 'test/**/*.mjs'],
    ignores: ['scripts/lint/plain-words.mjs', 'test/architecture/lint-rules.test.ts'],
    plugins: { swic: { rules: { 'plain-words': plainWords } } },
    rules: { 'swic/plain-words': 'error' },
  },
  {
    files: SOURCES,
    plugins: { '@nx': nx },
    rules: { '@nx/enforce-module-boundaries': ['error', boundaries] },
  },
  ...ZONES.map(({ files, bans }) => ({ files, rules: { 'no-restricted-syntax': ['error', ...restrictions(bans)] } })),
];

import { expect, test } from 'vitest';
import { PLAIN_WORDS } from '../../scripts/lint/plain-words.mjs';
import { createLinter, createTypedLinter, listLintRules } from './lint-text.js';

const lint = createLinter();
const lintTyped = createTypedLinter();

const statements = (count: number): string => '  count += 1;\n'.repeat(count);
const functionOf = (lines: number): string =>
  `export function long(): number {\n  let count = 0;\n${statements(lines - 3)}  return count;\n}\n`;

const UNTYPED = [
  { rule: 'max-lines', code: 'export const one = 1;\n'.repeat(301) },
  { rule: 'max-lines-per-function', code: functionOf(62) },
  {
    rule: 'max-params',
    code: 'export const far = (a: number, b: number, c: number, d: number, e: number) => a + b + c + d + e;',
  },
  {
    rule: 'max-depth',
    code: 'export function deep(a: boolean): void {\n  if (a) for (;;) while (a) if (!a) return;\n}',
  },
  { rule: 'eqeqeq', code: 'export const isNone = (a: unknown): boolean => a == null;' },
  { rule: 'no-empty', code: 'try {\n  JSON.parse("");\n} catch {}' },
  { rule: 'no-var', code: 'export var old = 1;' },
  { rule: 'prefer-const', code: 'let one = 1;\nexport { one };' },
  { rule: '@typescript-eslint/no-explicit-any', code: 'export const anything: any = 1;' },
];

// By the place they hold in, since the doc comment is asked for in two folders only.
const UNDOCUMENTED = ['contract', 'ports'].flatMap((folder) =>
  [
    'export interface Found {\n  readonly name: string;\n}',
    'export type Found = string;',
    'export const found = 1;',
    'export function find(): null {\n  return null;\n}',
    'export class Found {}',
    '// Not a doc comment.\nexport type Found = string;',
  ].map((code) => ({ folder, code })),
);

const TYPED = [
  { rule: '@typescript-eslint/no-floating-promises', code: 'export function go(): void {\n  Promise.resolve();\n}' },
  {
    rule: '@typescript-eslint/no-misused-promises',
    code: 'export const go = (): void => [1].forEach(async () => Promise.resolve());',
  },
  { rule: '@typescript-eslint/only-throw-error', code: "export function fail(): never {\n  throw 'no';\n}" },
  {
    rule: '@typescript-eslint/return-await',
    code: 'export async function go(): Promise<number> {\n  try {\n    return Promise.resolve(1);\n  } catch {\n    return 2;\n  }\n}',
  },
  {
    rule: '@typescript-eslint/switch-exhaustiveness-check',
    code: "export function look(a: 'b' | 'c'): void {\n  switch (a) {\n    case 'b':\n      return;\n  }\n}",
  },
  {
    rule: '@typescript-eslint/switch-exhaustiveness-check',
    code: "export function look(a: 'b' | 'c'): void {\n  switch (a) {\n    case 'b':\n      return;\n    default:\n  }\n}",
  },
  {
    rule: '@typescript-eslint/consistent-type-imports',
    code: "import { Fault } from './contract/fault.js';\nexport const look = (fault: Fault): string => fault.code;",
  },
];

test.each(UNTYPED)('$rule catches its fixture', async ({ rule, code }) => {
  expect((await lint('packages/core/src/fixture.ts', code)).map((complaint) => complaint.rule)).toContain(rule);
});

test.each(TYPED.map((fixture, at) => ({ ...fixture, at })))(
  '$rule catches its fixture ($at)',
  async ({ rule, code, at }) => {
    const complaints = await lintTyped(`packages/core/src/fixture-${at}.ts`, code);
    expect(complaints.map((complaint) => complaint.rule)).toEqual([rule]);
  },
);

test.each(UNDOCUMENTED)('an export of $folder/ without a doc comment is caught: $code', async ({ folder, code }) => {
  const path = `packages/core/src/${folder}/fixture.ts`;
  expect((await lint(path, code)).map((complaint) => complaint.rule)).toEqual(['jsdoc/require-jsdoc']);
  expect(await lint(path, `/** Its promise. */\n${code.replace(/^\/\/.*\n/, '')}`)).toEqual([]);
});

const PROSE = Object.keys(PLAIN_WORDS).flatMap((word) => [
  { word, code: `// It is said that ${word} is here.\nlet one = 1;\n` },
  { word, code: `/**\n * It is said that ${word.replace(' ', '\n * ')} is here.\n */\nlet one = 1;\n` },
  { word, code: `let one = 'It is said that ${word} is here.';\n` },
  { word, code: `let one = \`It is said that \${1} ${word} is here.\`;\n` },
]);

test.each(PROSE)('"$word" is caught in a comment and in a sentence: $code', async ({ word, code }) => {
  const complaints = (await lint('scripts/fixture.mjs', code)).filter(({ rule }) => rule === 'swic/plain-words');
  expect(complaints.map(({ message }) => message)).toEqual([expect.stringContaining(`"${word}"`)]);
});

test('a code, a key and a part of another word are no prose', async () => {
  const code = "export const meanwhile = ['nobody', 'config.edited-meanwhile', 'it applies and relies on it'];\n";
  expect(await lint('scripts/fixture.mjs', code)).toEqual([]);
});

test('blank lines and comments do not count as lines of a function', async () => {
  const code = functionOf(50).replace('  return', '\n  // Why.\n'.repeat(20).concat('  return'));
  expect(await lint('packages/core/src/fixture.ts', code)).toEqual([]);
});

test('a disable comment that disables nothing is an error', async () => {
  const [complaint] = await lint(
    'packages/core/src/fixture.ts',
    '// eslint-disable-next-line eqeqeq\nexport const one = 1;\n',
  );
  expect(complaint?.message).toContain('Unused eslint-disable directive');
});

test('every rule of the linter has a fixture', async () => {
  // These two have test files of their own.
  const elsewhere = ['no-restricted-syntax', '@nx/enforce-module-boundaries'];
  const fixtures = new Set([...UNTYPED, ...TYPED].map(({ rule }) => rule));
  const inFolders = ['jsdoc/require-jsdoc', 'swic/plain-words'];
  expect([...fixtures, ...inFolders, ...elsewhere].sort()).toEqual([...(await listLintRules())].sort());
});

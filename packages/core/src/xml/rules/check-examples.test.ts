import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { check } from '../../../../../test/support/check-document.js';
import { EXAMPLES, exampleBytes, exampleFiles, outlineOf } from '../../../../../test/support/example-files.js';

describe('the example documents', () => {
  test.each(exampleFiles('documents', '.xml'))('%s has no problem', (file) => {
    expect(check(file.split('/')[0] ?? '', outlineOf(exampleBytes(`documents/${file}`)))).toEqual([]);
  });

  interface Expected {
    readonly fault: string | null;
    readonly reject: Readonly<Record<string, readonly string[]>>;
    readonly warn: Readonly<Record<string, readonly string[]>>;
  }
  const broken = JSON.parse(readFileSync(`${EXAMPLES}broken/expected.json`, 'utf8')) as Record<string, Expected>;
  const byFault = (...faults: readonly (string | null)[]) =>
    Object.entries(broken).filter(([, { fault }]) => faults.includes(fault));

  test('every broken example has its expectation', () => {
    expect([...exampleFiles('broken', '.xml'), ...exampleFiles('broken', '.zip')].sort()).toEqual(
      Object.keys(broken).sort(),
    );
  });

  test.each(byFault('rules', null))('broken/%s breaks exactly the rules it is meant to', (file, expected) => {
    const problems = check(file.split('/')[0] ?? '', outlineOf(exampleBytes(`broken/${file}`)));
    for (const level of ['reject', 'warn'] as const) {
      const found: Record<string, string[]> = {};
      for (const { rule, path } of problems.filter((problem) => problem.level === level))
        found[rule] = [...(found[rule] ?? []), path];
      expect(found).toEqual(expected[level]);
    }
    for (const problem of problems) {
      expect(problem.line).toBeGreaterThan(0);
      expect(problem.zh).toMatch(/\p{Script=Han}/u);
    }
  });

  test.each(byFault('incomplete', 'not-well-formed', 'encoding').map(([file]) => file))(
    'broken/%s is refused by every reader',
    (file) => {
      expect(() => outlineOf(exampleBytes(`broken/${file}`))).toThrow();
    },
  );
});

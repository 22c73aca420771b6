import path from 'node:path';
import { expect, test } from 'vitest';
import { countTests } from './count-tests.mjs';
import { filesToRunAgain, joinRuns } from './second-run.mjs';

const ROOT = path.resolve('checkout');

const file = (name: string, tests: Readonly<Record<string, string>>) => ({
  name: path.join(ROOT, ...name.split('/')),
  status: Object.values(tests).includes('failed') ? 'failed' : 'passed',
  assertionResults: Object.entries(tests).map(([fullName, status]) => ({ fullName, status })),
});

const kill = (status: string) => file('test/e2e/kill.test.ts', { 'a kill loses nothing': status });
const lease = file('test/e2e/lease.test.ts', { 'one agent at a time': 'passed' });

test('files with processes that failed run again', () => {
  expect(filesToRunAgain({ testResults: [kill('failed'), lease] }, ROOT)).toEqual(['test/e2e/kill.test.ts']);
});

test('nothing runs again when a unit failed, when many files failed, or without a report', () => {
  const unit = file('packages/core/src/domain/stamp.test.ts', { 'a day has a name': 'failed' });
  expect(filesToRunAgain({ testResults: [kill('failed'), unit] }, ROOT)).toEqual([]);
  const many = ['a', 'b', 'c', 'd'].map((name) => file(`test/e2e/${name}.test.ts`, { [name]: 'failed' }));
  expect(filesToRunAgain({ testResults: many }, ROOT)).toEqual([]);
  expect(filesToRunAgain(null, ROOT)).toEqual([]);
});

test('a test that passes alone counts as passed and is named', () => {
  const { report, onlyAlone } = joinRuns({ testResults: [kill('failed'), lease] }, { testResults: [kill('passed')] });
  expect(countTests(report, 0)).toEqual({ passed: 2, failed: 0, skipped: 0 });
  expect(onlyAlone).toEqual(['a kill loses nothing']);
});

test('a test that fails again, or whose second run leaves no report, has failed', () => {
  for (const second of [{ testResults: [kill('failed')] }, null]) {
    const { report, onlyAlone } = joinRuns({ testResults: [kill('failed'), lease] }, second);
    expect(countTests(report, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
    expect(onlyAlone).toEqual([]);
  }
});

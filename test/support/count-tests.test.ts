import { expect, test } from 'vitest';
import { countTests } from './count-tests.mjs';

const file = (status: string, ...tests: readonly string[]) => ({
  status,
  assertionResults: tests.map((of) => ({ status: of })),
});

test('whatever neither passed nor failed was skipped', () => {
  const report = { testResults: [file('passed', 'passed', 'skipped', 'todo'), file('passed', 'passed', 'pending')] };
  expect(countTests(report, 0)).toEqual({ passed: 2, failed: 0, skipped: 3 });
});

test('a file that fails without a failed test is one failure', () => {
  const report = { testResults: [file('failed'), file('failed', 'failed', 'passed'), file('failed', 'skipped')] };
  expect(countTests(report, 1)).toEqual({ passed: 1, failed: 3, skipped: 1 });
});

test('a run that ends badly although every test passed is one failure', () => {
  expect(countTests({ testResults: [file('passed', 'passed')] }, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

test('a run without a report is one failure, whatever it says itself', () => {
  expect(countTests(null, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(countTests(null, null)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

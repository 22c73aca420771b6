// @ts-check

/**
 * The part of vitest's JSON report that is counted.
 * @typedef {object} TestReport
 * @property {readonly { readonly status: string, readonly assertionResults: readonly { readonly status: string }[] }[]} testResults
 */

/**
 * Counts tests. A file that fails without a failed test (it does not load, a hook throws) counts as one failure, and so does a
 * run that ends badly although no test failed (an unhandled rejection) or leaves no report: nothing that is wrong counts zero.
 * @param {TestReport | null} report null when the run left none
 * @param {number | null} exitCode
 */
export function countTests(report, exitCode) {
  const files = report?.testResults ?? [];
  const statuses = files.flatMap((file) => file.assertionResults.map(({ status }) => status));
  const passed = statuses.filter((status) => status === 'passed').length;
  const failedTests = statuses.filter((status) => status === 'failed').length;
  const failedFiles = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  ).length;
  const failed = failedTests + failedFiles;
  const isUnexplained = failed === 0 && (exitCode !== 0 || report === null);
  return { passed, failed: isUnexplained ? 1 : failed, skipped: statuses.length - passed - failedTests };
}

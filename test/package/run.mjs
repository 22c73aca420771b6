// @ts-check
// `npm run test:packages [-- KIND…]`: every kind of package, made twice and used; or those that are named, made once. No part of `npm test`: it takes minutes, installs from Debian and
// wants root. A check that cannot run here is "not run", with the reason, and counted; it never counts as passed or failed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sayLine, setUp } from '../../scripts/setup.mjs';
import { containerChecks } from './check-container.mjs';
import { contentChecks } from './check-contents.mjs';
import { debChecks } from './check-deb.mjs';
import { npmChecks } from './check-npm.mjs';
import { serviceChecks } from './check-service.mjs';
import { systemdChecks } from './check-systemd.mjs';
import { windowsChecks } from './check-windows.mjs';
import { windowsTroubleChecks } from './check-windows-trouble.mjs';
import { NotRun } from './not-run.mjs';

await setUp(sayLine);
const { makePackages } = await import('../../scripts/package/make-packages.mjs');
const { BUILDERS } = await import('../../scripts/package/kinds.mjs');
const work = mkdtempSync(join(tmpdir(), 'swic-test-packages-'));
const counts = { passed: 0, failed: 0, skipped: 0 };
try {
  const asked = process.argv.slice(2);
  const kinds = asked.length === 0 ? Object.keys(BUILDERS) : asked;
  sayLine(`making ${kinds.join(', ')}${asked.length === 0 ? ', twice' : ''}`);
  const made = await makePackages({ out: join(work, 'one'), kinds, say: sayLine });
  if (asked.length === 0) await makePackages({ out: join(work, 'two'), kinds, say: sayLine });
  const place = { work, made, fileOf: fileOf(made, join(work, 'one')) };
  for (const { name, run } of [
    ...contentChecks,
    ...npmChecks,
    ...debChecks,
    ...systemdChecks,
    ...containerChecks,
    ...windowsChecks,
    ...windowsTroubleChecks,
    ...serviceChecks,
  ].filter(({ name }) => asked.length === 0 || asked.includes(/^\w+/.exec(name)?.[0] ?? '')))
    await check(name, () => run(place));
} finally {
  rmSync(work, { recursive: true, force: true });
}
sayLine(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 ? 0 : 1;

/**
 * @param {string} name
 * @param {() => Promise<string>} run
 */
async function check(name, run) {
  try {
    sayLine(`ok       ${name}: ${await run()}`);
    counts.passed += 1;
  } catch (reason) {
    const words = reason instanceof Error ? reason.message : String(reason);
    if (reason instanceof NotRun) {
      sayLine(`not run  ${name}: ${words}`);
      counts.skipped += 1;
    } else {
      sayLine(`FAIL     ${name}: ${words}`);
      counts.failed += 1;
    }
  }
}

/**
 * @param {readonly import('../../scripts/package/make-packages.mjs').Made[]} made
 * @param {string} directory
 */
function fileOf(made, directory) {
  return (/** @type {string} */ kind) => {
    const found = made.find((each) => each.kind === kind);
    if (found === undefined || found.file === null) throw new NotRun(`not built: ${found?.why ?? 'no such kind'}`);
    return join(directory, found.file);
  };
}

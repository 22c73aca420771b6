import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CHECK_LIMIT_MS = 300_000;

// The same commands that a developer runs: what passes there passes here.
const CHECKS = [
  { script: 'typecheck', promise: 'type-checks, its tests included' },
  { script: 'lint', promise: 'keeps the rules of the linter and the boundaries of the packages' },
  { script: 'depcruise', promise: 'keeps its layers' },
  { script: 'format:check', promise: 'is formatted' },
  { script: 'docs:check', promise: 'has the references that its code makes' },
];

test.each(CHECKS)('the whole tree $promise (npm run $script)', { timeout: CHECK_LIMIT_MS }, async ({ script }) => {
  expect(await run(script)).toEqual({ code: 0, report: expect.any(String) });
});

async function run(script: string): Promise<{ readonly code: number | null; readonly report: string }> {
  const check = spawn(`npm run --silent ${script}`, { cwd: ROOT, shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const [[code], report, complaint] = await Promise.all([once(check, 'close'), text(check.stdout), text(check.stderr)]);
  return { code: code as number | null, report: `${report}\n${complaint}` };
}

// @ts-check
// `npm run bench -- start`: processor time of the shortest commands of the bundled build, the least of some starts, beside a bare Node.js.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SWIC = fileURLToPath(new URL('../../packages/agent/bin/swic.cjs', import.meta.url));
const STARTS = 7;
/** In seconds, on Node.js 22. */
const BUDGET_S = 0.35;
const LINES = { 'bare Node.js': ['-e', '0'], 'swic --version': [SWIC, '--version'], 'swic --help': [SWIC, '--help'] };

let isOver = false;
for (const [name, words] of Object.entries(LINES)) {
  const leastS = Math.min(...Array.from({ length: STARTS }, () => startS(words)));
  isOver ||= leastS > BUDGET_S;
  process.stdout.write(`${name.padEnd(16)} ${leastS.toFixed(3)} s of ${BUDGET_S}\n`);
}
process.stdout.write(`Node.js ${process.versions.node}${isOver ? ': OVER THE BUDGET' : ''}\n`);
process.exitCode = isOver ? 1 : 0;

/** @param {readonly string[]} words */
function startS(words) {
  const child = spawnSync('bash', [
    '-c',
    'TIMEFORMAT="%U %S"; time "$@" > /dev/null',
    'bash',
    process.execPath,
    ...words,
  ]);
  if (child.status !== 0) throw new Error(String(child.stderr));
  const [user = 0, system = 0] = String(child.stderr).trim().split(' ').map(Number);
  return user + system;
}

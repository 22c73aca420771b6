// @ts-check
// `npm start`: set-up, then the demonstration workspace; every further word goes to `swic demo`.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { SetupFailure, sayLine, setUp } from './setup.mjs';

const SWIC = fileURLToPath(new URL('../packages/agent/bin/swic.cjs', import.meta.url));
const ROOT = fileURLToPath(new URL('../', import.meta.url));
const REPEAT_MS = 1_000;

/** @returns {Promise<number>} the exit code */
async function start() {
  try {
    await setUp(sayLine);
  } catch (reason) {
    if (!(reason instanceof SetupFailure)) throw reason;
    process.stderr.write(`${reason.message}\n`);
    return 1;
  }
  return runSwic(['demo', ...process.argv.slice(2)]);
}

/**
 * @param {readonly string[]} words
 * @returns {Promise<number>}
 */
function runSwic(words) {
  return new Promise((resolve, reject) => {
    const swic = spawn(process.execPath, [SWIC, ...words], { cwd: ROOT, stdio: 'inherit' });
    forwardSignals(swic);
    swic.once('error', reject);
    swic.once('close', (code, signal) => resolve(code ?? exitCodeOf(signal)));
  });
}

/**
 * To swic a second signal means "now, at once", so it must not hear one request twice. A terminal sends Ctrl-C to every process
 * of its foreground group, and npm passes on what it hears: both reach us, and the first reaches swic without us.
 * @param {import('node:child_process').ChildProcess} swic
 */
function forwardSignals(swic) {
  let latestMs = Number.NEGATIVE_INFINITY;
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      const isFromTerminal = signal === 'SIGINT' && process.stdin.isTTY;
      const isRepeated = performance.now() - latestMs < REPEAT_MS;
      if (isFromTerminal || isRepeated) return;
      latestMs = performance.now();
      swic.kill(signal);
    });
  }
}

/** As a shell would say it: 128 and the number of the signal. */
function exitCodeOf(/** @type {NodeJS.Signals | null} */ signal) {
  return { SIGHUP: 129, SIGINT: 130, SIGKILL: 137, SIGTERM: 143 }[String(signal)] ?? 1;
}

process.exitCode = await start();

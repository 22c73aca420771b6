// Gives the readers of XML, ZIP and envelopes mutated input for as long as asked: `npm run soak [-- --seconds 60] [--seed N]`.
// The readers run in a child, so that a hang or a crash of libxml2 is seen and named instead of taking this process with it.
import { fork } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values: args } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string' } },
});
const seconds = Number(args.seconds);
const first = args.seed === undefined ? Date.now() % 2 ** 31 : Number(args.seed);
/** A child says after each hundred inputs that it lives; longer silence is a hang. */
const SILENCE_MS = 20_000;
/** Inputs for each seed: a finding is reached again within seconds. */
const INPUTS = 5_000;

const child = fork(new URL('./readers-child.ts', import.meta.url), [String(first), String(seconds), String(INPUTS)], {
  execArgv: ['--import', new URL('../support/run-typescript.mjs', import.meta.url).href],
});
let last = { seed: first, inputs: 0 };
let report = null;
let timer = setTimeout(hang, SILENCE_MS * 3);
child.on('message', (message) => {
  clearTimeout(timer);
  timer = setTimeout(hang, SILENCE_MS);
  if (message.type === 'alive') last = message;
  else report = message;
});
child.on('exit', (code, signal) => {
  clearTimeout(timer);
  if (code === 0 && report !== null) {
    const { inputs, seeds, read, slowestMs, elapsedSeconds } = report;
    process.stdout.write(
      `${inputs} inputs over ${seeds} seeds from ${first} in ${elapsedSeconds} s: no crash, no hang, no name out of its box. ` +
        `Read to the end: ${JSON.stringify(read)}; slowest ${Math.round(slowestMs)} ms\n`,
    );
    return;
  }
  process.stderr.write(`Ended with ${code ?? signal} at seed ${last.seed}, after input ${last.inputs}\n`);
  process.exitCode = 1;
});

function hang() {
  process.stderr.write(`Hangs at seed ${last.seed}, after input ${last.inputs}\n`);
  child.kill('SIGKILL');
}

import { fuzzReaders } from '../support/fuzz/readers.js';

const [first = 1, seconds = 60, inputsPerSeed = 5_000] = process.argv.slice(2).map(Number);
const ALIVE_EVERY = 100;

const startedMs = performance.now();
const isOver = (): boolean => performance.now() - startedMs > seconds * 1_000;
const read = { xml: 0, zip: 0, envelope: 0 };
let inputs = 0;
let seeds = 0;
let slowestMs = 0;
while (!isOver()) {
  const seed = first + seeds;
  const report = await fuzzReaders({
    seed,
    goOn: (done) => {
      if (done % ALIVE_EVERY === 0) process.send?.({ type: 'alive', seed, inputs: done });
      return done < inputsPerSeed && !isOver();
    },
  });
  seeds += 1;
  inputs += report.inputs;
  slowestMs = Math.max(slowestMs, report.slowestMs);
  for (const reader of ['xml', 'zip', 'envelope'] as const) read[reader] += report.read[reader];
}
const elapsedSeconds = Math.round((performance.now() - startedMs) / 1_000);
process.send?.({ type: 'report', inputs, seeds, read, slowestMs, elapsedSeconds });
process.disconnect?.();

// Of both straight lines: the store, and the word to the benchmark that started us.
import path from 'node:path';
import { ClassicLevel } from 'classic-level';
import { LEDGER_OPTIONS } from '../../../packages/core/dist/ledger/open-ledger.js';

/** LevelDB as swic's ledger opens it. */
export async function openStore(directory) {
  const store = new ClassicLevel(path.join(directory, 'ledger'), {
    cacheSize: LEDGER_OPTIONS.cacheBytes,
    writeBufferSize: LEDGER_OPTIONS.writeBufferBytes,
    maxOpenFiles: 1_000,
  });
  await store.open();
  return store;
}

export const idOf = (number) => String(number).padStart(22, '0');

/** Resolves when the benchmark says so. */
export async function ready() {
  process.send({ type: 'ready' });
  await new Promise((resolve) => process.once('message', resolve));
}

/** Returns what is told how many more are done; it tells the benchmark what those after the warm-up took. */
export function createCounter({ warmUp, documents }, finish) {
  let done = 0;
  let start = null;
  return (count) => {
    done += count;
    if (start === null && done >= warmUp) start = { done, cpu: process.cpuUsage(), ms: performance.now() };
    if (done < warmUp + documents) return;
    const { user, system } = process.cpuUsage(start.cpu);
    const seconds = (performance.now() - start.ms) / 1_000;
    process.send({ type: 'finished', documents: done - start.done, seconds, cpuSeconds: (user + system) / 1e6 });
    finish();
  };
}

import { LEDGER_OPTIONS, openLedger } from '../../../packages/core/src/ledger/open-ledger.js';
import { systemClock } from '../../../packages/core/src/runtime/system-clock.js';
import { makeDocument, makeFiled } from './records.js';

// Writes documents until it is killed, and says on standard output what the ledger has acknowledged: `<id> <stage>` a line.
const [directory = '', first = '0'] = process.argv.slice(2);
const ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
let next = Number(first);

async function live(): Promise<never> {
  for (;;) {
    const document = makeDocument(next++);
    await ledger.write([{ type: 'document', record: document }], 'durable');
    process.stdout.write(`${document.id} sealed\n`);
    await ledger.write([{ type: 'document', record: makeFiled(document) }], 'soon');
    process.stdout.write(`${document.id} filed\n`);
  }
}

await Promise.all(Array.from({ length: 32 }, live));

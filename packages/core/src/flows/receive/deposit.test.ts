import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deliveryOf } from '../../../../../test/support/deliveries.js';
import { makeReceipt } from '../../../../../test/support/ledger/records.js';
import { openReceivingScene, withParts } from '../../../../../test/support/receiving.js';
import { Fault } from '../../contract/fault.js';
import { workerSettings } from '../../gateway/parts/open-jobs.js';
import { LEDGER_OPTIONS, openLedger } from '../../ledger/open-ledger.js';
import type { Ledger } from '../../ports/ledger.js';
import { systemClock } from '../../runtime/system-clock.js';
import { createInlineJobs } from '../../workers/inline-runner.js';
import { recordDeposits } from './deposit.js';
import type { Planned } from './planned.js';

/** The ledger, whose next write fails. */
function failingOnce(ledger: Ledger): Ledger {
  let isFirst = true;
  return new Proxy(ledger, {
    get: (target, name: keyof Ledger) => {
      if (name !== 'write') return Reflect.get(target, name, target);
      return async (...words: Parameters<Ledger['write']>) => {
        if (isFirst) {
          isFirst = false;
          throw new Fault('disk.full');
        }
        return target.write(...words);
      };
    },
  });
}

test('that a copy of a known receipt was accepted is stored by the second try when the first write fails', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'swic-deposit-'));
  const ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
  await using jobs = createInlineJobs(workerSettings(null, []));
  const record = { ...makeReceipt(1), depositedMs: 1, acceptedMs: null };
  await ledger.write([{ type: 'receipt', record, raw: new Uint8Array([1]) }], 'soon');
  const { receiving } = openReceivingScene(ledger, jobs);
  const troubled = withParts(receiving, { journal: { ledger: failingOnce(ledger) } });
  const delivery = deliveryOf(1, []);
  const known: Planned = {
    record,
    delivery,
    bytes: new Uint8Array([1]),
    correlation: null,
    companions: [],
    foreignTo: null,
    isNew: false,
    state: 'known',
  };
  const recordAgain = (): Promise<void> => recordDeposits(troubled, [known], new Set([delivery]));
  await expect(recordAgain()).rejects.toMatchObject({ code: 'disk.full' });
  await recordAgain();
  expect((await ledger.findReceipt(record.id))?.acceptedMs).toEqual(expect.any(Number));
  await ledger[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

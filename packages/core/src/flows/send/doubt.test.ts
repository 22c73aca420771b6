import { expect, test } from 'vitest';
import { makeDocument, makeReceipt } from '../../../../../test/support/ledger/records.js';
import type { StampedEvent } from '../../contract/events.js';
import { Fault } from '../../contract/fault.js';
import type { DocumentId, DocumentRecord } from '../../domain/document.js';
import { businessKey } from '../../domain/document.js';
import type { ReceiptId, ReceiptRecord } from '../../domain/receipt.js';
import type { Ledger, LedgerChange } from '../../ports/ledger.js';
import { createDeferred } from '../../runtime/deferred.js';
import { systemClock } from '../../runtime/system-clock.js';
import { FlowGate } from '../flow-gate.js';
import { createSending } from './deliver.js';
import { settleUnknown } from './doubt.js';
import type { Sender } from './sender.js';
import { SharedHold } from './shared-hold.js';
import { UnknownDesk } from './unknown-desk.js';

const DEC = businessKey('DEC');
const FILED = { box: 'SentBox', path: 'one.xml' } as const;
const id = '2026112312000000000001' as DocumentId;

/** A document of unknown outcome; what its boxes do is the test's own. */
function openUnknown(onUnknown: 'hold' | 'resend', boxes: object, receipts: readonly ReceiptRecord[] = []) {
  const never = new AbortController().signal;
  const said: string[] = [];
  const failures: unknown[] = [];
  const records: DocumentRecord[] = [];
  const unknowns = new UnknownDesk();
  const emit = (event: StampedEvent['event']): void =>
    void said.push(event.type === 'document.unknown' ? event.fault.code : event.type);
  const gate = new FlowGate({ business: DEC, direction: 'send' }, true, systemClock, emit);
  const ledger = {
    write: async (changes: readonly LedgerChange[]) => {
      for (const change of changes) if (change.type === 'document') records.push(change.record);
    },
    findDocument: async () => records.at(-1) ?? null,
    findByName: async () => [],
    receiptsOf: async () => receipts,
    findDamage: async () => null,
  };
  const sending = createSending({
    sender: {
      business: DEC,
      boxes,
      policy: () => ({ onUnknown, unknownWaitMs: 0 }),
    } as unknown as Sender,
    journal: { ledger: ledger as unknown as Ledger, gate, clock: { ...systemClock, nowMs: () => 7 }, emit },
    inFlight: {
      delivering: new Set(),
      unknowns,
      nacked: new SharedHold(gate),
      ending: () => never,
      spawn: (work) => void work(never).catch((reason: unknown) => failures.push(reason)),
    },
  });
  const unknown = makeDocument(1, { id, name: 'one.xml', stage: 'unknown', keys: [] });
  const claimed = { id, name: 'one.xml', path: 'unused' };
  const wait = (signal = never): Promise<void> => settleUnknown(sending, { document: unknown, claimed }, signal);
  return { said, failures, records, unknowns, wait };
}

test('a word of the operator that could not be carried out is said, and the next one finds the document waiting', async () => {
  let isAway = true;
  const { said, failures, unknowns, wait } = openUnknown('hold', {
    withdraw: async () => {
      if (isAway) throw new Fault('disk.missing', { path: 'OutBox' });
      return { box: 'OutBox', path: 'one.xml' };
    },
  });
  await wait();
  const verdict = { as: 'withdraw', by: 'operator', atMs: 1, receipt: null, afterAttempts: 1 } as const;
  const kept = createDeferred<void>();
  expect(unknowns.settle(id, { decision: 'withdraw', by: 'operator', verdict, kept })).toBe(true);
  await expect.poll(() => unknowns.has(id)).toBe(true);
  isAway = false;
  expect(unknowns.settle(id, { decision: 'withdraw', by: 'operator', verdict, kept })).toBe(true);
  await expect.poll(() => said.at(-1)).toBe('document.withdrawn');
  expect(said.filter((what) => what !== 'document.settled')).toEqual([
    'transport.outcome-unknown',
    'disk.missing',
    'document.withdrawn',
  ]);
  expect(failures).toEqual([]);
});

test('a document whose file was taken away is not waited for at its second sending: an operator is asked', async () => {
  const { said, unknowns, wait } = openUnknown('resend', {
    read: () => Promise.reject(new Fault('document.vanished', { path: 'unused' })),
  });
  await wait(AbortSignal.timeout(3_000));
  expect(unknowns.has(id)).toBe(true);
  expect(said).toEqual(['transport.outcome-unknown', 'document.vanished']);
});

test('a document that a receipt settled says so in its record', async () => {
  const { records, unknowns, wait } = openUnknown('hold', {
    file: async () => [{ box: 'SentBox', path: 'one.xml' }],
  });
  await wait();
  unknowns.settle(id, { decision: 'sent', by: 'receipt', receipt: 'R1' as ReceiptId });
  await expect.poll(() => records.at(-1)?.stage).toBe('filed');
  expect(records.at(-1)?.verdict).toEqual({ as: 'sent', by: '', atMs: 7, receipt: 'R1', afterAttempts: 1 });
});

test('an answer that came before its document became unknown settles it, and it is not sent again', async () => {
  const early = makeReceipt(1, {
    id: 'R1' as ReceiptId,
    kind: 'send-result',
    keys: [],
    businessTimeMs: null,
    document: id,
  });
  const { records, said, wait } = openUnknown('resend', { file: async () => [FILED] }, [early]);
  await wait();
  expect(records.at(-1)).toMatchObject({ stage: 'filed', attempts: 1, verdict: { as: 'sent', receipt: 'R1' } });
  expect(said).not.toContain('document.retried');
});

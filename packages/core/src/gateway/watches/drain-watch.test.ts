import { expect, test } from 'vitest';
import { SAMPLES } from '../../../../../test/support/telemetry/sample-events.js';
import type { SwicEvent } from '../../contract/events.js';
import { systemClock } from '../../runtime/system-clock.js';
import { DrainWatch } from './drain-watch.js';

const NOTHING = { waiting: 0, settled: 0, inFlight: 0 };

function watchOf(events: readonly SwicEvent[], answeredByReceipts: readonly string[] = []): DrainWatch {
  const watch = new DrainWatch(['DEC'], new Set(answeredByReceipts), systemClock);
  events.forEach((event, index) => watch.see({ seq: index, atMs: 0, event }));
  return watch;
}

test('an answer that the ledger keeps, since receiving is stopped, is no longer waited for', () => {
  const sent = [SAMPLES['document.claimed'], SAMPLES['document.filed']];
  const looked = { ...SAMPLES['outbox.looked'], business: SAMPLES['document.filed'].business, ...NOTHING };
  expect(watchOf([...sent, looked]).state()).toMatchObject({ isComplete: false, receiptsDue: 1 });
  expect(watchOf([...sent, looked, SAMPLES['receipt.waiting']]).state()).toMatchObject({
    isComplete: true,
    receiptsDue: 0,
  });
});

test('where a business has no send results, its first receipt is the answer, and is not waited for any longer', () => {
  const { business } = SAMPLES['document.filed'];
  const sent = [SAMPLES['document.claimed'], SAMPLES['document.filed']];
  const receipt = { ...SAMPLES['receipt.deposited'], kind: 'business-receipt' } as const;
  const looked = { ...SAMPLES['outbox.looked'], business, ...NOTHING };
  expect(watchOf([...sent, looked, receipt]).state()).toMatchObject({ isComplete: false, receiptsDue: 1 });
  expect(watchOf([...sent, looked, receipt], [business]).state()).toMatchObject({ isComplete: true, receiptsDue: 0 });
});

test('a file that was claimed is not counted as waiting in OutBox too, while the flow is held and does not look again', () => {
  const claimed = SAMPLES['document.claimed'];
  const looked = { ...SAMPLES['outbox.looked'], business: claimed.business, ...NOTHING, settled: 2 };
  expect(watchOf([looked, claimed]).state()).toMatchObject({ waitingFiles: 1, openDocuments: 1 });
});

test('a claimed file is one document, not one more in OutBox, when the flow looks again while it is under way', () => {
  const claimed = SAMPLES['document.claimed'];
  const { business } = claimed;
  const looked = { ...SAMPLES['outbox.looked'], business, ...NOTHING, settled: 2, inFlight: 1 };
  expect(watchOf([claimed, looked]).state()).toMatchObject({ waitingFiles: 2, openDocuments: 1 });
  const withdrawn = { ...SAMPLES['document.withdrawn'], business, document: claimed.document };
  expect(watchOf([claimed, looked, withdrawn]).state()).toMatchObject({ waitingFiles: 3, openDocuments: 0 });
});

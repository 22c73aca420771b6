import { expect, test } from 'vitest';
import { SAMPLES } from '../../../../../test/support/telemetry/sample-events.js';
import { TestClock } from '../../../../../test/support/telemetry/test-clock.js';
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

const HOUR_MS = 3_600_000;
const WINDOW = { name: 'upgrade', stopsSending: true, fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
const WAITING = { ...SAMPLES['outbox.looked'], business: SAMPLES['document.claimed'].business, ...NOTHING, settled: 2 };
const never = new AbortController().signal;
const untold = (): void => undefined;

test('files that only a long maintenance keeps back are not waited for', async () => {
  const watch = watchOf([WAITING, { type: 'maintenance.began', window: WINDOW }]);
  const drained = await watch.wait(HOUR_MS, untold, never);
  expect(drained).toMatchObject({ isComplete: false, waitingFiles: 2, openDocuments: 0 });
});

test.each([
  ['a window that ended', [{ type: 'maintenance.ended', window: WINDOW }]],
  ['a document in flight', [SAMPLES['document.claimed']]],
] as const)('%s is no reason to leave early', async (_, more) => {
  const watch = watchOf([WAITING, { type: 'maintenance.began', window: WINDOW }, ...more]);
  const stop = AbortSignal.timeout(1_200);
  await watch.wait(HOUR_MS, untold, stop);
  expect(stop.aborted).toBe(true);
});

test.each([
  ['that stops nothing', { ...WINDOW, stopsSending: false }],
  ['that is over within the time that one waits', { ...WINDOW, toMs: Date.now() + HOUR_MS / 2 }],
] as const)('a maintenance %s is no reason to leave early', async (_, window) => {
  const watch = watchOf([WAITING, { type: 'maintenance.began', window }]);
  const stop = AbortSignal.timeout(1_200);
  await watch.wait(HOUR_MS, untold, stop);
  expect(stop.aborted).toBe(true);
});

test('what does not go on is told after five seconds, ten, twenty, with how long it is waited for', async () => {
  const clock = new TestClock(0);
  const watch = new DrainWatch(['DEC'], new Set(), clock);
  const sent = [SAMPLES['document.claimed'], SAMPLES['document.filed']];
  const { business } = SAMPLES['document.filed'];
  for (const event of [...sent, { ...SAMPLES['outbox.looked'], business, ...NOTHING }])
    watch.see({ seq: 1, atMs: 0, event });
  const told: (readonly number[])[] = [];
  const waiting = watch.wait(
    30_000,
    ({ receiptsDue }, stillMs, leftMs) => void told.push([receiptsDue, stillMs, leftMs]),
    never,
  );
  for (let step = 0; step <= 620; step += 1) await clock.advance(50);
  expect(await waiting).toMatchObject({ isComplete: false, receiptsDue: 1 });
  expect(told).toEqual([
    [1, 5_000, 25_000],
    [1, 10_000, 20_000],
    [1, 20_000, 10_000],
  ]);
});

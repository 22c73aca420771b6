import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openReceivingScene } from '../../../../../test/support/receiving.js';
import { workerSettings } from '../../gateway/parts/open-jobs.js';
import { LEDGER_OPTIONS, openLedger } from '../../ledger/open-ledger.js';
import type { Delivery } from '../../ports/transport.js';
import { createDeferred } from '../../runtime/deferred.js';
import { reclaim } from '../../runtime/host/index.js';
import { systemClock } from '../../runtime/system-clock.js';
import { SingleSettlement } from '../../transports/single-settlement.js';
import { createInlineJobs } from '../../workers/inline-runner.js';
import { ReceiveLine } from './receive-line.js';

const MIB = 1024 * 1024;

/** A receipt of a megabyte. `watch` is told of its bytes. */
function large(watch: (bytes: ArrayBufferLike) => void, answer: Promise<boolean>): Delivery {
  const body = new Uint8Array(MIB).fill(0x20);
  body.set(Buffer.from('<DEC_RESULT><CUS_CIQ_NO>I1</CUS_CIQ_NO><CHANNEL>1</CHANNEL></DEC_RESULT>'));
  watch(body.buffer);
  return new SingleSettlement({
    message: { id: 'M1', type: '', contentType: 'application/xml', headers: {}, sentAtMs: 0, body },
    isRedelivered: false,
    deliveryCount: 1,
    accept: () => answer,
    release: async () => undefined,
    refuse: async () => undefined,
  });
}

test('receipts that are deposited are not kept in memory until the broker has answered, which is after all it has sent ahead', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'swic-let-go-'));
  const ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
  const jobs = createInlineJobs(workerSettings(null, []));
  const scene = openReceivingScene(ledger, jobs);
  const line = new ReceiveLine(scene.receiving, new AbortController().signal);
  const seen = createDeferred<boolean>();
  const kept: WeakRef<ArrayBufferLike>[] = [];
  const adding = line.add([large((bytes) => kept.push(new WeakRef(bytes)), seen.promise)]);
  await expect.poll(() => scene.inBox.length).toBe(1);
  await expect.poll(() => [reclaim(), kept.filter((one) => one.deref() !== undefined).length][1]).toBe(0);
  seen.resolve(true);
  await adding;
  await jobs[Symbol.asyncDispose]();
  await ledger[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

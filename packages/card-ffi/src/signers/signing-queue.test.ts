import { Fault } from '@swic/core/contract';
import type { SignatureResult } from '@swic/core/ports';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deferred } from '../runtime/deferred.js';
import { type BatchOutcome, SigningQueue, type SigningQueueOptions } from './signing-queue.js';

const never = new AbortController().signal;

function resultOf(bytes: Uint8Array): SignatureResult {
  return { signature: bytes, certificateNumber: '1', certificate: null, algorithm: 'rsa-sha1' };
}

function queueOf(signBatch: SigningQueueOptions['signBatch'], batchMax = 4): SigningQueue {
  return new SigningQueue({
    batchMax,
    waitingMax: 1000,
    attemptsMax: 3,
    signBatch,
    pauseBeforeRetry: async () => undefined,
  });
}

test('whatever fails on the way, every document gets its own signature exactly once', async () => {
  // Each number says how many of a batch are signed before a passing fault; no document fails three times.
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(4), { maxLength: 30 }), fc.integer({ min: 1, max: 40 }), async (script, count) => {
      let turn = 0;
      const queue = queueOf(async (jobs): Promise<BatchOutcome> => {
        const planned = Math.min(script[turn++] ?? 4, jobs.length);
        const done = (jobs[planned]?.attempts ?? 0) < 2 ? planned : jobs.length;
        const signed = jobs.slice(0, done).map(({ bytes }) => resultOf(bytes));
        return { signed, fault: done < jobs.length ? new Fault('signer.broken') : null };
      });
      const wanted = Array.from({ length: count }, (_, index) => Uint8Array.of(index));
      const results = await Promise.all(wanted.map((bytes) => queue.sign(bytes, never)));
      expect(results.map(({ signature }) => signature[0])).toEqual(wanted.map(([first]) => first));
    }),
  );
});

test("a refusal is one document's, after three tries; the others are signed", async () => {
  let tries = 0;
  const queue = queueOf(async (jobs) => {
    const bad = jobs.findIndex(({ bytes }) => bytes[0] === 7);
    if (bad < 0) return { signed: jobs.map(({ bytes }) => resultOf(bytes)), fault: null };
    if (bad === 0) tries += 1;
    return {
      signed: jobs.slice(0, bad).map(({ bytes }) => resultOf(bytes)),
      fault: new Fault('signer.refused', {}, '数据不正确'),
    };
  });
  const answers = await Promise.allSettled([5, 6, 7, 8].map((one) => queue.sign(Uint8Array.of(one), never)));
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(answers[2]).toMatchObject({ reason: { code: 'signer.refused', reason: '数据不正确' } });
  expect(tries).toBeLessThanOrEqual(3);
});

test('an absent card is the answer to all, and is looked for three times, not three times each', async () => {
  let looks = 0;
  const queue = queueOf(async () => {
    looks += 1;
    return { signed: [], fault: new Fault('signer.absent') };
  }, 1);
  const answers = await Promise.allSettled(
    Array.from({ length: 50 }, (_, index) => queue.sign(Uint8Array.of(index), never)),
  );
  expect(answers.every((one) => one.status === 'rejected')).toBe(true);
  expect(looks).toBe(3);
});

test('a document over which the library crashes is failed alone, and the others are signed', async () => {
  const queue = queueOf(async (jobs) => {
    if (jobs.some(({ bytes }) => bytes[0] === 7)) throw new Fault('signer.broken', { problem: 'crash' });
    return { signed: jobs.map(({ bytes }) => resultOf(bytes)), fault: null };
  });
  const all = Array.from({ length: 12 }, (_, index) => index);
  const answers = await Promise.allSettled(all.map((one) => queue.sign(Uint8Array.of(one), never)));
  expect(answers.map(({ status }) => status === 'fulfilled')).toEqual(all.map((one) => one !== 7));
});

test('a library that crashes over everything is not tried for each', async () => {
  let crashes = 0;
  const queue = queueOf(async () => {
    crashes += 1;
    throw new Fault('signer.broken', { problem: 'crash' });
  });
  const all = Array.from({ length: 50 }, (_, index) => queue.sign(Uint8Array.of(index), never));
  const answers = await Promise.allSettled(all);
  expect(answers.every(({ status }) => status === 'rejected')).toBe(true);
  expect(crashes).toBeLessThanOrEqual(6);
});

test('a wrong PIN is never tried again for the next in line', async () => {
  let tries = 0;
  const queue = queueOf(async () => {
    tries += 1;
    throw new Fault('signer.pin-wrong');
  }, 1);
  await Promise.allSettled([1, 2, 3].map((one) => queue.sign(Uint8Array.of(one), never)));
  expect(tries).toBe(1);
});

test('a caller that had left before it asked disturbs no other', async () => {
  const queue = queueOf(async (jobs) => ({ signed: jobs.map(({ bytes }) => resultOf(bytes)), fault: null }));
  const left = queue.sign(Uint8Array.of(1), AbortSignal.abort());
  await expect(left).rejects.toMatchObject({ code: 'operation.aborted' });
  expect((await queue.sign(Uint8Array.of(2), never)).signature[0]).toBe(2);
  const leaving = new AbortController();
  const leaves = queue.sign(Uint8Array.of(3), leaving.signal);
  const stays = queue.sign(Uint8Array.of(4), never);
  leaving.abort();
  await Promise.allSettled([leaves]);
  expect((await stays).signature[0]).toBe(4);
  expect((await queue.sign(Uint8Array.of(5), never)).signature[0]).toBe(5);
});

test('closing answers everyone who waits, also when the device is in the middle of something', async () => {
  const gate = deferred<BatchOutcome>();
  const begun = deferred<void>();
  const queue = queueOf(() => (begun.resolve(), gate.promise), 1);
  const answers = Promise.allSettled([1, 2, 3].map((one) => queue.sign(Uint8Array.of(one), never)));
  await begun.promise;
  const closed = queue.close();
  gate.reject(new Fault('operation.aborted'));
  await closed;
  expect((await answers).map((one) => (one.status === 'rejected' ? (one.reason as Fault).code : one.status))).toEqual(
    Array(3).fill('operation.aborted'),
  );
  await expect(queue.sign(Uint8Array.of(4), never)).rejects.toMatchObject({ code: 'operation.aborted' });
});

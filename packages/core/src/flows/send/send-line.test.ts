import { expect, test } from 'vitest';
import { checkedFile, openSendingScene, type SendingScene } from '../../../../../test/support/sending.js';
import { Fault } from '../../contract/fault.js';
import type { DocumentId } from '../../domain/document.js';
import { createDeferred } from '../../runtime/deferred.js';
import { sendDocument } from './send-line.js';

const never = new AbortController().signal;

test('the durable order of a document is claim, intent, hand-over, move, record', async () => {
  const scene = openSendingScene();
  await sendDocument(scene.sending, checkedFile(), never);
  expect(scene.acts).toEqual([
    'claim',
    'seal',
    'write sealed durable',
    'session',
    'send',
    'compare',
    'file SentBox',
    'write filed soon',
  ]);
  expect(scene.said.map(({ type }) => type)).toEqual([
    'document.claimed',
    'document.sealed',
    'document.sent',
    'document.filed',
  ]);
  expect(scene.sending.inFlight.delivering.size).toBe(0);
});

test('a file that the checks refuse is claimed, and never sealed', async () => {
  const scene = openSendingScene();
  await sendDocument(scene.sending, checkedFile(new Fault('document.truncated')), never);
  expect(scene.acts).toEqual([
    'claim',
    'write rejected durable',
    'deposit Failed_one.xml',
    'file FailBox',
    'write rejected soon',
  ]);
});

test('a document that cannot be signed now goes back, and the ledger never hears of it', async () => {
  const scene = openSendingScene();
  scene.fail('seal', new Fault('signer.absent'));
  await expect(sendDocument(scene.sending, checkedFile(), never)).rejects.toMatchObject({ code: 'signer.absent' });
  expect(scene.acts).toEqual(['claim', 'seal: signer.absent', 'withdraw']);
});

test('a document that the signer refuses is rejected', async () => {
  const scene = openSendingScene();
  scene.fail('seal', new Fault('signer.refused'));
  await sendDocument(scene.sending, checkedFile(), never);
  expect(scene.records.at(-1)).toMatchObject({ stage: 'rejected', fault: { code: 'signer.refused' } });
});

test('a first send that is given up before the hand-over goes back into OutBox', async () => {
  const scene = openSendingScene();
  await sendDocument(scene.sending, checkedFile(), AbortSignal.abort());
  expect(scene.records.map(({ stage }) => stage)).toEqual(['sealed', 'withdrawn']);
  expect(scene.acts).toContain('withdraw');
});

test('a second send that is given up stays unknown, since the first may have arrived', async () => {
  const scene = openSendingScene();
  await sendDocument(scene.sending, checkedFile(), AbortSignal.abort());
  const [sealed] = scene.records;
  if (sealed === undefined) throw new Error('it was not sealed');
  const document = { ...sealed, attempts: 2 };
  const claimed = { id: document.id, name: document.name, path: '' };
  const message = {
    id: '',
    type: '',
    contentType: 'application/xml',
    headers: {},
    sentAtMs: 0,
    body: new Uint8Array(),
  } as const;
  await scene.sending.deliver({ document, claimed, message }, AbortSignal.abort());
  expect(scene.records.at(-1)).toMatchObject({ stage: 'unknown', fault: { code: 'transport.outcome-unknown' } });
  expect(scene.acts.filter((act) => act === 'withdraw')).toHaveLength(1);
});

test('a lost confirm is unknown, durably, before the second sending, which is marked and keeps the id', async () => {
  const scene = openSendingScene();
  scene.fail('send', new Fault('transport.outcome-unknown'));
  await sendDocument(scene.sending, checkedFile(), never);
  expect(scene.acts.slice(4)).toEqual([
    'send: transport.outcome-unknown',
    'write unknown durable',
    'read',
    'compare',
    'seal',
    'write sealed durable',
    'session',
    'send attempt 2',
    'compare',
    'file SentBox',
    'write filed soon',
  ]);
  expect(new Set(scene.records.map(({ messageId }) => messageId)).size).toBe(1);
});

const idOf = ({ records }: SendingScene): DocumentId => records[0]?.id ?? ('' as DocumentId);

function wordOf(as: 'withdraw') {
  const verdict = { as, by: 'operator', atMs: 1, receipt: null, afterAttempts: 1 } as const;
  return { decision: as, by: 'operator', verdict, kept: createDeferred<void>() } as const;
}

for (const [trouble, waitsFrom] of [
  ['transport.nacked', { sleep: 2 }],
  ['transport.closed', { session: 3 }],
] as const)
  test(`a document that waits after a nack and ${trouble} stays sealed, and is not beyond a person's word`, async () => {
    const scene = openSendingScene({ waitsFrom });
    scene.fail('send', new Fault('transport.nacked'), new Fault(trouble));
    const sent = sendDocument(scene.sending, checkedFile(), AbortSignal.timeout(3_000));
    const { unknowns } = scene.sending.inFlight;
    await expect.poll(() => scene.acts.filter((act) => act.startsWith('send'))).toHaveLength(2);
    await expect.poll(() => unknowns.has(idOf(scene))).toBe(true);

    const word = wordOf('withdraw');
    expect(unknowns.settle(idOf(scene), word)).toBe(true);
    await word.kept.promise;
    // The attempts were counted while the word was on its way: it is about the last of them.
    expect(scene.records.find(({ stage }) => stage === 'unknown')).toMatchObject({
      attempts: 2,
      verdict: { as: 'withdraw', afterAttempts: 2 },
    });
    await sent;
    expect(scene.acts.slice(-3)).toEqual(['write unknown durable', 'withdraw', 'write withdrawn soon']);
    expect(scene.sending.journal.gate.isOpen).toBe(true);
  });

test('a document that certainly was not taken goes on by itself: there is nothing to say about it', async () => {
  const scene = openSendingScene({ waitsFrom: { sleep: 1 } });
  scene.fail('send', new Fault('transport.unroutable'));
  const giveUp = new AbortController();
  const sent = sendDocument(scene.sending, checkedFile(), giveUp.signal);
  await expect.poll(() => scene.sending.journal.gate.isOpen).toBe(false);
  expect(scene.sending.inFlight.unknowns.has(idOf(scene))).toBe(false);
  giveUp.abort();
  await sent;
});

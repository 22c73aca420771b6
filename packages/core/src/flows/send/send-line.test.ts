import { expect, test } from 'vitest';
import {
  checkedFile,
  endsOf,
  openSendingScene,
  type SendingScene,
  sendDocument,
} from '../../../../../test/support/sending.js';
import { Fault } from '../../contract/fault.js';
import { type DocumentId, type DocumentRecord, isRefusedLater, pendingWord } from '../../domain/document.js';
import { asInterrupted } from '../../domain/document-steps.js';
import { refusedLaterWords } from '../../gateway/commands/refused-later.js';
import { createDeferred } from '../../runtime/deferred.js';
import { settleUnknown } from './doubt.js';
import { SendLine } from './send-line.js';

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

test('documents that come together go from station to station together: one write of all intents, one of all outcomes', async () => {
  const scene = openSendingScene();
  const line = new SendLine(scene.sending, never);
  await endsOf(line, [checkedFile(), checkedFile(), checkedFile()]);
  expect(scene.acts).toEqual([
    ...['claim', 'claim', 'claim', 'seal', 'seal', 'seal', 'write sealed sealed sealed durable', 'session'],
    ...['send', 'send', 'send', 'compare', 'file SentBox', 'compare', 'file SentBox', 'compare', 'file SentBox'],
    'write filed filed filed soon',
  ]);
});

test('a document that the broker does not take leaves the others alone, and goes on by itself', async () => {
  const scene = openSendingScene();
  scene.fail('send', null, new Fault('transport.outcome-unknown'), null);
  const line = new SendLine(scene.sending, never);
  await endsOf(line, [checkedFile(), checkedFile(), checkedFile()]);
  expect(scene.acts).toContain('write filed filed soon');
  expect(scene.acts).toContain('send attempt 2');
  expect(scene.records.map(({ stage }) => stage).filter((stage) => stage === 'filed')).toHaveLength(3);
});

test('while one document waits for its signature the others are filed', async () => {
  const scene = openSendingScene();
  const slow = createDeferred<void>();
  const { sender } = scene.sending;
  let calls = 0;
  const seal: typeof sender.seal = (document, content, signal) => {
    calls += 1;
    const made = sender.seal(document, content, signal);
    return calls === 1 ? slow.promise.then(() => made) : made;
  };
  const line = new SendLine({ ...scene.sending, sender: { ...sender, seal } }, never);
  const files = [checkedFile(), checkedFile(), checkedFile()];
  const others = createDeferred<void>();
  const ends: number[] = [];
  const sending = line.send(files, (file) => {
    ends.push(files.indexOf(file));
    if (ends.length === 2) others.resolve();
  });
  await others.promise;
  expect(ends).toEqual([1, 2]);
  expect(scene.records.map(({ stage }) => stage)).toEqual(['sealed', 'sealed', 'filed', 'filed']);
  slow.resolve();
  await sending;
  expect(ends).toEqual([1, 2, 0]);
  expect(scene.records).toHaveLength(6);
});

test('what is thrown when a document ends stops the one that sends, and the others go on to their ends', async () => {
  const scene = openSendingScene();
  const line = new SendLine(scene.sending, never);
  const files = [checkedFile(), checkedFile()];
  const ended = (file: unknown): void => {
    if (file === files[0]) throw new Fault('internal.unexpected');
  };
  await expect(line.send(files, ended)).rejects.toMatchObject({ code: 'internal.unexpected' });
  expect(scene.acts.at(-1)).toBe('write filed filed soon');
});

test('an empty batch is done at once', async () => {
  const scene = openSendingScene();
  await new SendLine(scene.sending, never).send([], () => undefined);
  expect(scene.acts).toEqual([]);
});

test('a file of a batch that SentBox does not take waits alone; what was not claimed is told to the flow alone', async () => {
  const scene = openSendingScene();
  scene.fail('file', null, new Fault('disk.full'), null, new Fault('disk.full'));
  scene.fail('claim', null, null, null, new Fault('document.vanished'));
  const line = new SendLine(scene.sending, never);
  const ends = await endsOf(line, [checkedFile(), checkedFile(), checkedFile(), checkedFile()]);
  expect(ends.slice(0, 3)).toEqual([{ reason: null }, { reason: null }, { reason: null }]);
  expect(ends[3]).toMatchObject({ reason: { code: 'document.vanished' } });
  expect(scene.acts.filter((act) => act.startsWith('write'))).toEqual([
    'write sealed sealed sealed durable',
    'write filed filed soon',
    'write sent durable',
    'write filed soon',
  ]);
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

for (const onUnknown of ['resend', 'hold'] as const)
  test(`a kill between a refusal and its durable word (${onUnknown}) leaves no unmarked second sending, and no third`, async () => {
    const scene = openSendingScene({ policy: { onUnknown } });
    const refusal = new Fault('transport.too-large');
    // The write of the refusal never comes back, as in a process that was killed.
    scene.fail('send', refusal, refusal);
    scene.fail('write', null, new Fault('operation.aborted'));
    await sendDocument(scene.sending, checkedFile(), never).catch(() => undefined);
    const sealed = lastOf(scene);
    expect(sealed.stage).toBe('sealed');
    expect(scene.acts.filter((act) => act.startsWith('file'))).toEqual([]);

    const found = asInterrupted(sealed, null).record;
    await settleUnknown(
      scene.sending,
      { document: found, claimed: { id: found.id, name: found.name, path: '' } },
      AbortSignal.timeout(3_000),
    );
    const { unknowns } = scene.sending.inFlight;
    await expect.poll(() => unknowns.has(found.id)).toBe(true);
    const sendings = scene.acts.filter((act) => act.startsWith('send'));
    // With `hold` a person is asked first; a refusal of the second sending does not say that the first did not arrive.
    expect(sendings).toEqual(
      [`send: ${refusal.code}`, `send attempt 2: ${refusal.code}`].slice(0, onUnknown === 'hold' ? 1 : 2),
    );
  });

for (const onUnknown of ['resend', 'hold'] as const)
  for (const code of ['transport.too-large', 'transport.refused'] as const)
    test(`a document refused as ${code} when it is sent again (${onUnknown}) is unknown: the first sending may have arrived`, async () => {
      const scene = openSendingScene({ policy: { onUnknown } });
      scene.fail('send', new Fault('transport.outcome-unknown'), new Fault(code));
      await sendDocument(scene.sending, checkedFile(), AbortSignal.timeout(3_000));
      const { unknowns } = scene.sending.inFlight;
      if (onUnknown === 'hold') {
        await expect.poll(() => unknowns.has(idOf(scene))).toBe(true);
        unknowns.settle(idOf(scene), wordOf('resend'));
      }
      await expect.poll(() => scene.records.at(-1)).toMatchObject({ stage: 'unknown', attempts: 2, fault: { code } });
      await expect.poll(() => unknowns.has(idOf(scene))).toBe(true);
      expect(scene.acts.filter((act) => act.startsWith('file') || act.startsWith('deposit'))).toEqual([]);
      expect(scene.said.findLast(({ type }) => type === 'document.unknown')).toMatchObject({ policy: 'hold' });
      expect(refusedLaterWords(lastOf(scene))?.zh).toContain('先前一次可能已送达');

      // As a start finds it: what was refused is not sent once more, whatever the policy and the word before say.
      const found = asInterrupted(lastOf(scene), null).record;
      expect({ word: pendingWord(found), isRefused: isRefusedLater(found) }).toEqual({ word: null, isRefused: true });
      const sent = (): number => scene.acts.filter((act) => act.startsWith('send')).length;
      expect(sent()).toBe(2);
      await settleUnknown(
        scene.sending,
        { document: found, claimed: { id: found.id, name: found.name, path: '' } },
        never,
      );
      expect(sent()).toBe(2);
    });

const idOf = ({ records }: SendingScene): DocumentId => records[0]?.id ?? ('' as DocumentId);

function lastOf({ records }: SendingScene): DocumentRecord {
  const last = records.at(-1);
  if (last === undefined) throw new Error('nothing was written');
  return last;
}

function wordOf(as: 'withdraw' | 'resend') {
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

import { expect, test } from 'vitest';
import { makeDocument } from '../../../../../test/support/ledger/records.js';
import { checkedFile, claimOne, openSendingScene, sealOne } from '../../../../../test/support/sending.js';
import { Fault } from '../../contract/fault.js';
import { ATTEMPT_HEADER } from '../../domain/message.js';
import { sealAgain } from './seal.js';

const never = new AbortController().signal;
const bytes = new Uint8Array([1]);

test('the intent is durable before the document may be handed over, and told after it', async () => {
  const scene = openSendingScene();
  scene.fail('write', new Fault('disk.full'));
  const sealed = await sealOne(scene.sending, await claimOne(scene.sending, checkedFile()), never);
  expect(scene.acts.slice(1)).toEqual(['seal', 'write sealed durable: disk.full', 'write sealed durable']);
  expect(sealed.document).toMatchObject({ stage: 'sealed', attempts: 1, times: { sealed: 1_000 } });
  expect(scene.said.at(-1)).toMatchObject({ type: 'document.sealed', attempt: 1 });
});

test('a signer that is busy is waited for; one that is absent gives the document back', async () => {
  const scene = openSendingScene();
  const claimed = await claimOne(scene.sending, checkedFile());
  scene.fail('seal', new Fault('signer.busy'), new Fault('signer.absent'));
  await expect(sealOne(scene.sending, claimed, never)).rejects.toMatchObject({ code: 'signer.absent' });
  expect(scene.records).toEqual([]);
});

test('for a second sending the signer is waited for, since the document may not go back', async () => {
  const scene = openSendingScene();
  const document = makeDocument(1, { stage: 'unknown' });
  scene.fail('seal', new Fault('signer.absent'));
  const claimed = { document, claimed: { id: document.id, name: document.name, path: '' } };
  const sealed = await sealAgain(scene.sending, claimed, bytes, never);
  expect(sealed.message.headers[ATTEMPT_HEADER]).toBe('2');
  expect(sealed.document).toMatchObject({ attempts: 2, messageId: document.messageId, times: document.times });
});

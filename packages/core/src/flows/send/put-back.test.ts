import { expect, test } from 'vitest';
import { makeDocument } from '../../../../../test/support/ledger/records.js';
import { openSendingScene } from '../../../../../test/support/sending.js';
import { Fault } from '../../contract/fault.js';
import type { DocumentId, DocumentRecord } from '../../domain/document.js';
import { putBack } from './put-back.js';

const never = new AbortController().signal;
const at = (document: DocumentRecord) => ({ document, claimed: { id: document.id, name: document.name, path: '' } });

test('a document that the ledger does not know simply becomes a file again', async () => {
  const scene = openSendingScene();
  await putBack(scene.sending, at(makeDocument(1, { stage: 'claimed' })), never);
  expect(scene.acts).toEqual(['withdraw']);
  expect(scene.said.map(({ type }) => type)).toEqual(['document.withdrawn']);
});

test('a sealed one is recorded as withdrawn after its file is back', async () => {
  const scene = openSendingScene();
  await putBack(scene.sending, at(makeDocument(1)), never);
  expect(scene.acts).toEqual(['withdraw', 'write withdrawn soon']);
});

test('a ledger that is full then is waited for: a document whose file went back is not left as sealed', async () => {
  const scene = openSendingScene();
  scene.fail('write', new Fault('disk.full'));
  await putBack(scene.sending, at(makeDocument(1)), never);
  expect(scene.acts).toEqual(['withdraw', 'write withdrawn soon: disk.full', 'write withdrawn soon']);
  expect(scene.said.map(({ type }) => type)).toEqual(['flow.held', 'flow.resumed', 'document.withdrawn']);
});

test('a file that cannot go back leaves its document as it was', async () => {
  const scene = openSendingScene();
  scene.fail('withdraw', new Fault('disk.missing'));
  await expect(putBack(scene.sending, at(makeDocument(1)), never)).rejects.toMatchObject({ code: 'disk.missing' });
  expect(scene.said).toEqual([]);
});

test('what a file was sent again from is kept for the name that it has in OutBox now', async () => {
  const scene = openSendingScene();
  const kept: string[] = [];
  const origins = {
    ...scene.sending.sender.origins,
    keep: async (name: string, origin: DocumentId) => void kept.push(`${name} ${origin}`),
  };
  const sending = { ...scene.sending, sender: { ...scene.sending.sender, origins } };
  const origin = '2026112312000000000000' as DocumentId;
  await putBack(sending, at(makeDocument(1, { name: 'one.xml', origin })), never);
  expect(kept).toEqual([`one.xml ${origin}`]);
});

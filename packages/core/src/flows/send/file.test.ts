import { expect, test } from 'vitest';
import { makeDocument } from '../../../../../test/support/ledger/records.js';
import { openSendingScene } from '../../../../../test/support/sending.js';
import { Fault } from '../../contract/fault.js';
import { confirm, fileConfirmed } from './file.js';

const never = new AbortController().signal;
const document = makeDocument(1);
const sent = { document, claimed: { id: document.id, name: document.name, path: 'TempBox/one.xml' } };

test('a SentBox that is full is waited for, and `sent` is durable before the wait: it is never sent again', async () => {
  const scene = openSendingScene();
  scene.fail('file', new Fault('disk.full'), new Fault('disk.full'));
  expect(await fileConfirmed(scene.sending, confirm(scene.sending, sent), never)).toBeNull();
  expect(scene.acts).toEqual([
    'compare',
    'file SentBox: disk.full',
    'write sent durable',
    'compare',
    'file SentBox: disk.full',
    'compare',
    'file SentBox',
    'write filed soon',
  ]);
  expect(scene.records.at(-1)).toMatchObject({ stage: 'filed', fault: null });
  expect(scene.said.filter(({ type }) => type === 'document.sent')).toHaveLength(1);
});

test('a file that was taken out of TempBox by hand is told as lost, and its document has its end', async () => {
  const scene = openSendingScene();
  scene.fail('file', new Fault('document.vanished'));
  expect(await fileConfirmed(scene.sending, confirm(scene.sending, sent), never)).toBeNull();
  expect(scene.records).toMatchObject([{ stage: 'filed', filedAs: null }]);
  expect(scene.said.map(({ type }) => type)).toEqual(['document.sent', 'document.lost', 'document.filed']);
});

test('a file that another program changed is not filed: it waits for an operator', async () => {
  const scene = openSendingScene();
  scene.isAltered = true;
  expect(await fileConfirmed(scene.sending, confirm(scene.sending, sent), never)).toMatchObject({ stage: 'unknown' });
  expect(scene.acts).toEqual(['compare', 'write unknown durable']);
  expect(scene.said.at(-1)).toMatchObject({ type: 'document.altered', isSent: true });
});

test('a fault of fate halt ends the flow, and nothing is written of the document', async () => {
  const scene = openSendingScene();
  scene.fail('file', new Fault('internal.unexpected'));
  await expect(fileConfirmed(scene.sending, confirm(scene.sending, sent), never)).rejects.toMatchObject({
    code: 'internal.unexpected',
  });
  expect(scene.records).toEqual([]);
});

test('also one that is taken away while its move waits for SentBox', async () => {
  const scene = openSendingScene();
  scene.fail('file', new Fault('disk.denied'), new Fault('document.vanished'));
  expect(await fileConfirmed(scene.sending, confirm(scene.sending, sent), never)).toBeNull();
  expect(scene.records.at(-1)).toMatchObject({ stage: 'filed', filedAs: null });
  expect(scene.said.map(({ type }) => type)).toContain('document.lost');
});

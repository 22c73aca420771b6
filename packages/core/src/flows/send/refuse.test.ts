import { expect, test } from 'vitest';
import { makeDocument } from '../../../../../test/support/ledger/records.js';
import { openSendingScene } from '../../../../../test/support/sending.js';
import { Fault } from '../../contract/fault.js';
import { asRejected } from '../../domain/document-steps.js';
import { finishRejection, refuse } from './refuse.js';

const never = new AbortController().signal;
const document = makeDocument(1, { name: 'one.xml' });
const refused = { document, claimed: { id: document.id, name: document.name, path: 'TempBox/one.xml' }, problems: [] };

test('the decision is durable before the explanation and the move', async () => {
  const scene = openSendingScene();
  await refuse(scene.sending, refused, new Fault('transport.refused'), never);
  expect(scene.acts).toEqual([
    'write rejected durable',
    'deposit Failed_one.xml',
    'file FailBox',
    'write rejected soon',
  ]);
  expect(scene.said).toMatchObject([{ type: 'document.rejected', explanation: 'Failed_one.xml', path: 'one.xml' }]);
});

test('an InBox that is away is waited for, and the document is told once', async () => {
  const scene = openSendingScene();
  scene.fail('deposit', new Fault('disk.missing'), new Fault('disk.missing'));
  await refuse(scene.sending, refused, new Fault('transport.refused'), never);
  expect(scene.acts.at(-2)).toBe('file FailBox');
  expect(scene.said.filter(({ type }) => type === 'document.rejected')).toHaveLength(1);
});

test('recovery finishes what was decided, without deciding it again', async () => {
  const scene = openSendingScene();
  const { record } = asRejected(document, new Fault('transport.refused').toRecord());
  await finishRejection(scene.sending, { ...refused, document: record }, never);
  expect(scene.acts).toEqual(['deposit Failed_one.xml', 'file FailBox', 'write rejected soon']);
});

test('a file that was taken out of TempBox by hand is told as lost, and its refusal has its end', async () => {
  const scene = openSendingScene();
  scene.fail('file', new Fault('document.vanished'));
  await refuse(scene.sending, refused, new Fault('transport.refused'), never);
  expect(scene.records.at(-1)).toMatchObject({ stage: 'rejected', filedAs: null });
  expect(scene.said.map(({ type }) => type)).toEqual(['document.lost', 'document.rejected']);
});

import { expect, test } from 'vitest';
import { checkedFile, claimOne, openSendingScene } from '../../../../../test/support/sending.js';
import { Fault } from '../../contract/fault.js';

test('a claimed file is told with the times of its way so far, and its ids are those that it keeps', async () => {
  const scene = openSendingScene();
  const { document } = await claimOne(scene.sending, checkedFile());
  expect(document).toMatchObject({ stage: 'claimed', attempts: 0, stampMs: 1_000, messageId: `M${document.id}` });
  expect(scene.said).toMatchObject([{ type: 'document.claimed', foundMs: 10, settledMs: 20 }]);
  expect(scene.records).toEqual([]);
});

test('a file that vanished before its claim is told by nothing but the rejection', async () => {
  const scene = openSendingScene();
  scene.fail('claim', new Fault('document.vanished'));
  await expect(claimOne(scene.sending, checkedFile())).rejects.toMatchObject({ code: 'document.vanished' });
  expect(scene.said).toEqual([]);
});

test('warnings are told of a document that is sent, not of one that is refused for its problems', async () => {
  const problem = {
    rule: 'x',
    level: 'warn',
    line: 1,
    column: 1,
    path: '',
    fieldZh: '',
    found: '',
    allowed: '',
    zh: '',
    en: '',
  } as const;
  for (const [fault, warned] of [
    [null, 1],
    [new Fault('document.rules-violated'), 0],
  ] as const) {
    const scene = openSendingScene();
    const file = checkedFile(fault);
    await claimOne(scene.sending, { ...file, inspection: { ...file.inspection, problems: [problem] } });
    expect(scene.said.filter(({ type }) => type === 'document.warned')).toHaveLength(warned);
  }
});

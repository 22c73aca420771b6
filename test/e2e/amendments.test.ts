import { expect, test } from 'vitest';
import { runSwic, startSwic } from '../support/agent-process.js';
import { declaration } from '../support/documents.js';
import { openPlatform } from '../support/platform.js';
import { until } from '../support/until.js';
import { openWorld } from '../support/world.js';

const FOLDER = 'Deccus001';

/** The same declaration to another customs house. */
const amended = (number: number, house: string): string =>
  declaration(number).replace('<CustomMaster>0000<', `<CustomMaster>${house}<`);

test('an amendment is held, shown with what changed, and sent or withdrawn by the word of a person', async () => {
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: { send: { onAmendment: 'hold' } } } });
  await using platform = await openPlatform(world);
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  const isHeld = async (file: string): Promise<boolean> => {
    const { why } = await client.call('why', { file });
    return why?.reason === 'put-off' && why.code === 'document.amendment';
  };
  world.drop(FOLDER, 'a.xml', declaration(1));
  world.drop(FOLDER, 'other.xml', declaration(2));
  await until('both are sent', () => world.list(FOLDER, 'SentBox').length === 2);
  world.drop(FOLDER, 'b.xml', amended(1, '0007'));
  world.drop(FOLDER, 'c.xml', amended(2, '0008'));
  await until('both are held', async () => (await isHeld('b.xml')) && (await isHeld('c.xml')));
  expect(platform.received).toHaveLength(2);

  expect(await runSwic(world, ['settle', 'nothing.xml', 'send', '--locale', 'zh'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('没有因“同一申报、内容不同”而留住的此文件'),
  });
  expect(await runSwic(world, ['settle', 'b.xml', 'send'])).toMatchObject({ code: 0 });
  expect(await runSwic(world, ['settle', 'c.xml', 'withdraw'])).toMatchObject({ code: 0 });
  await until('one is sent', () => world.list(FOLDER, 'SentBox').length === 3);
  await until('the other is in FailBox', () => world.list(FOLDER, 'FailBox').length === 1);
  expect(platform.received).toHaveLength(3);

  const shown = await runSwic(world, ['diff', 'b.xml', '--locale', 'zh']);
  expect(shown.code).toBe(1);
  expect(shown.stdout).toMatch(/CustomMaster\s+主管海关\S*\s+0000\s+0007/);
  expect(await runSwic(world, ['diff', 'a.xml', 'a.xml'])).toMatchObject({ code: 0 });
  const json = await runSwic(world, ['diff', 'a.xml', 'b.xml', '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({
    before: { name: 'a.xml' },
    after: { name: 'b.xml' },
    differences: [{ path: 'DecMessage/DecHead/CustomMaster', before: '0000', after: '0007' }],
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runSwic, startSwic } from '../support/agent-process.js';
import { declaration } from '../support/documents.js';
import { openPlatform } from '../support/platform.js';
import { until } from '../support/until.js';
import { openWorld } from '../support/world.js';

const ROAD = readFileSync(new URL('../../examples/documents/RMFT/公路原始舱单_示例.xml', import.meta.url), 'utf8');

test('a changed file takes effect while running: a business comes, one changes, one goes; a broken file changes nothing', async () => {
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
  await using _platform = await openPlatform(world);
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  const first = readFileSync(world.config, 'utf8');

  writeFileSync(world.config, first.replace('DEC: {}', 'DEC: { send: { maxConcurrent: 3 } }\n  RMFT: {}'));
  const keys = async (): Promise<readonly string[]> =>
    (await client.call('status', null)).businesses.map(({ key }) => key);
  await until('the new business is there', async () => (await keys()).includes('RMFT'));
  world.drop('Rmft', 'road.xml', ROAD);
  await until('its first document is filed', () => world.list('Rmft', 'SentBox').length === 1);

  writeFileSync(world.config, `${first}\ncolour: blue\n`);
  await expect(client.call('reloadConfig', null)).rejects.toMatchObject({ code: 'config.invalid' });
  expect(await keys()).toContain('RMFT');

  writeFileSync(world.config, first);
  await until('the business is gone', async () => !(await keys()).includes('RMFT'));
  world.drop('Deccus001', 'one.xml', declaration(1));
  await until('the other goes on', () => world.list('Deccus001', 'SentBox').length === 1);
});

test('a signature that cannot be made is refused at the start, not left out', async () => {
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: { sign: 'dec-sign' } } });
  const { code, stderr } = await runSwic(world, ['run', '--once']);
  expect(code).toBe(78);
  expect(stderr).toContain('signer.configuration');
});

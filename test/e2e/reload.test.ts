import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../../packages/core/src/config/load.js';
import { openTransport } from '../../packages/core/src/gateway/parts/open-transport.js';
import { sendOne } from '../../packages/core/src/ports/array-of-one.js';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
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

test('two reloads at once open a new business once, and one that could not be opened is opened by the next', async () => {
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  const first = readFileSync(world.config, 'utf8');
  const opened = async (business: string): Promise<number> => {
    const events = await client.call('subscribe', { afterSeq: 0 });
    return events.filter(
      ({ event }) =>
        event.type === 'flow.started' && event.flow.business === business && event.flow.direction === 'send',
    ).length;
  };

  writeFileSync(world.config, first.replace('DEC: {}', 'DEC: {}\n  RMFT: {}'));
  await Promise.all([client.call('reloadConfig', null), client.call('reloadConfig', null)]);
  await client.call('reloadConfig', null);
  expect(await opened('RMFT')).toBe(1);

  // Where its boxes should be is a file.
  const inTheWay = path.join(world.directory, 'boxes', 'Sas');
  writeFileSync(inTheWay, '');
  writeFileSync(world.config, first.replace('DEC: {}', 'DEC: {}\n  RMFT: {}\n  OTHERS: {}\n  SAS: {}'));
  await expect(client.call('reloadConfig', null)).rejects.toMatchObject({ code: expect.stringMatching(/^disk\./) });
  rmSync(inTheWay);
  await client.call('reloadConfig', null);
  expect(await opened('SAS')).toBe(1);

  writeFileSync(world.config, first);
  await client.call('reloadConfig', null);
  const { businesses } = await client.call('status', null);
  expect(businesses.map(({ key }) => key)).toContain('DEC');
  expect(businesses.map(({ key }) => key)).not.toContain('SAS');
});

test('a receipt that belongs nowhere has a place after OTHERS has left the configuration', async () => {
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: {}, OTHERS: {} } });
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  writeFileSync(world.config, readFileSync(world.config, 'utf8').replace(/^ *OTHERS: .*\n/m, ''));
  await client.call('reloadConfig', null);
  const never = new AbortController().signal;
  const { transport, sendQueue } = await openTransport(loadConfig(world.config), 'platform', systemClock);
  await using session = await transport.open(never);
  const body = Buffer.from('<Unknown/>');
  await sendOne(
    session,
    sendQueue,
    { id: 'P1', type: '', contentType: 'application/xml', headers: {}, sentAtMs: 0, body },
    never,
  );
  await until('it is deposited', () => world.list('Others', 'InBox').length > 0);
});

test('receipts that wait for a flow that a person stopped wait over a reload, and are deposited when it is started', async () => {
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
  await using _platform = await openPlatform(world);
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  await client.call('stopFlow', { business: 'DEC', direction: 'receive' });
  world.drop('Deccus001', 'one.xml', declaration(1));
  const all = {
    business: null,
    states: null,
    customs: null,
    sinceMs: null,
    untilMs: null,
    text: null,
    before: null,
    limit: 9,
  };
  await until('its receipt waits', async () => (await client.call('listReceipts', all)).length === 1);
  expect(world.list('Deccus001', 'InBox')).toEqual([]);

  // How long a file must rest cannot change under a running flow, so the business is opened anew; the word of a person lasts.
  const text = readFileSync(world.config, 'utf8');
  writeFileSync(world.config, text.replace('DEC: {}', 'DEC: { send: { settleMs: 50 } }'));
  await client.call('reloadConfig', null);
  const receiving = async () => (await client.call('status', null)).businesses[0]?.receive;
  await until('it is open again', async () => (await receiving())?.state === 'stopped');
  expect(world.list('Deccus001', 'InBox')).toEqual([]);
  await client.call('startFlow', { business: 'DEC', direction: 'receive' });
  await until('it is deposited', () => world.list('Deccus001', 'InBox').length === 1);
});

test('a signature that cannot be made is refused at the start, not left out', async () => {
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: { sign: 'dec-sign' } } });
  const { code, stderr } = await runSwic(world, ['run', '--once']);
  expect(code).toBe(78);
  expect(stderr).toContain('signer.configuration');
});

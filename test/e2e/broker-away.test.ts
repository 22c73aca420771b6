import { expect, test } from 'vitest';
import { runSwic, startSwic } from '../support/agent-process.js';
import { declaration } from '../support/documents.js';
import { findFreePorts } from '../support/free-ports.mjs';
import { until } from '../support/until.js';
import { openWorld, type World } from '../support/world.js';

const FILES = 4;

async function openAway(): Promise<World> {
  const [port = 0] = await findFreePorts(1);
  const world = openWorld({
    transport: 'rabbitmq',
    amqpUrl: `amqp://guest:guest@127.0.0.1:${port}`,
    businesses: { DEC: {} },
  });
  for (let number = 1; number <= FILES; number += 1)
    world.drop('Deccus001', `declaration-${number}.xml`, declaration(number));
  return world;
}

test('with the broker away, what waits is counted, the flows are held, and why says what it waits for', async () => {
  await using world = await openAway();
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  await until('the files are counted and both flows are held', async () => {
    const { businesses } = await client.call('status', null);
    const dec = businesses.find(({ key }) => key === 'DEC');
    return dec?.waiting === FILES && dec.send?.state === 'held' && dec.receive.state === 'held';
  });
  const { en, flow } = await client.call('why', { file: 'declaration-1.xml' });
  expect(flow).toMatchObject({ state: 'held', fault: { code: 'transport.unreachable' } });
  expect(en).toContain('The broker cannot be reached');
  expect((await runSwic(world, ['status', '--check'])).code).toBe(1);
});

test('with the broker away, run --once tells what waits and exits with 4', async () => {
  await using world = await openAway();
  const { code, stderr } = await runSwic(world, ['run', '--once', '--wait', '3']);
  expect(stderr).toContain(`${FILES} still in OutBox`);
  expect(code).toBe(4);
});

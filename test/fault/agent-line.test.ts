import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { ATTEMPT_HEADER } from '../../packages/core/src/domain/message.js';
import { startSwic } from '../support/agent-process.js';
import { declaration } from '../support/documents.js';
import { openPlatform, type WatchedPlatform } from '../support/platform.js';
import { describeWithBroker, describeWithOwnBroker, getAmqpUrl, startRabbitNode } from '../support/rabbitmq.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { until } from '../support/until.js';
import { expectVerified } from '../support/verify.js';
import { openWorld, type World } from '../support/world.js';

const FOLDER = 'Deccus001';
const BUSINESSES = { DEC: { send: { settleMs: 50, unknownWaitMs: 200 } } };

describeWithOwnBroker('a broker that goes away under the agent', () => {
  test('and comes back: nothing is lost, work resumes by itself, what is sent twice is marked', async () => {
    await using node = await startRabbitNode({ dir: tmpdir() });
    await using world = openWorld({ transport: 'rabbitmq', businesses: BUSINESSES, amqpUrl: node.amqpUrl });
    await using platform = await openPlatform(world);
    await using agent = startSwic(world, ['run']);
    await using client = await agent.connect();
    let dropped = 0;
    const drop = (count: number): void => {
      for (const last = dropped + count; dropped < last; dropped += 1)
        world.drop(FOLDER, `doc-${dropped}.xml`, declaration(dropped));
    };

    drop(20);
    await until('documents flow', () => world.list(FOLDER, 'SentBox').length >= 5);
    drop(40);
    await node.stop();
    drop(20);
    await until(
      'the agent has noticed',
      async () => (await client.call('status', null)).transport.state === 'retrying',
    );
    // Broker trouble is never a document's fault.
    expect(world.list(FOLDER, 'FailBox')).toEqual([]);
    await node.start();

    await until('every document is filed', () => world.list(FOLDER, 'SentBox').length === dropped, 60_000);
    await until('and answered', () => world.list(FOLDER, 'InBox').length === dropped, 60_000);
    drop(1);
    await until('and so is a new one', () => world.list(FOLDER, 'InBox').length === dropped);
    expectEachOnceOrMarked(world, platform, dropped);
    agent.kill('SIGTERM');
    expect(await agent.finished).toMatchObject({ code: 0 });
    await expectVerified(world);
  }, 120_000);
});

describeWithBroker('a line that is cut under the agent', () => {
  test.each([
    ['after the broker took the message and before its confirm', 'to-client', 2],
    ['before the message reached the broker', 'to-broker', 1],
  ] as const)('%s: unknown, then sent again under the same id, marked', async (_when, way, arrivals) => {
    await using proxy = await TcpProxy.open(placeOf(getAmqpUrl()));
    await using world = openWorld({ transport: 'rabbitmq', businesses: BUSINESSES });
    // The platform has a line of its own, which stays.
    await using platform = await openPlatform(world);
    goThrough(world, proxy.port);
    await using agent = startSwic(world, ['run']);
    await using client = await agent.connect();
    world.drop(FOLDER, 'first.xml', declaration(1));
    await until('the first is answered', () => world.list(FOLDER, 'InBox').length === 1);

    proxy.treat(way, 'swallow');
    world.drop(FOLDER, 'second.xml', declaration(2));
    await until('the second is handed over', async () => (await stageOf(client, 'second.xml')) === 'sealed');
    if (arrivals === 2) await until('the broker has it', () => platform.received.length === 2);
    proxy.treat(way, 'pass');
    proxy.cut();

    await until('the second is filed', async () => (await stageOf(client, 'second.xml')) === 'filed');
    await until('the broker has all', () => platform.received.length === 1 + arrivals);
    await until('the second is answered', () => world.list(FOLDER, 'InBox').length === 2);
    const [trace] = await client.call('trace', { query: 'second.xml' });
    expect(trace?.document.attempts).toBe(2);
    expect(platform.received.at(-1)).toMatchObject({
      id: trace?.document.messageId,
      headers: { [ATTEMPT_HEADER]: '2' },
    });
    await expect.poll(() => agent.said()).toContain('transport.outcome-unknown');
    expectEachOnceOrMarked(world, platform, 2);
    agent.kill('SIGTERM');
    expect(await agent.finished).toMatchObject({ code: 0 });
  });
});

/** No document lost, none under two names, every answer once, and whatever arrived a second time says so. */
function expectEachOnceOrMarked(world: World, platform: WatchedPlatform, documents: number): void {
  expect(new Set(platform.received.map(({ id }) => id)).size).toBe(documents);
  const marked = new Set(
    platform.received.flatMap(({ id, headers }) => (headers[ATTEMPT_HEADER] === undefined ? [] : [id])),
  );
  const twice = [...platform.counts()].flatMap(([id, count]) => (count > 1 ? [id] : []));
  for (const id of twice) expect(marked).toContain(id);
  expect(world.list(FOLDER, 'SentBox')).toHaveLength(documents);
  expect(world.list(FOLDER, 'InBox')).toHaveLength(documents);
  for (const box of ['OutBox', 'TempBox', 'FailBox'] as const) expect(world.list(FOLDER, box)).toEqual([]);
}

interface Caller {
  call(
    name: 'trace',
    params: { readonly query: string },
  ): Promise<readonly { readonly document: { readonly stage: string } }[]>;
}

async function stageOf(client: Caller, query: string): Promise<string | undefined> {
  return (await client.call('trace', { query }))[0]?.document.stage;
}

function placeOf(amqpUrl: string): { readonly host: string; readonly port: number } {
  const { hostname, port } = new URL(amqpUrl);
  return { host: hostname, port: Number(port || '5672') };
}

function goThrough(world: World, port: number): void {
  const config = parse(readFileSync(world.config, 'utf8')) as { readonly transport: object };
  writeFileSync(world.config, stringify({ ...config, transport: { ...config.transport, host: '127.0.0.1', port } }));
}

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../packages/core/src/config/load.js';
import { openTransport } from '../../packages/core/src/gateway/parts/open-transport.js';
import { sendOne } from '../../packages/core/src/ports/array-of-one.js';
import type { Session } from '../../packages/core/src/ports/transport.js';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import { startNode, startSwic } from '../support/agent-process.js';
import { describeWithCompiler } from '../support/compiler.js';
import { until } from '../support/until.js';
import { expectVerified } from '../support/verify.js';
import type { TransportKind, World } from '../support/world.js';
import { openWorldOver } from '../support/world-over.js';

const CRASH_AGENT = fileURLToPath(new URL('./crash-agent.mjs', import.meta.url));
const RECEIPT = readFileSync(new URL('../../examples/receipts/dec-import-response-ok.xml', import.meta.url));
/** One more than the receive flow takes as it comes. */
const TIMES = 6;
const never = new AbortController().signal;

// Both count deliveries; RabbitMQ does so for quorum queues only.
describe('over the embedded transport', () => scenario('embedded'));
describeWithCompiler('over IBM MQ, whose backout count it is', () => scenario('ibmmq'));

function scenario(transport: TransportKind): void {
  test('a message that ends the agent that handles it is kept byte for byte, with the reason beside it, and is no loop', async () => {
    await using world = await openWorldOver({ transport, businesses: { DEC: {} } });
    await sendReleasedOften(world);
    // The first write of an agent that has nothing to send is the receipt.
    await using crashing = startNode(world, [CRASH_AGENT, world.config, 'ledger', 'write', 'before', '1'], {});
    expect(await crashing.finished).toMatchObject({ signal: 'SIGKILL' });

    await using agent = startSwic(world, ['run']);
    await using _client = await agent.connect();
    await until('it is kept', () => world.list('Others', 'InBox').length === 2);

    const [kept = '', reason = ''] = world.list('Others', 'InBox');
    expect(reason).toBe(`${kept}.reason.txt`);
    expect(world.read('Others', 'InBox', kept)).toBe(RECEIPT.toString());
    expect(world.read('Others', 'InBox', reason)).toMatch(/^投递 \d+ 次.*Delivered \d+ times/);
    agent.kill('SIGTERM');
    expect(await agent.finished).toMatchObject({ code: 0 });
    expect(await leftInQueue(world)).toBe(0);
  });

  test('a message that came back as often through no fault of its own is received as always', async () => {
    await using world = await openWorldOver({ transport, businesses: { DEC: {} } });
    await sendReleasedOften(world);

    await using agent = startSwic(world, ['run']);
    await using _client = await agent.connect();
    await until('it is received', () => world.list('Deccus001', 'InBox').length === 1);

    expect(world.list('Others', 'InBox')).toEqual([]);
    agent.kill('SIGTERM');
    expect(await agent.finished).toMatchObject({ code: 0 });
    await expectVerified(world);
  });
}

/** As lines that break do: the message was delivered, and went back, again and again. */
async function sendReleasedOften(world: World): Promise<void> {
  await using platform = await openSession(world, 'platform');
  const message = { id: 'P-1', type: '', contentType: 'application/xml', headers: {}, sentAtMs: null } as const;
  await sendOne(platform, world.receiveQueue, { ...message, body: RECEIPT }, never);
  await using client = await openSession(world, 'client');
  let times = 0;
  const stop = new AbortController();
  for await (const delivery of client.receive(world.receiveQueue, { prefetch: 1 }, stop.signal)) {
    times += 1;
    expect(delivery.deliveryCount).toBe(times);
    await delivery.release();
    if (times === TIMES) stop.abort();
  }
}

async function leftInQueue(world: World): Promise<number> {
  await using client = await openSession(world, 'client');
  let count = 0;
  for await (const delivery of client.receive(world.receiveQueue, { prefetch: 1 }, AbortSignal.timeout(500))) {
    count += 1;
    await delivery.release();
  }
  return count;
}

async function openSession(world: World, side: 'client' | 'platform'): Promise<Session> {
  const { transport } = await openTransport(loadConfig(world.config), side, systemClock);
  return transport.open(never);
}

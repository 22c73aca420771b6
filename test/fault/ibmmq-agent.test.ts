import { readFileSync } from 'node:fs';
import type { ControlClient } from '@swic/core/client';
import { expect, test } from 'vitest';
import { loadConfig } from '../../packages/core/src/config/load.js';
import type { Trace } from '../../packages/core/src/contract/commands.js';
import { ATTEMPT_HEADER } from '../../packages/core/src/domain/message.js';
import { openTransport } from '../../packages/core/src/gateway/parts/open-transport.js';
import { sendOne } from '../../packages/core/src/ports/array-of-one.js';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import { startSwic } from '../support/agent-process.js';
import { describeWithCompiler } from '../support/compiler.js';
import { declaration } from '../support/documents.js';
import { type MqFault, mqFailure, mqFault } from '../support/mqi/simulator.js';
import { openPlatform } from '../support/platform.js';
import { until } from '../support/until.js';
import { expectVerified } from '../support/verify.js';
import { type MqWorld, openMqWorld } from '../support/world-over.js';

const FOLDER = 'Deccus001';
const RECEIPT = readFileSync(new URL('../../examples/receipts/dec-import-response-ok.xml', import.meta.url));
const QUICK = { DEC: { send: { settleMs: 50, unknownWaitMs: 200 } } };
const never = new AbortController().signal;

describeWithCompiler('what IBM MQ says leads, through the agent, to', () => {
  /** What becomes of a document while the faults are in force, and how often it was handed over. */
  const told: readonly (readonly [string, readonly MqFault[], { stage: string; attempts: number }])[] = [
    ['2053 queue full: the document waits and is sent', put(2053, 2), { stage: 'filed', attempts: 1 }],
    ['2051 put inhibited: the document waits and is sent', put(2051, 1), { stage: 'filed', attempts: 1 }],
    ['2030 too big for the queue: FailBox', put(2030, 1), { stage: 'rejected', attempts: 1 }],
    ['2085 no such queue, at the put: the document waits and is sent', put(2085, 1), { stage: 'filed', attempts: 1 }],
    ['2003 backed out at the commit: sent again, unmarked', commit(2003), { stage: 'filed', attempts: 1 }],
    [
      '2161 quiescing, then 2035 and 2059 at the next connects: the document waits until they let it',
      [...put(2161, 1), mqFailure('MQCONNX', 2035, { count: 1 }), mqFailure('MQCONNX', 2059, { count: 1 })],
      { stage: 'filed', attempts: 1 },
    ],
    ['2009 at the commit: unknown, sent again under its id', commit(2009), { stage: 'filed', attempts: 2 }],
  ];

  test('the documented fates', async () => {
    await using world = await openMqWorld({ businesses: QUICK });
    await using agent = startSwic(world, ['run']);
    await using client = await agent.connect();
    for (const [index, [what, faults, expected]] of told.entries()) {
      await world.queueManager.setFaults(faults);
      const name = `doc-${index}.xml`;
      world.drop(FOLDER, name, declaration(index));

      const { document } = await settled(client, name);

      expect({ what, stage: document.stage, attempts: document.attempts }).toEqual({ what, ...expected });
      expect({ what, hits: await world.queueManager.faultHits() }).toEqual({
        what,
        hits: faults.map(({ count }) => count),
      });
    }
    const rejected = told.flatMap(([, , { stage }], index) => (stage === 'rejected' ? [`doc-${index}`] : []));
    expect(world.list(FOLDER, 'FailBox').map((name) => name.slice(0, 5))).toEqual(rejected);
    expect(world.list(FOLDER, 'InBox').map((name) => name.slice(0, 12))).toEqual(
      rejected.map((name) => `Failed_${name}`),
    );
    expect(await world.queueManager.depth('SW.SEND')).toBe(told.length - rejected.length);
    agent.kill('SIGTERM');
    expect(await agent.finished).toMatchObject({ code: 0 });
    await expectVerified(world);
  });
});

describeWithCompiler('a library that', () => {
  test('hangs in a commit stops no other work; its document becomes unknown and is resolved', async () => {
    await using world = await openMqWorld({ businesses: QUICK, settings: { commitTimeoutMs: 4_000 } });
    await using agent = startSwic(world, ['run']);
    await using client = await agent.connect();
    await world.queueManager.setFaults([
      mqFault('MQCMIT', { kind: 'hang', when: 'before' }, { queue: 'SW.SEND', count: 1 }),
    ]);
    world.drop(FOLDER, 'one.xml', declaration(1));
    await until('it hangs', async () => (await world.queueManager.faultHits())[0] === 1);

    await sendReceipt(world);
    await until('a receipt comes in during it', () => world.list(FOLDER, 'InBox').length === 1);
    expect((await client.call('trace', { query: 'one.xml' }))[0]?.document.stage).toBe('sealed');

    const { document } = await settled(client, 'one.xml');
    expect(document).toMatchObject({ stage: 'filed', attempts: 2 });
    expect(await world.queueManager.depth('SW.SEND')).toBe(1);
    await expect.poll(() => agent.said()).toContain('transport.outcome-unknown');
    agent.kill('SIGTERM');
    expect(await agent.finished).toMatchObject({ code: 0 });
  });

  test('crashes, sending and receiving, takes neither the agent nor a document with it', async () => {
    await using world = await openMqWorld({ businesses: QUICK });
    await using platform = await openPlatform(world);
    await using agent = startSwic(world, ['run']);
    await using client = await agent.connect();
    await world.queueManager.setFaults([
      mqFault('MQCMIT', { kind: 'crash', how: 'segmentation-fault', when: 'after' }, { queue: 'SW.SEND', count: 1 }),
      mqFault('MQGET', { kind: 'crash', how: 'abort', when: 'after' }, { queue: 'SW.RECV', count: 1 }),
    ]);
    const names = Array.from({ length: 6 }, (_, index) => `doc-${index}.xml`);
    for (const [index, name] of names.entries()) world.drop(FOLDER, name, declaration(index));

    for (const name of names) expect((await settled(client, name)).document.stage).toBe('filed');
    await until('every document is answered', () => world.list(FOLDER, 'InBox').length === names.length);

    expect(await world.queueManager.faultHits()).toEqual([1, 1]);
    const marked = platform.received.filter(({ headers }) => headers[ATTEMPT_HEADER] !== undefined);
    const twice = [...platform.counts()].filter(([, count]) => count > 1).map(([id]) => id);
    // The commit had taken effect, so the platform has some of them twice, and each second one says so.
    expect(twice.length).toBeGreaterThan(0);
    expect(marked.map(({ id }) => id).sort()).toEqual(twice.sort());
    agent.kill('SIGTERM');
    expect(await agent.finished).toMatchObject({ code: 0 });
    await expectVerified(world);
  });
});

function put(reason: number, count: number): readonly MqFault[] {
  return [mqFailure('MQPUT', reason, { queue: 'SW.SEND', count })];
}

function commit(reason: number): readonly MqFault[] {
  return [mqFailure('MQCMIT', reason, { queue: 'SW.SEND', count: 1 })];
}

/** The document when nothing more happens to it. */
async function settled(client: ControlClient, name: string): Promise<Trace> {
  let found: Trace | undefined;
  await until(`${name} is filed or rejected`, async () => {
    found = (await client.call('trace', { query: name }))[0];
    return found?.document.stage === 'filed' || found?.document.filedAs?.box === 'FailBox';
  });
  if (found === undefined) throw new Error(`no document ${name}`);
  return found;
}

async function sendReceipt(world: MqWorld): Promise<void> {
  const { transport } = await openTransport(loadConfig(world.config), 'platform', systemClock);
  await using session = await transport.open(never);
  const message = { id: 'P-1', type: '', contentType: 'application/xml', headers: {}, sentAtMs: null } as const;
  await sendOne(session, world.receiveQueue, { ...message, body: RECEIPT }, never);
}

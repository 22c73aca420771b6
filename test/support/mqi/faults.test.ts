import fs from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { describeWithCompiler } from '../compiler.js';
import type { MqClient } from './client.js';
import { type MqFaultAct, type MqVerb, mqFailure, mqFault } from './simulator.js';
import { createMqWorld, eventually, type MqWorld, type OpenedClient } from './world.js';

const PUT = { isUnderSyncpoint: true } as const;
const NOW = { options: ['MQGMO_NO_SYNCPOINT'] } as const;
const LOCKED = { options: ['MQGMO_SYNCPOINT'] } as const;
const BOTH = ['MQOO_OUTPUT', 'MQOO_INPUT_SHARED', 'MQOO_INQUIRE'] as const;

const text = (body: string): Buffer => Buffer.from(body);
const bodies = async (world: MqWorld): Promise<readonly string[]> =>
  (await world.simulator.browse('A')).map((message) => message.body.toString());

function connectAgain(world: MqWorld, client: MqClient): Promise<number> {
  const { queueManager, channel, connectionName } = world.simulator;
  return client.connect({ queueManager, channel, connectionName });
}

async function commitOne(opened: OpenedClient): Promise<void> {
  await opened.client.put(opened.object, { ...PUT, body: text('1') });
  await opened.client.order('commit', { connection: opened.connection });
}

describeWithCompiler('a verb told to fail', () => {
  /** How each verb is called, so that the table below can name it. */
  const CALLS: Readonly<Partial<Record<MqVerb, (world: MqWorld, opened: OpenedClient) => Promise<unknown>>>> = {
    MQCONNX: (world, { client }) => connectAgain(world, client),
    MQOPEN: (_world, { client, connection }) => client.open(connection, 'A', ['MQOO_OUTPUT']),
    MQPUT: (_world, { client, object }) => client.put(object, { body: text('1') }),
    MQPUT1: (_world, { client, connection }) => client.order('putOne', { connection, queue: 'A', body: '' }),
    MQGET: (_world, { client, object }) => client.get(object, NOW),
    MQINQ: (_world, { client, object }) => client.order('inquire', { object, selectors: ['MQIA_CURRENT_Q_DEPTH'] }),
    MQCMIT: (_world, { client, connection }) => client.order('commit', { connection }),
    MQBACK: (_world, { client, connection }) => client.order('backout', { connection }),
    MQCLOSE: (_world, { client, object }) => client.order('close', { object }),
    MQDISC: (_world, { client, connection }) => client.order('disconnect', { connection }),
  };

  test('gives the ordered reason code, whatever the verb', async () => {
    await using world = await createMqWorld();
    const opened = await world.opened('A', ...BOTH);
    const cases: readonly (readonly [MqVerb, number])[] = [
      ['MQCONNX', 2059],
      ['MQCONNX', 2538],
      ['MQCONNX', 2035],
      ['MQCONNX', 2537],
      ['MQCONNX', 2539],
      ['MQOPEN', 2085],
      ['MQOPEN', 2035],
      ['MQPUT', 2053],
      ['MQPUT', 2030],
      ['MQPUT', 2051],
      ['MQPUT1', 2195],
      ['MQGET', 2033],
      ['MQGET', 2161],
      ['MQGET', 2162],
      ['MQINQ', 2195],
      ['MQCMIT', 2003],
      ['MQCMIT', 2102],
      ['MQBACK', 2195],
      ['MQCLOSE', 2195],
      ['MQDISC', 2195],
    ];
    for (const [verb, reason] of cases) {
      await world.simulator.setFaults([mqFailure(verb, reason)]);
      await expect(CALLS[verb]?.(world, opened), `${verb} ${reason}`).rejects.toMatchObject({ reason });
      expect(await world.simulator.faultHits()).toEqual([1]);
    }
  });

  test('with 2009 loses its connection and its unit of work', async () => {
    await using world = await createMqWorld();
    const { client, connection, object } = await world.opened('A', ...BOTH);
    await client.put(object, { ...PUT, body: text('1') });
    await world.simulator.setFaults([mqFailure('MQPUT', 2009)]);

    await expect(client.put(object, { ...PUT, body: text('2') })).rejects.toMatchObject({ reason: 2009 });
    await world.simulator.clearFaults();

    await expect(client.order('commit', { connection })).rejects.toMatchObject({ reason: 2009 });
    expect(await world.simulator.depth('A')).toBe(0);
    expect(await connectAgain(world, client)).toBeGreaterThan(0);
  });

  test('only for its queue, after those it skips and as often as it is told', async () => {
    await using world = await createMqWorld({ queues: [{ name: 'A' }, { name: 'B' }] });
    const { client, connection, object } = await world.opened('A', ...BOTH);
    const other = await client.open(connection, 'B', ['MQOO_OUTPUT']);
    await world.simulator.setFaults([mqFailure('MQPUT', 2053, { queue: 'A', skip: 1, count: 1 })]);

    await client.put(other, { body: text('b') });
    await client.put(object, { body: text('1') });
    await expect(client.put(object, { body: text('2') })).rejects.toMatchObject({ reason: 2053 });
    await client.put(object, { body: text('3') });

    expect(await bodies(world)).toEqual(['1', '3']);
  });

  test('when the control file was written by hand', async () => {
    await using world = await createMqWorld();
    const { client, object } = await world.opened('A', ...BOTH);
    const rules = [mqFailure('*', 2161)];

    await fs.writeFile(path.join(world.directory, 'faults.json'), JSON.stringify({ rules }));
    await eventually(
      () => world.simulator.faultHits(),
      (hits) => hits.length === 1,
    );

    await expect(client.get(object, NOW)).rejects.toMatchObject({ reason: 2161 });
  });

  test('also after a restart of the queue manager', async () => {
    await using world = await createMqWorld();
    const client = await world.client();
    await world.simulator.setFaults([mqFailure('MQCONNX', 2059)]);

    await world.simulator.restart();

    await expect(connectAgain(world, client)).rejects.toMatchObject({ reason: 2059 });
  });
});

describeWithCompiler('a commit in doubt', () => {
  const outcomes: readonly (readonly [string, MqFaultAct, number, readonly string[]])[] = [
    ['2009 before it: nothing is there', { kind: 'fail', reason: 2009, when: 'before' }, 2009, []],
    ['2009 after it: the message is there all the same', { kind: 'fail', reason: 2009, when: 'after' }, 2009, ['1']],
    ['the line cut before it: nothing is there', { kind: 'break', when: 'before' }, 2009, []],
    ['the line cut after it: the message is there', { kind: 'break', when: 'after' }, 2009, ['1']],
    ['2003: it was backed out', { kind: 'fail', reason: 2003, when: 'before' }, 2003, []],
  ];
  test.each(outcomes)('%s', async (_name, act, reason, left) => {
    await using world = await createMqWorld();
    const opened = await world.opened('A', ...BOTH);
    await world.simulator.setFaults([mqFault('MQCMIT', act, { queue: 'A' })]);

    await expect(commitOne(opened)).rejects.toMatchObject({ reason });

    await world.simulator.clearFaults();
    expect(await bodies(world)).toEqual(left);
  });

  test('of a receiver leaves the message with a higher backout count', async () => {
    await using world = await createMqWorld();
    const { client, connection, object } = await world.opened('A', ...BOTH);
    await client.put(object, { body: text('1') });
    await client.get(object, LOCKED);
    await world.simulator.setFaults([mqFailure('MQCMIT', 2009)]);

    await expect(client.order('commit', { connection })).rejects.toMatchObject({ reason: 2009 });

    expect((await world.simulator.browse('A'))[0]).toMatchObject({ backoutCount: 1 });
  });
});

describeWithCompiler('a library that misbehaves', () => {
  test('may hang for ever while another process goes on', async () => {
    await using world = await createMqWorld();
    const stuck = await world.opened('A', ...BOTH);
    const other = await world.opened('A', ...BOTH);
    await world.simulator.setFaults([mqFault('MQPUT', { kind: 'hang', when: 'before' }, { count: 1 })]);

    let isAnswered = false;
    const hanging = stuck.client.put(stuck.object, { body: text('1') }).finally(() => (isAnswered = true));
    hanging.catch(() => {});
    await eventually(
      () => world.simulator.faultHits(),
      ([hits]) => hits === 1,
    );
    await other.client.put(other.object, { body: text('2') });

    expect(isAnswered).toBe(false);
    expect(await bodies(world)).toEqual(['2']);
  });

  test.each([
    ['abort', 'SIGABRT'],
    ['segmentation-fault', 'SIGSEGV'],
  ] as const)('may kill its process by %s, before or after the effect', async (how, signal) => {
    await using world = await createMqWorld();
    const before = await world.opened('A', ...BOTH);
    const after = await world.opened('A', ...BOTH);

    await world.simulator.setFaults([mqFault('MQCMIT', { kind: 'crash', how, when: 'before' })]);
    await expect(commitOne(before)).rejects.toThrow('ended');
    await world.simulator.setFaults([mqFault('MQCMIT', { kind: 'crash', how, when: 'after' })]);
    await expect(commitOne(after)).rejects.toThrow('ended');

    expect(await before.client.ended()).toBe(signal);
    expect(await after.client.ended()).toBe(signal);
    await world.simulator.clearFaults();
    await eventually(
      () => world.simulator.connections(),
      (open) => open.length === 0,
    );
    expect(await bodies(world)).toEqual(['1']);
  });

  test('may answer late', async () => {
    await using world = await createMqWorld();
    const opened = await world.opened('A', ...BOTH);
    await world.simulator.setFaults([mqFault('MQCMIT', { kind: 'delay', delayMs: 150 })]);
    const started = performance.now();

    await commitOne(opened);

    expect(performance.now() - started).toBeGreaterThanOrEqual(145);
    expect(await bodies(world)).toEqual(['1']);
  });
});

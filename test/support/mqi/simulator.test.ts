import fs from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { describeWithCompiler } from '../compiler.js';
import { startMqClient } from './client.js';
import { createMqWorld, eventually } from './world.js';

const CHINESE = '报关单 一般贸易 𠮷';
const PUT = { isUnderSyncpoint: true } as const;
const NOW = { options: ['MQGMO_NO_SYNCPOINT'] } as const;
const LOCKED = { options: ['MQGMO_SYNCPOINT'] } as const;

const text = (body: string): Buffer => Buffer.from(body);

describeWithCompiler('messages', () => {
  test('a message that one process put and committed reaches another process byte for byte', async () => {
    await using world = await createMqWorld();
    const sender = await world.opened('A', 'MQOO_OUTPUT');
    const receiver = await world.opened('A', 'MQOO_INPUT_SHARED');
    const body = Buffer.concat([text(CHINESE), Buffer.from([0, 255, 254])]);
    const messageId = '01'.repeat(24);
    const correlationId = '02'.repeat(24);

    const put = await sender.client.put(sender.object, { ...PUT, body, messageId, correlationId, ccsid: 819 });
    await sender.client.order('commit', { connection: sender.connection });
    const got = await receiver.client.get(receiver.object, NOW);

    expect(put).toEqual({ messageId, resolvedQueue: 'A' });
    expect(got.body).toEqual(body);
    expect(got).toMatchObject({ messageId, correlationId, ccsid: 819, format: '', persistence: 1, backoutCount: 0 });
    expect(got.putDate).toMatch(/^\d{8}$/);
    expect(got.putTime).toMatch(/^\d{8}$/);
  });

  test('a message without an id gets one that no other message has', async () => {
    await using world = await createMqWorld();
    const { client, object } = await world.opened('A', 'MQOO_OUTPUT');

    const one = await client.put(object, { body: text('1') });
    const other = await client.put(object, { body: text('2') });

    expect(one.messageId).toMatch(/^414d5120/);
    expect(other.messageId).not.toBe(one.messageId);
  });

  test('a message of a megabyte passes whole', async () => {
    await using world = await createMqWorld();
    const { client, object } = await world.opened('A', 'MQOO_OUTPUT', 'MQOO_INPUT_SHARED');
    const body = Buffer.alloc(1_000_003, 'swic');

    await client.put(object, { body });
    const got = await client.get(object, { ...NOW, bufferLength: 2_000_000 });

    expect(got.body.equals(body)).toBe(true);
  });

  test('a get that waits is answered by the commit of another process', async () => {
    await using world = await createMqWorld();
    const sender = await world.opened('A', 'MQOO_OUTPUT');
    const receiver = await world.opened('A', 'MQOO_INPUT_SHARED');

    const waiting = receiver.client.get(receiver.object, {
      options: ['MQGMO_SYNCPOINT', 'MQGMO_WAIT'],
      waitMs: 10_000,
    });
    await eventually(
      () => world.simulator.connections(),
      (open) => open.some((one) => one.isWaiting),
    );
    await sender.client.put(sender.object, { ...PUT, body: text('late') });
    await sender.client.order('commit', { connection: sender.connection });

    expect((await waiting).body.toString()).toBe('late');
  });

  test('a get that waits in vain answers 2033 after its interval', async () => {
    await using world = await createMqWorld();
    const { client, object } = await world.opened('A', 'MQOO_INPUT_SHARED');
    const started = performance.now();

    const waiting = client.get(object, { options: ['MQGMO_WAIT'], waitMs: 200 });

    await expect(waiting).rejects.toMatchObject({ reason: 2033, verb: 'GET' });
    expect(performance.now() - started).toBeGreaterThanOrEqual(195);
  });

  test('browsing shows every message and takes none', async () => {
    await using world = await createMqWorld();
    const { client, object } = await world.opened('A', 'MQOO_OUTPUT', 'MQOO_BROWSE');
    for (const body of ['1', '2', '3']) await client.put(object, { body: text(body) });

    const seen = [await client.get(object, { options: ['MQGMO_BROWSE_FIRST'] })];
    seen.push(await client.get(object, { options: ['MQGMO_BROWSE_NEXT'] }));
    seen.push(await client.get(object, { options: ['MQGMO_BROWSE_NEXT'] }));

    expect(seen.map((message) => message.body.toString())).toEqual(['1', '2', '3']);
    await expect(client.get(object, { options: ['MQGMO_BROWSE_NEXT'] })).rejects.toMatchObject({ reason: 2033 });
    expect(await world.simulator.depth('A')).toBe(3);
  });

  test('a get by message id or by correlation id passes over the others', async () => {
    await using world = await createMqWorld();
    const { client, object } = await world.opened('A', 'MQOO_OUTPUT', 'MQOO_INPUT_SHARED');
    await client.put(object, { body: text('first') });
    await client.put(object, { body: text('second'), messageId: '0a'.repeat(24) });
    await client.put(object, { body: text('third'), correlationId: '0b'.repeat(24) });

    const byMessage = await client.get(object, { ...NOW, messageId: '0a'.repeat(24) });
    const byCorrelation = await client.get(object, { ...NOW, correlationId: '0b'.repeat(24) });

    expect([byMessage.body.toString(), byCorrelation.body.toString()]).toEqual(['second', 'third']);
    await expect(client.get(object, { ...NOW, messageId: '0c'.repeat(24) })).rejects.toMatchObject({ reason: 2033 });
  });

  test('a message longer than the buffer stays with 2080, or is cut with 2079 where that is accepted', async () => {
    await using world = await createMqWorld();
    const { client, object } = await world.opened('A', 'MQOO_OUTPUT', 'MQOO_INPUT_SHARED');
    await client.put(object, { body: text('123456789') });

    const refused = await client.get(object, { ...NOW, bufferLength: 4 });
    expect(refused).toMatchObject({ reason: 2080, length: 9 });
    expect(await world.simulator.depth('A')).toBe(1);

    const cut = await client.get(object, { options: ['MQGMO_ACCEPT_TRUNCATED_MSG'], bufferLength: 4 });
    expect(cut).toMatchObject({ reason: 2079, length: 9 });
    expect(cut.body.toString()).toBe('1234');
    expect(await world.simulator.depth('A')).toBe(0);
  });

  test('an expired message is never delivered', async () => {
    await using world = await createMqWorld();
    const { client, object } = await world.opened('A', 'MQOO_OUTPUT', 'MQOO_INPUT_SHARED');
    await client.put(object, { body: text('long'), expiry: 6_000 });
    await client.put(object, { body: text('short'), expiry: 1 });
    expect(await world.simulator.depth('A')).toBe(2);

    await eventually(
      () => world.simulator.browse('A'),
      (left) => left.length === 1,
    );

    const got = await client.get(object, NOW);
    expect(got.body.toString()).toBe('long');
    expect(got.expiry).toBeLessThan(6_000);
    await expect(client.get(object, NOW)).rejects.toMatchObject({ reason: 2033 });
  });

  test('the attributes of a queue can be inquired and puts and gets inhibited', async () => {
    await using world = await createMqWorld({
      queues: [{ name: 'A', maxDepth: 7, maxLength: 99, backoutThreshold: 3, backoutQueue: 'A.BACKOUT' }],
    });
    const { client, object } = await world.opened('A', 'MQOO_OUTPUT', 'MQOO_INPUT_SHARED', 'MQOO_INQUIRE', 'MQOO_SET');
    await client.put(object, { body: text('1') });
    const selectors = [
      'MQIA_CURRENT_Q_DEPTH',
      'MQIA_MAX_Q_DEPTH',
      'MQIA_MAX_MSG_LENGTH',
      'MQIA_BACKOUT_THRESHOLD',
      'MQCA_BACKOUT_REQ_Q_NAME',
    ];

    expect(await client.order('inquire', { object, selectors })).toEqual([1, 7, 99, 3, 'A.BACKOUT']);

    await client.order('setAttribute', { object, selector: 'MQIA_INHIBIT_PUT', value: 1 });
    await expect(client.put(object, { body: text('2') })).rejects.toMatchObject({ reason: 2051 });
    await world.simulator.alter('A', { isGetInhibited: true });
    await expect(client.get(object, NOW)).rejects.toMatchObject({ reason: 2016 });
  });
});

describeWithCompiler('units of work', () => {
  test('what is put under syncpoint is invisible until the commit', async () => {
    await using world = await createMqWorld();
    const sender = await world.opened('A', 'MQOO_OUTPUT');
    const receiver = await world.opened('A', 'MQOO_INPUT_SHARED');
    await sender.client.put(sender.object, { ...PUT, body: text('1') });

    await expect(receiver.client.get(receiver.object, NOW)).rejects.toMatchObject({ reason: 2033 });
    await sender.client.order('commit', { connection: sender.connection });

    expect((await receiver.client.get(receiver.object, NOW)).body.toString()).toBe('1');
  });

  test('a backout takes puts away and brings gets back to their place with a higher backout count', async () => {
    await using world = await createMqWorld();
    const { client, connection, object } = await world.opened('A', 'MQOO_OUTPUT', 'MQOO_INPUT_SHARED');
    for (const body of ['1', '2', '3']) await client.put(object, { body: text(body) });

    await client.put(object, { ...PUT, body: text('never') });
    await client.get(object, LOCKED);
    const whileLocked = await client.get(object, LOCKED);
    await client.order('backout', { connection });

    expect(whileLocked.body.toString()).toBe('2');
    const after = await world.simulator.browse('A');
    expect(after.map((message) => [message.body.toString(), message.backoutCount])).toEqual([
      ['1', 1],
      ['2', 1],
      ['3', 0],
    ]);
    expect(await client.get(object, LOCKED)).toMatchObject({ backoutCount: 1 });
  });

  test('a message got under syncpoint is hidden from others and gone after the commit', async () => {
    await using world = await createMqWorld();
    const one = await world.opened('A', 'MQOO_OUTPUT', 'MQOO_INPUT_SHARED');
    const other = await world.opened('A', 'MQOO_INPUT_SHARED', 'MQOO_BROWSE');
    await one.client.put(one.object, { body: text('1') });

    await one.client.get(one.object, LOCKED);
    await expect(other.client.get(other.object, NOW)).rejects.toMatchObject({ reason: 2033 });
    await expect(other.client.get(other.object, { options: ['MQGMO_BROWSE_FIRST'] })).rejects.toMatchObject({
      reason: 2033,
    });
    await one.client.order('commit', { connection: one.connection });

    expect(await world.simulator.browse('A')).toEqual([]);
  });

  test('two connections of one process have units of work of their own', async () => {
    await using world = await createMqWorld();
    const { client, connection, object } = await world.opened('A', 'MQOO_OUTPUT');
    const { queueManager, channel, connectionName } = world.simulator;
    const second = await client.connect({ queueManager, channel, connectionName });
    const secondObject = await client.open(second, 'A', ['MQOO_OUTPUT']);

    await client.put(object, { ...PUT, body: text('kept') });
    await client.put(secondObject, { ...PUT, body: text('dropped') });
    await client.order('backout', { connection: second });
    await client.order('commit', { connection });

    expect((await world.simulator.browse('A')).map((message) => message.body.toString())).toEqual(['kept']);
  });

  test('a disconnect in good order commits', async () => {
    await using world = await createMqWorld();
    const { client, connection, object } = await world.opened('A', 'MQOO_OUTPUT');
    await client.put(object, { ...PUT, body: text('1') });

    await client.order('disconnect', { connection });

    expect(await world.simulator.browse('A')).toHaveLength(1);
    await expect(client.put(object, { body: text('2') })).rejects.toMatchObject({ reason: 2018 });
  });

  test('kill -9 of a client backs its unit of work out', async () => {
    await using world = await createMqWorld({ queues: [{ name: 'A' }, { name: 'B' }] });
    const { client, connection, object } = await world.opened('A', 'MQOO_OUTPUT', 'MQOO_INPUT_SHARED');
    const other = await client.open(connection, 'B', ['MQOO_OUTPUT']);
    await client.put(object, { body: text('in') });
    await client.get(object, LOCKED);
    await client.put(other, { ...PUT, body: text('out') });

    await client.kill();
    const back = await eventually(
      () => world.simulator.browse('A'),
      (found) => found.length === 1,
    );

    expect(back[0]).toMatchObject({ backoutCount: 1 });
    expect(await world.simulator.depth('B')).toBe(0);
  });
});

describeWithCompiler('durability', () => {
  test('kill -9 of the queue manager keeps what is committed and persistent, and nothing else', async () => {
    await using world = await createMqWorld();
    const { client, connection, object } = await world.opened('A', 'MQOO_OUTPUT', 'MQOO_INPUT_SHARED');
    for (const body of ['taken', CHINESE]) await client.put(object, { ...PUT, body: text(body) });
    await client.order('commit', { connection });
    await client.put(object, { body: text('not persistent'), isPersistent: false });
    await client.get(object, LOCKED);
    await client.order('commit', { connection });
    await client.get(object, LOCKED);
    await client.put(object, { ...PUT, body: text('not committed') });

    await world.simulator.restart();

    await expect(client.order('commit', { connection })).rejects.toMatchObject({ reason: 2009 });
    const found = await world.simulator.browse('A');
    expect(found.map((message) => message.body.toString())).toEqual([CHINESE]);
    const again = await world.opened('A', 'MQOO_INPUT_SHARED');
    expect((await again.client.get(again.object, NOW)).body.toString()).toBe(CHINESE);
  });

  test('a backout count outlives the queue manager', async () => {
    await using world = await createMqWorld();
    const { client, connection, object } = await world.opened('A', 'MQOO_OUTPUT', 'MQOO_INPUT_SHARED');
    await client.put(object, { body: text('1') });
    for (let i = 0; i < 2; i++) {
      await client.get(object, LOCKED);
      await client.order('backout', { connection });
    }

    await world.simulator.restart();

    expect((await world.simulator.browse('A'))[0]).toMatchObject({ backoutCount: 2 });
  });

  test('a commit that was cut short in the journal did not happen, and later ones are not lost behind it', async () => {
    await using world = await createMqWorld();
    const { client, object } = await world.opened('A', 'MQOO_OUTPUT');
    const journal = path.join(world.directory, 'queue-manager.journal');
    await client.put(object, { body: text('whole') });
    const length = (await fs.stat(journal)).size;
    await client.put(object, { body: text('torn') });
    await world.simulator.kill();
    await fs.truncate(journal, length + 40);

    await world.simulator.restart();
    const second = await world.opened('A', 'MQOO_OUTPUT');
    await second.client.put(second.object, { body: text('later') });
    await world.simulator.restart();

    expect((await world.simulator.browse('A')).map((message) => message.body.toString())).toEqual(['whole', 'later']);
  });
});

describeWithCompiler('the natural errors', () => {
  test('a connect is refused for the reason that applies, and its fields are on record', async () => {
    await using world = await createMqWorld({ users: [{ name: 'swic', password: 'synthetic' }] });
    const client = await world.client();
    const { queueManager, channel, connectionName } = world.simulator;
    const right = { queueManager, channel, connectionName, username: 'swic', password: 'synthetic' };

    await expect(client.connect({ ...right, queueManager: 'OTHER' })).rejects.toMatchObject({ reason: 2058 });
    await expect(client.connect({ ...right, channel: 'NO.SUCH' })).rejects.toMatchObject({ reason: 2540 });
    await expect(client.connect({ ...right, password: 'wrong' })).rejects.toMatchObject({ reason: 2035 });
    await expect(client.connect({ ...right, connectionName: '127.0.0.1(1)' })).rejects.toMatchObject({ reason: 2538 });
    await expect(client.connect({ ...right, connectionName: 'host.invalid(1414)' })).rejects.toMatchObject({
      reason: 2538,
    });
    expect(await client.connect(right)).toBeGreaterThan(0);
    expect((await world.simulator.connects()).at(-1)).toMatchObject({
      ...right,
      cipherSpec: '',
      processId: client.processId,
    });
  });

  test('the second host of a connection name is taken when the first is not there', async () => {
    await using world = await createMqWorld();
    const client = await world.client();
    const { queueManager, channel, connectionName } = world.simulator;

    const connection = await client.connect({
      queueManager,
      channel,
      connectionName: `127.0.0.1(1),${connectionName}`,
    });

    expect(connection).toBeGreaterThan(0);
  });

  test('a channel that demands a CipherSpec takes no other and wants a key repository', async () => {
    await using world = await createMqWorld({ tls: { cipherSpec: 'ANY_TLS12_OR_HIGHER' } });
    const client = await world.client();
    const { queueManager, channel, connectionName } = world.simulator;
    const keyRepository = path.join(world.directory, 'key');
    await fs.writeFile(`${keyRepository}.kdb`, '');
    const right = {
      queueManager,
      channel,
      connectionName,
      keyRepository,
      cipherSpec: 'ANY_TLS12_OR_HIGHER',
      certificateLabel: 'swic',
    };

    await expect(client.connect({ queueManager, channel, connectionName })).rejects.toMatchObject({ reason: 2393 });
    await expect(client.connect({ ...right, cipherSpec: 'TLS_RSA_WITH_AES_128_CBC_SHA' })).rejects.toMatchObject({
      reason: 2397,
    });
    await expect(client.connect({ ...right, keyRepository: '/nowhere/key' })).rejects.toMatchObject({ reason: 2381 });
    expect(await client.connect(right)).toBeGreaterThan(0);
    expect((await world.simulator.connects()).at(-1)).toMatchObject({
      cipherSpec: right.cipherSpec,
      keyRepository,
      certificateLabel: 'swic',
    });
  });

  test('an unknown queue, a wrong use and a queue in exclusive use are refused', async () => {
    await using world = await createMqWorld();
    const { client, connection, object } = await world.opened('A', 'MQOO_INPUT_EXCLUSIVE');

    await expect(client.open(connection, 'NO.SUCH', ['MQOO_OUTPUT'])).rejects.toMatchObject({ reason: 2085 });
    await expect(client.open(connection, 'A', ['MQOO_INPUT_SHARED'])).rejects.toMatchObject({ reason: 2042 });
    await expect(client.put(object, { body: text('1') })).rejects.toMatchObject({ reason: 2039 });
    await expect(client.get(object, { options: ['MQGMO_BROWSE_FIRST'] })).rejects.toMatchObject({ reason: 2036 });
    const writer = await client.open(connection, 'A', ['MQOO_OUTPUT']);
    await expect(client.get(writer, NOW)).rejects.toMatchObject({ reason: 2037 });
    await client.order('close', { object });
    expect(await client.open(connection, 'A', ['MQOO_INPUT_SHARED'])).toBeGreaterThan(0);
  });

  test('a full queue, a message too big and an unknown queue of MQPUT1 are refused', async () => {
    await using world = await createMqWorld({ queues: [{ name: 'A', maxDepth: 1, maxLength: 5 }] });
    const { client, connection, object } = await world.opened('A', 'MQOO_OUTPUT');
    const putOne = (queue: string): Promise<unknown> =>
      client.order('putOne', { connection, queue, body: text('12345').toString('base64') });

    await expect(client.put(object, { body: text('123456') })).rejects.toMatchObject({ reason: 2030 });
    await putOne('A');
    await expect(putOne('A')).rejects.toMatchObject({ reason: 2053 });
    await expect(putOne('NO.SUCH')).rejects.toMatchObject({ reason: 2085 });
  });

  test('asynchronous consume and message handles answer 2298, not a crash', async () => {
    await using world = await createMqWorld();
    const { client, connection, object } = await world.opened('A', 'MQOO_INPUT_SHARED');

    await expect(client.order('consume', { object })).rejects.toMatchObject({ reason: 2298 });
    await expect(client.order('createMessageHandle', { connection })).rejects.toMatchObject({ reason: 2298 });
  });

  test('a process without the library says so and lives', async () => {
    const loading = startMqClient({ LD_LIBRARY_PATH: '/nowhere' });

    await expect(loading).rejects.toThrow('cannot open shared object file');
  });
});

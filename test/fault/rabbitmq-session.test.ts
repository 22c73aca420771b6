import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Channel, type ChannelModel, connect } from 'amqplib';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { sendOne } from '../../packages/core/src/ports/array-of-one.js';
import type { Clock } from '../../packages/core/src/ports/clock.js';
import type { Session } from '../../packages/core/src/ports/transport.js';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import type { RabbitmqSettings } from '../../packages/core/src/transports/rabbitmq/settings.js';
import { createRabbitmqTransport } from '../../packages/core/src/transports/rabbitmq/transport.js';
import { deadline, drainUntilMarker, message, next, numbered, takeAccepted } from '../conformance/transport-world.js';
import { createJumpingClock } from '../support/jumping-clock.js';
import { describeWithOwnBroker, type RabbitNode, startRabbitNode, uniqueName } from '../support/rabbitmq.js';
import { rabbitmqSettings } from '../support/rabbitmq-settings.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { until } from '../support/until.js';

const BROKER_MESSAGE_BYTES_MAX = 1024 * 1024;

describeWithOwnBroker('a session on RabbitMQ', () => {
  let directory: string;
  let node: RabbitNode;
  let admin: ChannelModel;
  let channel: Channel;
  let queue: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'swic-rabbit-'));
    node = await startRabbitNode({ dir: directory, settings: [`max_message_size = ${BROKER_MESSAGE_BYTES_MAX}`] });
  });
  afterAll(async () => {
    await node[Symbol.asyncDispose]();
    await rm(directory, { recursive: true, force: true });
  });
  beforeEach(async () => {
    admin = await connect(node.amqpUrl, { noDelay: true });
    // A test may take the broker down under it.
    admin.on('error', () => undefined);
    channel = await admin.createChannel();
    queue = (await channel.assertQueue(uniqueName('fault'), { durable: true })).queue;
  });
  afterEach(async () => {
    await admin.close().catch(() => undefined);
  });

  const depth = async (): Promise<number> => (await channel.checkQueue(queue)).messageCount;
  const open = (changes: Partial<RabbitmqSettings> = {}, clock: Clock = systemClock): Promise<Session> =>
    createRabbitmqTransport(rabbitmqSettings(node.amqpUrl, changes), { clock }).open(deadline());
  const openThrough = (
    proxy: TcpProxy,
    changes: Partial<RabbitmqSettings> = {},
    clock: Clock = systemClock,
  ): Promise<Session> => open({ host: '127.0.0.1', port: proxy.port, ...changes }, clock);
  const openProxy = (): Promise<TcpProxy> => TcpProxy.open({ host: '127.0.0.1', port: node.port });

  test('does not know the outcome when the line is cut after the broker took the message and before its confirm', async () => {
    await using proxy = await openProxy();
    await using session = await openThrough(proxy);
    proxy.treat('to-client', 'swallow');
    const sending = sendOne(session, queue, message(), deadline());
    await until('the broker has the message', async () => (await depth()) === 1);
    proxy.cut();
    await expect(sending).rejects.toMatchObject({ code: 'transport.outcome-unknown', fate: 'hold' });
    expect(await session.ended).toMatchObject({ code: 'transport.closed' });
    expect(await depth()).toBe(1);
  });

  test('does not know the outcome either when the broker never got the message', async () => {
    await using proxy = await openProxy();
    await using session = await openThrough(proxy);
    proxy.treat('to-broker', 'swallow');
    const sending = sendOne(session, queue, message(), deadline());
    proxy.cut();
    await expect(sending).rejects.toMatchObject({ code: 'transport.outcome-unknown' });
    expect(await depth()).toBe(0);
  });

  test('gives a confirm its time, then ends', async () => {
    const clock = createJumpingClock();
    await using proxy = await openProxy();
    await using session = await openThrough(proxy, { confirmTimeoutMs: 30_000 }, clock);
    proxy.treat('to-client', 'swallow');
    const sending = sendOne(session, queue, message(), deadline());
    await until('the broker has the message', async () => (await depth()) === 1);
    clock.jump(29_000);
    const { naps } = clock;
    await until('the deadline was looked at', () => clock.naps > naps + 3);
    expect(proxy.connections).toBe(1);
    clock.jump(1_001);
    await expect(sending).rejects.toMatchObject({ code: 'transport.outcome-unknown' });
    expect(await session.ended).toMatchObject({ code: 'transport.timeout', detail: { limitMs: 30_000 } });
    await until('the connection is closed', () => proxy.connections === 0);
  });

  test('is certain about what was still waiting for the window', async () => {
    await using proxy = await openProxy();
    await using session = await openThrough(proxy, { window: 1 });
    await sendOne(session, queue, message({ id: 'first' }), deadline());
    proxy.treat('to-client', 'swallow');
    const handedOver = sendOne(session, queue, message({ id: 'second' }), deadline());
    const waiting = sendOne(session, queue, message({ id: 'third' }), deadline());
    const answers = Promise.allSettled([handedOver, waiting]);
    await until('the broker has the second', async () => (await depth()) === 2);
    proxy.cut();
    expect(await answers).toMatchObject([
      { status: 'rejected', reason: { code: 'transport.outcome-unknown' } },
      { status: 'rejected', reason: { code: 'transport.closed' } },
    ]);
    expect(await depth()).toBe(2);
  });

  test('loses nothing that was confirmed when the broker is killed in the middle of it', async () => {
    // The queue was declared a moment ago: a crash could forget it with all that is in it, which is not what is asked here.
    await node.keepDefinitions();
    await using session = await open();
    const confirmed: string[] = [];
    const messages = numbered(5_000);
    const answers = Promise.allSettled(
      messages.map(async (one) => {
        await sendOne(session, queue, one, deadline());
        confirmed.push(one.id);
      }),
    );
    await until('some are confirmed', () => confirmed.length > 200);
    await node.kill();
    const codes = new Set(
      (await answers).flatMap((answer) =>
        answer.status === 'rejected' ? [(answer.reason as { code: string }).code] : [],
      ),
    );
    expect([...codes].sort()).toEqual(['transport.closed', 'transport.outcome-unknown']);
    expect(await session.ended).not.toBeNull();
    await node.start();
    await using later = await open();
    const arrived = new Set(await drainUntilMarker(later, queue));
    expect(confirmed.filter((id) => !arrived.has(id))).toEqual([]);
  });

  test('holds its messages while the broker has an alarm, without a deadline, and goes on after it', async () => {
    const clock = createJumpingClock();
    await using session = await open({ confirmTimeoutMs: 30_000 }, clock);
    await sendOne(session, queue, message({ id: 'before' }), deadline());
    const reasons: (string | null)[] = [];
    session.onBlocked((reason) => reasons.push(reason));
    await node.ctl('set_vm_memory_high_watermark', '0.00001');
    try {
      const handedOver = sendOne(session, queue, message({ id: 'handed over' }), AbortSignal.timeout(50_000));
      await until('the broker says that it blocks', () => reasons.length === 1);
      const abort = new AbortController();
      const waiting = sendOne(session, queue, message({ id: 'waiting' }), AbortSignal.timeout(50_000));
      const impatient = sendOne(session, queue, message({ id: 'impatient' }), abort.signal);
      abort.abort();
      await expect(impatient).rejects.toMatchObject({ code: 'operation.aborted' });
      clock.jump(3_600_000);
      const { naps } = clock;
      await until('the deadline was looked at', () => clock.naps > naps + 3);
      await node.ctl('set_vm_memory_high_watermark', '0.4');
      await Promise.all([handedOver, waiting]);
    } finally {
      await node.ctl('set_vm_memory_high_watermark', '0.4');
    }
    expect(reasons).toEqual([expect.any(String), null]);
    expect(await drainUntilMarker(session, queue)).toEqual(['before', 'handed over', 'waiting']);
  });

  test('ends when the queue it receives from is deleted', async () => {
    await using session = await open();
    const waiting = session.receive(queue, { prefetch: 10 }, deadline())[Symbol.asyncIterator]().next();
    await until('it consumes', async () => (await channel.checkQueue(queue)).consumerCount === 1);
    await channel.deleteQueue(queue);
    expect((await waiting).done).toBe(true);
    expect(await session.ended).toMatchObject({ code: 'transport.not-found', detail: { queue } });
  });

  test('ends when the queue to receive from does not exist, and says which', async () => {
    await using session = await open();
    for await (const delivery of session.receive('no.such.queue', { prefetch: 1 }, deadline()))
      expect(delivery).toBeUndefined();
    expect(await session.ended).toMatchObject({
      code: 'transport.not-found',
      detail: { queue: 'no.such.queue', code: 404 },
    });
  });

  test('knows the first message of an exchange that has vanished for certain not sent, later ones not', async () => {
    const exchange = uniqueName('exchange');
    await channel.assertExchange(exchange, 'direct');
    const early = await open({ sendExchange: exchange });
    const late = await open({ sendExchange: exchange });
    await channel.bindQueue(queue, exchange, queue);
    await sendOne(late, queue, message({ id: 'sent' }), deadline());
    await channel.deleteExchange(exchange);
    await expect(sendOne(early, queue, message(), deadline())).rejects.toMatchObject({ code: 'transport.closed' });
    expect(await early.ended).toMatchObject({ code: 'transport.not-found' });
    const inFlight = await Promise.allSettled(numbered(3).map((one) => sendOne(late, queue, one, deadline())));
    for (const answer of inFlight) expect(answer).toMatchObject({ reason: { code: 'transport.outcome-unknown' } });
    expect(await late.ended).toMatchObject({ code: 'transport.not-found' });
    expect(await depth()).toBe(1);
    await early[Symbol.asyncDispose]();
    await late[Symbol.asyncDispose]();
  });

  test('without the right to write is certain that nothing was sent', async () => {
    await node.ctl('add_user', 'reader', 'reader');
    await node.ctl('set_permissions', 'reader', '.*', '^$', '.*');
    await using session = await open({ username: 'reader', password: 'reader' });
    const answers = await Promise.allSettled(numbered(5).map((one) => sendOne(session, queue, one, deadline())));
    for (const answer of answers) expect(answer).toMatchObject({ reason: { code: 'transport.closed' } });
    expect(await session.ended).toMatchObject({ code: 'transport.unauthorized', detail: { code: 403 } });
  });

  test('names the one message that is larger than the broker allows', async () => {
    await using session = await open();
    await sendOne(session, queue, message(), deadline());
    const small = message({ id: 'small' });
    const large = message({ id: 'large', body: Buffer.alloc(BROKER_MESSAGE_BYTES_MAX + 1) });
    const answers = await Promise.allSettled([
      sendOne(session, queue, large, deadline()),
      sendOne(session, queue, small, deadline()),
    ]);
    expect(answers).toMatchObject([
      { reason: { code: 'transport.too-large', fate: 'reject' } },
      { reason: { code: 'transport.outcome-unknown' } },
    ]);
    expect(await session.ended).not.toBeNull();
    expect(await depth()).toBe(1);
  });

  test('passes a refusal for now on as one, and goes on', async () => {
    const full = (
      await channel.assertQueue(uniqueName('full'), {
        arguments: { 'x-max-length': 1, 'x-overflow': 'reject-publish' },
      })
    ).queue;
    await using session = await open();
    const answers = await Promise.allSettled(numbered(3).map((one) => sendOne(session, full, one, deadline())));
    expect(answers[0]).toMatchObject({ status: 'fulfilled' });
    const nacked = answers.filter((answer) => answer.status === 'rejected');
    expect(nacked.length).toBeGreaterThan(0);
    for (const answer of nacked) expect(answer).toMatchObject({ reason: { code: 'transport.nacked', fate: 'retry' } });
    await sendOne(session, queue, message(), deadline());
  });

  test('tells apart two messages of the same id of which one comes back', async () => {
    await using session = await open();
    await sendOne(session, queue, message({ id: 'opening' }), deadline());
    const twin = message({ id: 'twin' });
    const queues = ['no.such.queue', queue, queue, 'no.such.queue', queue];
    const answers = await Promise.allSettled(queues.map((one) => sendOne(session, one, twin, deadline())));
    for (const [index, answer] of answers.entries()) {
      if (queues[index] === queue) expect(answer).toMatchObject({ status: 'fulfilled' });
      else
        expect(answer).toMatchObject({
          reason: { code: 'transport.unroutable', detail: { routingKey: 'no.such.queue' } },
        });
    }
    const arrived = await takeAccepted(session, queue, 4);
    expect(arrived.map((delivery) => delivery.message.id)).toEqual(['opening', 'twin', 'twin', 'twin']);
    expect(arrived.every((delivery) => Object.keys(delivery.message.headers).length === 0)).toBe(true);
  });

  test('ends when an operator closes its connection, and what was unsettled comes again', async () => {
    const session = await open();
    await sendOne(session, queue, message({ id: 'held' }), deadline());
    await next(session.receive(queue, { prefetch: 1 }, deadline())[Symbol.asyncIterator](), 1);
    await node.ctl('close_all_connections', 'maintenance');
    expect(await session.ended).toMatchObject({ code: 'transport.closed' });
    await session[Symbol.asyncDispose]();
    await using later = await open();
    expect(await drainUntilMarker(later, queue)).toEqual(['held']);
  });

  test('notices a broker that nothing is heard of, and closes without its help', async () => {
    await using proxy = await openProxy();
    const session = await openThrough(proxy, { heartbeatSeconds: 1 });
    await sendOne(session, queue, message(), deadline());
    proxy.treat('to-broker', 'stall');
    proxy.treat('to-client', 'stall');
    await expect(sendOne(session, queue, message(), deadline())).rejects.toMatchObject({
      code: 'transport.outcome-unknown',
    });
    expect(await session.ended).toMatchObject({ code: 'transport.closed' });
    await session[Symbol.asyncDispose]();
    await until('the connection is closed', () => proxy.connections === 0);
  });

  test('declares durable queues of the wanted type when told to, and says when one exists otherwise', async () => {
    const wanted = uniqueName('declared');
    await using session = await open({ declare: true, queueType: 'quorum' });
    await Promise.all(numbered(50).map((one) => sendOne(session, wanted, one, deadline())));
    expect((await takeAccepted(session, wanted, 50)).map(({ message: { id } }) => id)).toEqual(
      numbered(50).map(({ id }) => id),
    );
    await using other = await open({ declare: true, queueType: 'classic' });
    await expect(sendOne(other, wanted, message(), deadline())).rejects.toMatchObject({ code: 'transport.closed' });
    expect(await other.ended).toMatchObject({ code: 'transport.protocol', detail: { code: 406 } });
  });

  test('dead-letters what is refused, and counts what is released', async () => {
    const graveyard = (await channel.assertQueue(uniqueName('graveyard'))).queue;
    const deadLetter = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': graveyard };
    const work = (
      await channel.assertQueue(uniqueName('work'), { arguments: { 'x-queue-type': 'quorum', ...deadLetter } })
    ).queue;
    await using session = await open();
    await sendOne(session, work, message({ id: 'poison' }), deadline());
    const iterator = session.receive(work, { prefetch: 1 }, deadline())[Symbol.asyncIterator]();
    for (const count of [1, 2, 3]) {
      const [delivery] = await next(iterator, 1);
      expect(delivery?.deliveryCount).toBe(count);
      await (count < 3 ? delivery?.release() : delivery?.refuse());
    }
    await iterator.return?.();
    expect((await takeAccepted(session, graveyard, 1))[0]?.message.id).toBe('poison');
  });

  test('sends a name that the protocol has no room for back at once', async () => {
    await using session = await open();
    const tooLong = message({ id: '报'.repeat(100) });
    await expect(sendOne(session, queue, tooLong, deadline())).rejects.toMatchObject({
      code: 'transport.refused',
      fate: 'reject',
    });
    await sendOne(session, queue, message(), deadline());
    expect(await depth()).toBe(1);
  });
});

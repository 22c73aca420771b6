import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Channel, ChannelModel } from 'amqplib';
import { Fault } from '../../contract/fault.js';
import type { TestStep } from '../../ports/transport.js';
import { withDeadline } from '../../runtime/deadline.js';
import type { TransportDeps } from '../deps.js';
import { createStepRunner, type StepResult, type StepRunner, stepOk, stepSkipped } from '../run-step.js';
import { rabbitmqFault } from './faults.js';
import type { RabbitmqSettings } from './settings.js';
import { type Connection, connectBroker } from './wire/connect.js';
import { Handshake } from './wire/handshake.js';

/**
 * tcp, tls, login, vhost, session, the route of each send queue, each receive queue (its depth, nothing is taken from it), and a
 * message to a private queue and back.
 */
export async function testRabbitmq(
  settings: RabbitmqSettings,
  { clock }: TransportDeps,
  onStep: (step: TestStep) => void,
  signal: AbortSignal,
): Promise<void> {
  const runner = createStepRunner(clock, onStep);
  await testHandshake(settings, runner, signal);
  const held: { connection: Connection | null } = { connection: null };
  const onModel = (work: (model: ChannelModel) => Promise<StepResult>) => (): Promise<StepResult> => {
    assert(held.connection !== null, 'the steps on a session run only when it is open');
    return withDeadline(work(held.connection.model), settings.connectTimeoutMs, 'transport.timeout');
  };
  try {
    await runner.require('session', async () => {
      held.connection = await connectBroker(settings, signal);
      return stepOk();
    });
    await testRoute(settings, runner, onModel);
    const look = settings.declare ? lookOrDeclare(settings) : lookAtQueue;
    for (const queue of settings.testQueues.receive)
      await runner.run(
        `receive-queue ${queue}`,
        onModel((model) => look(model, queue)),
      );
    await runner.run('round-trip', onModel(goRound));
  } finally {
    held.connection?.destroy();
  }
}

/**
 * The default exchange leads to the queue of the routing key's name, and to none if there is no such queue. Another exchange leads
 * where its bindings say, which AMQP tells only to those who publish; and what is published may arrive.
 */
async function testRoute(
  settings: RabbitmqSettings,
  runner: StepRunner,
  onModel: (work: (model: ChannelModel) => Promise<StepResult>) => () => Promise<StepResult>,
): Promise<void> {
  const { sendExchange, declare, testQueues } = settings;
  const look = declare ? lookOrDeclare(settings) : lookAtQueue;
  if (sendExchange !== '')
    await runner.run(
      `send-exchange ${sendExchange}`,
      onModel((model) => lookAtExchange(model, settings)),
    );
  if (sendExchange === '' || declare)
    for (const queue of testQueues.send)
      await runner.run(
        `send-queue ${queue}`,
        onModel((model) => look(model, queue)),
      );
  if (sendExchange !== '')
    await runner.run('send-route', async () =>
      stepSkipped('a missing binding shows with the first document, which waits then'),
    );
}

/**
 * What is declared at the start of a run is declared by the test: before the first run it is not there, and that is no mistake. The
 * binding belongs to the first sending, as in a run.
 */
function lookOrDeclare({ queueType }: RabbitmqSettings): (model: ChannelModel, queue: string) => Promise<StepResult> {
  return async (model, queue) => {
    try {
      return await lookAtQueue(model, queue);
    } catch (reason) {
      if (!(reason instanceof Fault) || reason.code !== 'transport.not-found') throw reason;
    }
    const channel = await openChannel(() => model.createChannel());
    try {
      await channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': queueType } });
    } catch (reason) {
      throw rabbitmqFault(reason, 'transport.closed', { queue });
    }
    const { note } = await lookAtQueue(model, queue);
    return stepOk(`declared, ${note ?? ''}`);
  };
}

async function lookAtExchange(
  model: ChannelModel,
  { sendExchange: exchange, declare }: RabbitmqSettings,
): Promise<StepResult> {
  try {
    await (await openChannel(() => model.createChannel())).checkExchange(exchange);
    return stepOk();
  } catch (reason) {
    const fault = rabbitmqFault(reason, 'transport.closed', { exchange });
    if (!declare || fault.code !== 'transport.not-found') throw fault;
  }
  try {
    const channel = await openChannel(() => model.createChannel());
    await channel.assertExchange(exchange, 'direct', { durable: true });
    return stepOk('declared');
  } catch (reason) {
    throw rabbitmqFault(reason, 'transport.closed', { exchange });
  }
}

/** The same steps that connecting takes, each by itself, so that the one that fails has a name. */
async function testHandshake(settings: RabbitmqSettings, runner: StepRunner, signal: AbortSignal): Promise<void> {
  const life = new AbortController();
  const handshake = new Handshake(settings, AbortSignal.any([signal, life.signal]));
  const bounded = <T>(work: Promise<T>): Promise<T> =>
    withDeadline(work, settings.connectTimeoutMs, 'transport.timeout');
  await runner.require('tcp', async () => {
    await bounded(handshake.connect());
    return stepOk(`${settings.host}:${settings.port}`);
  });
  await runner.require('tls', async () => {
    if (settings.tls === null) return stepSkipped('plain: not encrypted');
    await bounded(handshake.secure());
    return stepOk();
  });
  await runner.require('login', async () => stepOk(await bounded(handshake.login())));
  await runner.require('vhost', async () => {
    await bounded(handshake.enter());
    return stepOk(settings.vhost);
  });
  handshake.close();
  life.abort();
}

/** A passive declaration: it exists, we may see it, and how much is in it. Takes nothing from it. */
async function lookAtQueue(model: ChannelModel, queue: string): Promise<StepResult> {
  const channel = await openChannel(() => model.createChannel());
  try {
    const { messageCount, consumerCount } = await channel.checkQueue(queue);
    return stepOk(`${messageCount} messages, ${consumerCount} consumers`);
  } catch (reason) {
    throw rabbitmqFault(reason, 'transport.closed', { queue });
  }
}

/** A message of our own to a queue that only this connection has, and back. Users without the right to declare skip it. */
async function goRound(model: ChannelModel): Promise<StepResult> {
  const channel = await openChannel(() => model.createConfirmChannel());
  try {
    const { queue } = await channel.assertQueue('', { exclusive: true, autoDelete: true, durable: false });
    const sent = randomUUID();
    channel.sendToQueue(queue, Buffer.from(sent), { mandatory: true, messageId: sent });
    await channel.waitForConfirms();
    const back = await channel.get(queue, { noAck: true });
    if (back === false || back.content.toString() !== sent) throw new Fault('transport.protocol');
    return stepOk();
  } catch (reason) {
    const fault = rabbitmqFault(reason, 'transport.closed');
    if (fault.code === 'transport.unauthorized') return stepSkipped('no right to declare a private queue');
    throw fault;
  }
}

async function openChannel<C extends Channel>(open: () => Promise<C>): Promise<C> {
  try {
    const channel = await open();
    // The call that failed rejects too and carries the code; the event says it a second time.
    channel.on('error', () => undefined);
    return channel;
  } catch (reason) {
    throw rabbitmqFault(reason, 'transport.closed');
  }
}

import type { ChannelModel } from 'amqplib';
import { Fault } from '../../contract/fault.js';
import { withDeadline } from '../../runtime/deadline.js';
import { rabbitmqFault } from './faults.js';
import type { RabbitmqSettings } from './settings.js';
import { connectBroker } from './wire/connect.js';

/** Left over by a drill that was killed, they go by themselves: a queue that is used has a consumer. */
const UNUSED_MS = 3_600_000;

/**
 * Declares queues for a drill, which are deleted with what is in them when it is disposed. Rejects with `transport.*`, and with
 * `transport.queue-in-use` where a queue of that name is there: it is not the drill's.
 */
export async function openOwnQueues(
  settings: RabbitmqSettings,
  names: readonly string[],
  signal: AbortSignal,
): Promise<AsyncDisposable> {
  for (const queue of names)
    if (await isThere(settings, queue, signal)) throw new Fault('transport.queue-in-use', { queue });
  const queueArguments = { 'x-queue-type': settings.queueType, 'x-expires': UNUSED_MS };
  for (const queue of names)
    await withModel(settings, signal, async (model) => {
      const channel = await model.createChannel();
      await channel.assertQueue(queue, { durable: true, arguments: queueArguments });
    });
  return {
    async [Symbol.asyncDispose]() {
      // A broker that is away keeps them for as long as it lets unused queues be.
      await withModel(settings, new AbortController().signal, async (model) => {
        const channel = await model.createChannel();
        for (const queue of names) await channel.deleteQueue(queue);
      }).catch(() => undefined);
    },
  };
}

/** The broker closes the channel where there is none, so each name has a connection of its own. */
async function isThere(settings: RabbitmqSettings, queue: string, signal: AbortSignal): Promise<boolean> {
  try {
    await withModel(settings, signal, async (model) => {
      const channel = await model.createChannel();
      // The call rejects too and carries the code; the event says it a second time.
      channel.on('error', () => undefined);
      await channel.checkQueue(queue);
    });
    return true;
  } catch (reason) {
    if (reason instanceof Fault && reason.code === 'transport.not-found') return false;
    throw reason;
  }
}

async function withModel(
  settings: RabbitmqSettings,
  signal: AbortSignal,
  work: (model: ChannelModel) => Promise<void>,
): Promise<void> {
  const connection = await connectBroker(settings, signal);
  try {
    await withDeadline(work(connection.model), settings.answerTimeoutMs, 'transport.timeout');
  } catch (reason) {
    throw rabbitmqFault(reason, 'transport.closed');
  } finally {
    connection.destroy();
  }
}

import type { Channel } from 'amqplib';
import { withDeadline } from '../../runtime/deadline.js';
import { rabbitmqFault } from './faults.js';
import type { RabbitmqSettings } from './settings.js';
import { connectBroker } from './wire/connect.js';

/**
 * AMQP has no command that asks for the time, and RabbitMQ writes it into one header alone: that of a message which it moved because
 * its time to live was over [official: rabbitmq.com/docs/dlx, x-death]. So a message of our own expires at once in a queue that only
 * this connection has, and is read from a second such queue. Null for a user without the right to declare.
 */
export async function readRabbitmqClock(settings: RabbitmqSettings, signal: AbortSignal): Promise<number | null> {
  const connection = await connectBroker(settings, signal);
  try {
    return await withDeadline(expireOne(await connection.model.createConfirmChannel()), LIMIT_MS, 'transport.timeout');
  } catch (reason) {
    const fault = rabbitmqFault(reason, 'transport.closed');
    if (fault.code === 'transport.unauthorized') return null;
    throw fault;
  } finally {
    connection.destroy();
  }
}

const LIMIT_MS = 5_000;

async function expireOne(channel: Channel): Promise<number | null> {
  channel.on('error', () => undefined);
  const own = { exclusive: true, autoDelete: true, durable: false } as const;
  const { queue: end } = await channel.assertQueue('', own);
  const told = new Promise<number | null>((resolve) => {
    channel.on('close', () => resolve(null));
    void channel.consume(end, (message) => resolve(timeOf(message?.properties.headers?.['x-death'])), { noAck: true });
  });
  const { queue } = await channel.assertQueue('', { ...own, deadLetterExchange: '', deadLetterRoutingKey: end });
  channel.sendToQueue(queue, Buffer.alloc(0), { expiration: '0' });
  return told;
}

/** AMQP's timestamp, as amqplib reads it: seconds [official: AMQP 0-9-1, 4.2.5.4]. */
function timeOf(deaths: unknown): number | null {
  const [first] = Array.isArray(deaths) ? (deaths as readonly unknown[]) : [];
  if (typeof first !== 'object' || first === null || !('time' in first)) return null;
  const { time } = first;
  const value = typeof time === 'object' && time !== null && 'value' in time ? time.value : null;
  return typeof value === 'number' ? value * 1_000 : null;
}

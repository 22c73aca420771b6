import type { ChannelModel } from 'amqplib';
import type { SessionEnd } from '../../session-end.js';
import { rabbitmqFault } from '../faults.js';
import type { RabbitmqSettings } from '../settings.js';
import { answered, closeChannel } from './answered.js';

/** Declares what `declare: true` asks for, each queue once per session; does nothing otherwise. */
export interface Topology {
  /** False once the queue may be sent to. */
  needsDeclaring(queue: string): boolean;
  declareForSending(queue: string): Promise<void>;
  declareForReceiving(queue: string): Promise<void>;
  /** It was found missing: with `declare` the next send declares it again. */
  forget(queue: string): void;
  /** How many consumers the queue has, ours included; 0 where the broker does not say. */
  countConsumers(queue: string): Promise<number>;
  /** Rejects with `transport.not-found` when the send exchange does not exist and is not ours to declare. */
  prepareExchange(): Promise<void>;
}

export function createTopology(model: ChannelModel, settings: RabbitmqSettings, end: SessionEnd): Topology {
  const { sendExchange, declare, queueType, answerTimeoutMs } = settings;
  const sendable = new Set<string>();
  const queueOptions = { durable: true, arguments: { 'x-queue-type': queueType } };
  const onOwnChannel = (work: (channel: Channel) => Promise<unknown>): Promise<void> =>
    answered(workOnChannel(model, work), end, answerTimeoutMs);

  return {
    needsDeclaring: (queue) => declare && !sendable.has(queue),
    async declareForSending(queue) {
      await onOwnChannel(async (channel) => {
        await channel.assertQueue(queue, queueOptions);
        if (sendExchange !== '') await channel.bindQueue(queue, sendExchange, queue);
      });
      sendable.add(queue);
    },
    async declareForReceiving(queue) {
      if (declare) await onOwnChannel((channel) => channel.assertQueue(queue, queueOptions));
    },
    forget: (queue) => void sendable.delete(queue),
    async countConsumers(queue) {
      let count = 0;
      const look = async (channel: Channel): Promise<void> => {
        count = (await channel.checkQueue(queue)).consumerCount;
      };
      // It may be forbidden to look, or the session has ended; that is told by others.
      await onOwnChannel(look).catch(() => undefined);
      return count;
    },
    async prepareExchange() {
      if (sendExchange === '') return;
      await onOwnChannel((channel) =>
        declare
          ? channel.assertExchange(sendExchange, 'direct', { durable: true })
          : channel.checkExchange(sendExchange),
      );
    },
  };
}

type Channel = Awaited<ReturnType<ChannelModel['createChannel']>>;

/** A refused declaration closes its channel, so it never shares one with messages. */
async function workOnChannel(model: ChannelModel, work: (channel: Channel) => Promise<unknown>): Promise<void> {
  try {
    const channel = await model.createChannel();
    // The call that failed rejects too and carries the code; the event says it a second time.
    channel.on('error', () => undefined);
    await work(channel);
    await closeChannel(channel);
  } catch (reason) {
    throw rabbitmqFault(reason, 'transport.closed');
  }
}

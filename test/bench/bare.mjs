// The raw limit: amqplib's own loops, with swic's window and the very bytes that swic exchanges.
import { sealedDeclaration, sendResult } from './samples.mjs';

/** Messages in flight, of the bare loops and of swic. */
export const WINDOW = 256;

/** The broker's word for each message. `meter` is started when all is warm. */
export async function bareSending(channel, { warmUp, documents }, meter) {
  const queue = `bare.send.${process.pid}`;
  await channel.assertQueue(queue, { durable: true });
  const bodies = Array.from({ length: documents }, (_, number) => sealedDeclaration(number));
  await publishAll(channel, queue, bodies.slice(0, warmUp));
  const read = meter();
  await publishAll(channel, queue, bodies);
  const result = read();
  await channel.deleteQueue(queue);
  return result;
}

async function publishAll(channel, queue, bodies) {
  let inFlight = 0;
  let next = 0;
  await new Promise((resolve, reject) => {
    const pump = () => {
      while (inFlight < WINDOW && next < bodies.length) {
        inFlight += 1;
        const number = next++;
        channel.publish(
          '',
          queue,
          bodies[number],
          { persistent: true, mandatory: true, messageId: `bare-${number}` },
          (reason) => {
            if (reason) return reject(reason);
            inFlight -= 1;
            if (inFlight === 0 && next === bodies.length) resolve();
            else pump();
          },
        );
      }
    };
    pump();
  });
}

/** Every message taken and acknowledged. */
export async function bareReceiving(connection, confirm, { warmUp, documents }, meter) {
  const queue = `bare.receive.${process.pid}`;
  await confirm.assertQueue(queue, { durable: true });
  const channel = await connection.createChannel();
  await channel.prefetch(WINDOW);
  await fill(confirm, queue, warmUp);
  await consumeAll(channel, queue, warmUp);
  await fill(confirm, queue, documents);
  const read = meter();
  await consumeAll(channel, queue, documents);
  const result = read();
  await channel.close();
  await confirm.deleteQueue(queue);
  return result;
}

async function consumeAll(channel, queue, wanted) {
  let count = 0;
  const consumerTag = `bare-${wanted}`;
  await new Promise((resolve, reject) => {
    channel
      .consume(
        queue,
        (message) => {
          count += 1;
          // The last of half a prefetch acknowledges all before it: the fastest way that still never stalls.
          if (count % (WINDOW / 2) === 0 || count === wanted) channel.ack(message, true);
          if (count === wanted) resolve();
        },
        { consumerTag },
      )
      .catch(reject);
  });
  await channel.cancel(consumerTag);
}

/** The send results to the documents that the benchmark sends. */
export async function fill(channel, queue, count) {
  for (let number = 0; number < count; number += 1)
    channel.sendToQueue(queue, sendResult(number), { persistent: true, messageId: `result-${number}` });
  await channel.waitForConfirms();
}

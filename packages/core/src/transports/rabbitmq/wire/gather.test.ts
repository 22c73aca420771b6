import { Writable } from 'node:stream';
import type { ChannelModel } from 'amqplib';
import { expect, test } from 'vitest';
import { createGatherer } from './gather.js';

/** A socket that remembers what each system call would have carried, behind what amqplib calls a connection. */
function openSocket(): { readonly model: ChannelModel; readonly socket: Writable; readonly calls: string[][] } {
  const calls: string[][] = [];
  const socket = new Writable({
    decodeStrings: false,
    write: (chunk: string, _encoding, done) => {
      calls.push([chunk]);
      done();
    },
    writev: (chunks, done) => {
      calls.push(chunks.map(({ chunk }) => String(chunk)));
      done();
    },
  });
  return { model: { connection: { stream: socket } } as unknown as ChannelModel, socket, calls };
}

/** As amqplib does: a frame that was written to a channel reaches the socket in an immediate. */
function publish(gather: () => void, socket: Writable, frame: string): void {
  gather();
  setImmediate(() => socket.write(frame));
}

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

test('what is published in one turn of the event loop leaves together, and the next turn begins anew', async () => {
  const { model, socket, calls } = openSocket();
  const gather = createGatherer(model);
  for (const frame of ['a', 'b', 'c']) publish(gather, socket, frame);
  await turns(4);
  publish(gather, socket, 'd');
  await turns(4);
  expect(calls).toEqual([['a', 'b', 'c'], ['d']]);
});

test('without a publish nothing is held back: a heartbeat leaves at once', async () => {
  const { model, socket, calls } = openSocket();
  createGatherer(model);
  socket.write('heartbeat');
  expect(calls).toEqual([['heartbeat']]);
});

test('where amqplib keeps its socket elsewhere, frames leave alone and nothing breaks', async () => {
  const { socket, calls } = openSocket();
  const gather = createGatherer({} as ChannelModel);
  for (const frame of ['a', 'b']) publish(gather, socket, frame);
  await turns(2);
  expect(calls).toEqual([['a'], ['b']]);
});

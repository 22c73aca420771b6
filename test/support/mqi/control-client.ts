/** IBM MQ simulator: the tests' own connection to the simulated queue manager; one order, one answer, JSON both ways. */

import { once } from 'node:events';
import net from 'node:net';

const HEADER_LENGTH = 24;
const CONTROL = 1000;

/**
 * Sends one order on a connection of its own.
 *
 * @throws Error when the queue manager is not there or refuses the order.
 */
export async function sendOrder(port: number, order: Readonly<Record<string, unknown>>): Promise<unknown> {
  const socket = net.connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    const payload = Buffer.from(JSON.stringify(order));
    const header = Buffer.alloc(HEADER_LENGTH);
    header.writeUInt32LE(payload.length, 0);
    header.writeUInt32LE(CONTROL, 4);
    socket.write(Buffer.concat([header, payload]));
    return parseAnswer(await readAnswer(socket));
  } finally {
    socket.destroy();
  }
}

async function readAnswer(socket: net.Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let held = 0;
  for await (const chunk of socket) {
    chunks.push(chunk as Buffer);
    held += (chunk as Buffer).length;
    if (held < HEADER_LENGTH) continue;
    const all = Buffer.concat(chunks);
    if (all.length >= HEADER_LENGTH + all.readUInt32LE(0)) return all;
  }
  throw new Error('the simulated queue manager went away');
}

function parseAnswer(frame: Buffer): unknown {
  const text = frame.toString('utf8', HEADER_LENGTH);
  if (frame.readInt32LE(4) !== 0) throw new Error(text);
  return JSON.parse(text) as unknown;
}

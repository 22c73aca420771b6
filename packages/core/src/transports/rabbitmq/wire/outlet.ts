import assert from 'node:assert/strict';
import type { Writable } from 'node:stream';
import type { ConfirmChannel } from 'amqplib';

/** Where frames of our own go into a channel of amqplib's: behind what it has written, and in front of what it will write. */
export interface Outlet {
  readonly channel: number;
  readonly frameBytesMax: number;
  readonly isClosed: boolean;
  /** False = the socket does not take more for now; the channel tells by `drain` when it does. */
  write(frames: Buffer): boolean;
}

/** The part of amqplib's channel that this file holds on to; outlet.test.ts fits it to the pinned version. */
interface Inside {
  readonly ch: number;
  readonly connection: Connection;
}

interface Connection {
  readonly frameMax: number;
  readonly channels: readonly ({ readonly buffer: Writable } | null | undefined)[];
  /** Read by its heartbeat: what was sent needs no beat. */
  sentSinceLastCheck: boolean;
}

export function outletOf(channel: ConfirmChannel): Outlet {
  const { ch, connection } = insideOf(channel);
  return {
    channel: ch,
    frameBytesMax: connection.frameMax,
    get isClosed() {
      return !connection.channels[ch];
    },
    write: (frames) => {
      const buffer = connection.channels[ch]?.buffer;
      assert(buffer !== undefined, 'the channel is open');
      connection.sentSinceLastCheck = true;
      return buffer.write(frames);
    },
  };
}

function insideOf(channel: ConfirmChannel): Inside {
  const inside = channel as unknown as Partial<Inside>;
  const { ch, connection } = inside;
  assert(typeof ch === 'number' && connection !== undefined, 'the channel of the pinned amqplib');
  assert(
    typeof connection.frameMax === 'number' && Array.isArray(connection.channels),
    'the connection of the pinned amqplib',
  );
  return { ch, connection };
}

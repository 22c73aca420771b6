import type { EventEmitter } from 'node:events';
import type { ChannelModel } from 'amqplib';

/** The part of amqplib's connection that this file holds on to; test/fault/receipts-in-hand.test.ts fits it to the pinned version. */
interface FrameReader {
  readonly stream: EventEmitter;
  recvFrame(): unknown;
}

/** Whether what has arrived on a connection is read. What is not read fills the socket, and then the broker waits. */
export interface ReadingHold {
  hold(): void;
  release(): void;
  /** Reads so many frames while it is held, so that neither side takes the other for dead. */
  sip(frames: number): void;
}

/** RabbitMQ counts what it sends ahead in messages and never in bytes, so the only bound in bytes is not to read. */
export function createReadingHold(model: ChannelModel): ReadingHold {
  const reader = readerOf(model);
  // Where amqplib has changed under us everything is read at once, as before.
  if (reader === null) return { hold: () => undefined, release: () => undefined, sip: () => undefined };
  let isHeld = false;
  let sips = 0;
  const readNext = reader.recvFrame.bind(reader);
  reader.recvFrame = () => {
    if (!isHeld) return readNext();
    if (sips === 0) return false;
    const frame = readNext();
    if (frame !== false) sips -= 1;
    return frame;
  };
  // amqplib reads until there is nothing more when it hears of something readable; not within the frame that it reads just now.
  const goOn = (): void => void setImmediate(() => reader.stream.emit('readable'));
  return {
    hold: () => {
      isHeld = true;
      sips = 0;
    },
    release: () => {
      if (!isHeld) return;
      isHeld = false;
      goOn();
    },
    sip: (frames) => {
      sips = frames;
      if (isHeld) goOn();
    },
  };
}

function readerOf(model: ChannelModel): FrameReader | null {
  const { connection } = model as unknown as { readonly connection?: Partial<FrameReader> };
  if (typeof connection?.recvFrame !== 'function' || typeof connection.stream?.emit !== 'function') return null;
  return connection as FrameReader;
}

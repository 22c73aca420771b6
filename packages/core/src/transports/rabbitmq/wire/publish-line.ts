import type { Message } from '../../../domain/message.js';
import type { Outlet } from './outlet.js';
import { type Address, addressOf, framesOf, type Publishing, toPublishing } from './publish-frames.js';

/** Frames that leave in one write at the most, but for a message that is larger by itself. */
const WRITE_BYTES_MAX = 256 * 1_024;

/**
 * The messages of one channel on their way to the socket: what is added until a flush is framed into one buffer and written once.
 * amqplib would frame each of them by itself, in some five buffers, of which two are written (decision 0080).
 */
export class PublishLine {
  readonly #outlet: Outlet;
  readonly #exchange: string;
  readonly #gather: () => void;
  #isCongested = false;
  #queue: string | null = null;
  #address: Address | null = null;
  #added: Publishing[] = [];
  #bytes = 0;

  /** `gather` is called before what is written: all writes of one turn leave together. */
  constructor(outlet: Outlet, exchange: string, gather: () => void) {
    this.#outlet = outlet;
    this.#exchange = exchange;
    this.#gather = gather;
  }

  get isClosed(): boolean {
    return this.#outlet.isClosed;
  }

  /** The socket does not take more for now. */
  get isCongested(): boolean {
    return this.#isCongested;
  }

  onDrain(): void {
    this.#isCongested = false;
  }

  /** False = a name in it is too long for the protocol; nothing of it leaves. */
  add(queue: string, message: Message, publishTag: number | null): boolean {
    const address = this.#addressOf(queue);
    const publishing = toPublishing(address, message, publishTag);
    if (publishing === null) return false;
    this.#added.push(publishing);
    this.#bytes += publishing.bytes;
    if (this.#bytes >= WRITE_BYTES_MAX) this.flush();
    return true;
  }

  flush(): void {
    const added = this.#added;
    if (added.length === 0 || this.#address === null) return;
    this.#added = [];
    this.#bytes = 0;
    this.#gather();
    this.#isCongested = !this.#outlet.write(framesOf(this.#address, added));
  }

  #addressOf(queue: string): Address {
    if (this.#address !== null && this.#queue === queue) return this.#address;
    this.flush();
    const { channel, frameBytesMax } = this.#outlet;
    this.#queue = queue;
    this.#address = addressOf(channel, frameBytesMax, { exchange: this.#exchange, routingKey: queue });
    return this.#address;
  }
}

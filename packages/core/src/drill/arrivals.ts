import { ATTEMPT_HEADER, type Message } from '../domain/message.js';
import type { Delivery, Session } from '../ports/transport.js';

/** A message that reached the platform. */
export interface Arrival {
  readonly messageId: string;
  /** As its mark says, where it is marked as a second sending; null = it carries no mark. */
  readonly attempt: string | null;
}

/** What reached the platform, in order; a redelivery of the broker's own is not counted again. */
export class Arrivals {
  readonly #all: Arrival[] = [];
  readonly #known = new Set<string>();
  readonly #onArrival: (message: Message) => void;

  /** `onArrival` hears of each message once, before the platform does. */
  constructor(onArrival: (message: Message) => void) {
    this.#onArrival = onArrival;
  }

  get all(): readonly Arrival[] {
    return this.#all;
  }

  /** The same session; what it receives is noted. */
  over(session: Session): Session {
    return {
      ended: session.ended,
      onBlocked: (listener) => session.onBlocked(listener),
      onShared: (listener) => session.onShared(listener),
      send: (queue, messages, signal) => session.send(queue, messages, signal),
      receive: (queue, options, signal) => this.#noted(session.receive(queue, options, signal)),
      [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
    };
  }

  async *#noted(deliveries: AsyncIterable<Delivery>): AsyncIterable<Delivery> {
    for await (const delivery of deliveries) {
      this.#note(delivery);
      yield delivery;
    }
  }

  #note({ message, isRedelivered }: Delivery): void {
    const attempt = message.headers[ATTEMPT_HEADER] ?? null;
    const mark = `${message.id}\n${attempt ?? ''}`;
    // A broker that went away may have handed out what never got here: that is a redelivery, and the first we see of it.
    if (isRedelivered && this.#known.has(mark)) return;
    this.#known.add(mark);
    this.#all.push({ messageId: message.id, attempt });
    this.#onArrival(message);
  }
}

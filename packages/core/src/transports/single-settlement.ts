import { AssertionError } from 'node:assert/strict';
import type { Message } from '../domain/message.js';
import type { Delivery } from '../ports/transport.js';

/** What an adapter knows of a delivery and how it settles it there. */
export interface DeliveryParts {
  readonly message: Message;
  readonly isRedelivered: boolean;
  readonly deliveryCount: number | null;
  readonly accept: () => Promise<boolean>;
  readonly release: () => Promise<void>;
  readonly refuse: () => Promise<void>;
}

const NOTHING = new Uint8Array(0);

/** A delivery that is settled once: the second word about it is a defect of the caller and asserts. */
export class SingleSettlement implements Delivery {
  readonly isRedelivered: boolean;
  readonly deliveryCount: number | null;
  readonly #parts: Omit<DeliveryParts, 'message'>;
  #message: Message;
  #settledAs: string | null = null;

  constructor({ message, ...parts }: DeliveryParts) {
    this.#message = message;
    this.isRedelivered = parts.isRedelivered;
    this.deliveryCount = parts.deliveryCount;
    this.#parts = parts;
  }

  get message(): Message {
    return this.#message;
  }

  accept(): Promise<boolean> {
    return this.#once('accept', this.#parts.accept);
  }

  release(): Promise<void> {
    return this.#once('release', this.#parts.release);
  }

  refuse(): Promise<void> {
    return this.#once('refuse', this.#parts.refuse);
  }

  /** The assertion arrives as a rejection, as every failure of a settlement does. */
  #once<T>(word: string, act: () => Promise<T>): Promise<T> {
    if (this.#settledAs !== null) {
      const message = `a delivery was settled twice: ${this.#settledAs}, then ${word}`;
      return Promise.reject(new AssertionError({ message }));
    }
    this.#settledAs = word;
    // The delivery is kept until the broker has seen the word, which may be after a hundred others: not with the bytes of all of them.
    this.#message = { ...this.#message, body: NOTHING };
    return act();
  }
}

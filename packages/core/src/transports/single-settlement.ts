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

/** A delivery that is settled once: the second word about it is a defect of the caller and asserts. */
export class SingleSettlement implements Delivery {
  readonly message: Message;
  readonly isRedelivered: boolean;
  readonly deliveryCount: number | null;
  readonly #parts: DeliveryParts;
  #settledAs: string | null = null;

  constructor(parts: DeliveryParts) {
    this.message = parts.message;
    this.isRedelivered = parts.isRedelivered;
    this.deliveryCount = parts.deliveryCount;
    this.#parts = parts;
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
    return act();
  }
}

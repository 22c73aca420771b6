import assert from 'node:assert/strict';
import type { Message } from '../domain/message.js';
import type { Delivery } from '../ports/transport.js';

/** What an adapter knows of a delivery and how it settles it there. */
export interface DeliveryParts {
  readonly message: Message;
  readonly isRedelivered: boolean;
  readonly deliveryCount: number | null;
  accept(): Promise<void>;
  release(): Promise<void>;
  refuse(): Promise<void>;
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

  // `async` turns the assertion into a rejection, so that every failure of a settlement arrives the same way.
  async accept(): Promise<void> {
    this.#settle('accept');
    return this.#parts.accept();
  }

  async release(): Promise<void> {
    this.#settle('release');
    return this.#parts.release();
  }

  async refuse(): Promise<void> {
    this.#settle('refuse');
    return this.#parts.refuse();
  }

  #settle(word: string): void {
    assert(this.#settledAs === null, `a delivery was settled twice: ${this.#settledAs}, then ${word}`);
    this.#settledAs = word;
  }
}

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Fault } from '@swic/core/contract';
import { type AttemptOutcome, heldFault, type PinBudget, type WrongPin } from '../pin/pin-budget.js';

/** Tries one PIN on the present card and tells what came of it. */
export type TryPin = (pin: Uint8Array) => Promise<AttemptOutcome>;

export interface PinKeeperOptions {
  /** Gives the PIN whenever it is needed; it is not kept between uses. */
  readonly supply: () => Promise<string>;
  readonly budget: PinBudget;
}

/**
 * Knows which PIN was right for which card in this process, so that only an unproven one costs an attempt.
 * It remembers a keyed hash with a key of this process, never the PIN.
 */
export class PinKeeper {
  readonly #options: PinKeeperOptions;
  readonly #key = randomBytes(32);
  #proven: Buffer | null = null;

  constructor(options: PinKeeperOptions) {
    this.#options = options;
  }

  /** The PIN, proven right for this card. Rejects with `signer.held`, `signer.pin-wrong`, `signer.configuration`. */
  async get(cardId: string | null, tryPin: TryPin): Promise<Uint8Array> {
    const state = await this.#options.budget.state();
    if (state.kind === 'held') throw heldFault(state);
    const pin = await this.#supplied();
    const mark = this.#markOf(pin, cardId);
    if (this.#proven === null || !timingSafeEqual(this.#proven, mark)) {
      this.#proven = null;
      await this.#options.budget.spend(() => tryPin(pin));
      this.#proven = mark;
    }
    return pin;
  }

  /** A PIN that had been right was refused: nothing more is tried. */
  async refused(outcome: WrongPin): Promise<Fault> {
    this.#proven = null;
    return this.#options.budget.hold(outcome);
  }

  /** The operator's word: the next use may try once more. */
  async release(): Promise<void> {
    this.#proven = null;
    await this.#options.budget.release();
  }

  /** null = an attempt may be made. */
  async heldFault(): Promise<Fault | null> {
    const state = await this.#options.budget.state();
    return state.kind === 'held' ? heldFault(state) : null;
  }

  async #supplied(): Promise<Uint8Array> {
    let text: string;
    try {
      text = await this.#options.supply();
    } catch (reason) {
      // A supplier's error text could name more than it should, so only its kind goes on.
      throw reason instanceof Fault ? reason : new Fault('signer.configuration', { problem: 'pin-supply' });
    }
    if (text === '') throw new Fault('signer.configuration', { problem: 'pin-empty' });
    return Buffer.from(text, 'utf8');
  }

  #markOf(pin: Uint8Array, cardId: string | null): Buffer {
    return createHmac('sha256', this.#key)
      .update(pin)
      .update('\0')
      .update(cardId ?? '')
      .digest();
  }
}

import { Fault } from '@swic/core/contract';
import type { Clock } from '@swic/core/ports';
import { type Deferred, deferred } from '../runtime/deferred.js';

export interface AvailabilityOptions {
  readonly pollMs: number;
  /** false or a `signer.*` fault = not yet. */
  isAvailable(signal: AbortSignal): Promise<boolean>;
}

/** Waits until a signer may be used again: by looking at once, then every poll, and whenever the bell rings. */
export class Availability {
  readonly #options: AvailabilityOptions;
  readonly #clock: Clock;
  #bell: Deferred<void> = deferred();

  constructor(options: AvailabilityOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
  }

  /** Something changed that is worth a look now. */
  ring(): void {
    this.#bell.resolve();
    this.#bell = deferred();
  }

  /** Rejects with `operation.aborted` only. */
  async wait(signal: AbortSignal): Promise<void> {
    for (;;) {
      const bell = this.#bell.promise;
      if (await this.#look(signal)) return;
      await this.#sleepOrBell(bell, signal);
    }
  }

  async #look(signal: AbortSignal): Promise<boolean> {
    try {
      return await this.#options.isAvailable(signal);
    } catch (reason) {
      const fault = Fault.from(reason, 'signer.broken');
      if (fault.code === 'operation.aborted') throw fault;
      // Any other fault is the answer "not yet"; who signs next learns which it is.
      return false;
    }
  }

  async #sleepOrBell(bell: Promise<void>, signal: AbortSignal): Promise<void> {
    const rung = new AbortController();
    const sleeping = this.#clock.sleep(this.#options.pollMs, AbortSignal.any([signal, rung.signal]));
    // When the bell wins, the sleep's rejection has no listener.
    sleeping.catch(() => undefined);
    try {
      await Promise.race([sleeping, bell]);
    } finally {
      rung.abort();
    }
  }
}

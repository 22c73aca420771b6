import { Fault } from '../../contract/fault.js';
import { depositKept } from './kept.js';
import type { InBoxTroubles, ReceiveDesk, Receiving } from './receiver.js';

/** How often an InBox that could not be written is tried again: one receipt, and all the others once that succeeds. */
const PROBE_MS = 1_000;

/**
 * InBoxes that cannot be written now, each for itself: the receipts of the other businesses go on. Its own are durable in the ledger
 * already, so they are accepted and wait there; they are deposited as soon as the InBox is back.
 */
export class InBoxKeeper implements InBoxTroubles {
  readonly #receiving: Receiving;
  /** What opens the gate of each again. */
  readonly #held = new Map<ReceiveDesk, () => void>();

  constructor(receiving: Receiving) {
    this.#receiving = receiving;
  }

  has(desk: ReceiveDesk): boolean {
    return this.#held.has(desk);
  }

  add(desk: ReceiveDesk, fault: Fault): void {
    if (!this.#held.has(desk)) this.#held.set(desk, desk.gate.hold(fault));
  }

  /** Rejects with faults of fate `halt` only. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#receiving.journal.clock.sleep(PROBE_MS, signal).catch(() => undefined);
      for (const [desk, release] of [...this.#held]) if (!signal.aborted) await this.#probe(desk, release);
    }
  }

  /** Taken out first, so that the next receipt may try as well; a failure puts it back, and the gate stays closed until then. */
  async #probe(desk: ReceiveDesk, release: () => void): Promise<void> {
    this.#held.delete(desk);
    try {
      await depositKept(this.#receiving, { business: desk.business, hasMachineRestarted: false });
    } catch (reason) {
      const fault = Fault.from(reason, 'internal.unexpected');
      if (fault.fate === 'halt') throw fault;
      this.add(desk, fault);
    } finally {
      release();
    }
  }
}

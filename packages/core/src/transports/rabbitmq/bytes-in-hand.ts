import { Fault } from '../../contract/fault.js';
import type { Clock } from '../../ports/clock.js';
import type { ReadingHold } from './wire/reading-hold.js';

/** Of all messages that were received and are not settled; each exists a few times while it is opened, kept and deposited. */
export const IN_HAND_BYTES_MAX = 16 * 1024 * 1024;
const LOOK_MS = 1_000;
/** Half a megabyte: a broker that cannot send for some 15 seconds gives the connection up, and so does amqplib after two heartbeats. */
const FRAMES_PER_SIP = 4;
/** Without a single settlement for so long, the flow is held by something that lasts; what is in hand goes back to the broker. */
const STUCK_MS = 60_000;

/** What one channel has in hand, by its delivery tags. */
export interface Hand {
  take(tag: number, bytes: number): void;
  give(tag: number): void;
  /** The last answers of the broker come behind what it has sent ahead: until the hand is closed all of that is read. */
  lift(): void;
  /** The channel is closed: nothing of it is in hand. */
  close(): void;
}

/**
 * Stops reading from the connection while the messages in hand are too large together; one alone may be as large as it is. One for a
 * connection, since reading is held for all of its channels.
 */
export class BytesInHand {
  readonly #reading: ReadingHold;
  readonly #lifted = new Set<Hand>();
  #bytes = 0;
  #settled = 0;

  constructor(reading: ReadingHold) {
    this.#reading = reading;
  }

  open(): Hand {
    const sizes = new Map<number, number>();
    const hand: Hand = {
      take: (tag, bytes) => {
        sizes.set(tag, bytes);
        this.#bytes += bytes;
        this.#hold();
      },
      give: (tag) => {
        this.#bytes -= sizes.get(tag) ?? 0;
        sizes.delete(tag);
        this.#settled += 1;
        if (!this.#isFull) this.#reading.release();
      },
      lift: () => {
        this.#lifted.add(hand);
        this.#reading.release();
      },
      close: () => {
        for (const bytes of sizes.values()) this.#bytes -= bytes;
        sizes.clear();
        this.#lifted.delete(hand);
        this.#hold();
      },
    };
    return hand;
  }

  /** Rejects with `transport.closed` when nothing is settled for long; runs until the signal aborts. */
  async watch(clock: Clock, signal: AbortSignal): Promise<void> {
    let settled = this.#settled;
    let sinceMs = clock.tickMs();
    while (!signal.aborted) {
      await clock.sleep(LOOK_MS, signal);
      if (!this.#isFull || settled !== this.#settled) {
        settled = this.#settled;
        sinceMs = clock.tickMs();
      }
      if (clock.tickMs() - sinceMs > STUCK_MS) throw new Fault('transport.closed', { inHandBytes: this.#bytes });
      if (this.#isFull) this.#reading.sip(FRAMES_PER_SIP);
    }
  }

  #hold(): void {
    if (this.#isFull) this.#reading.hold();
    else this.#reading.release();
  }

  get #isFull(): boolean {
    return this.#lifted.size === 0 && this.#bytes >= IN_HAND_BYTES_MAX;
  }
}

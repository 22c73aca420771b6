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

/** Stops reading from the connection while the messages in hand are too large together; one alone may be as large as it is. */
export class BytesInHand {
  readonly #reading: ReadingHold;
  readonly #sizes = new Map<number, number>();
  #bytes = 0;
  #settled = 0;
  #isUnbounded = false;

  constructor(reading: ReadingHold) {
    this.#reading = reading;
  }

  take(tag: number, bytes: number): void {
    this.#sizes.set(tag, bytes);
    this.#bytes += bytes;
    if (this.#isFull) this.#reading.hold();
  }

  give(tag: number): void {
    this.#bytes -= this.#sizes.get(tag) ?? 0;
    this.#sizes.delete(tag);
    this.#settled += 1;
    if (!this.#isFull) this.#reading.release();
  }

  /** The last answers of the broker come behind what it has sent ahead: from now on all of that is read. */
  lift(): void {
    this.#isUnbounded = true;
    this.#reading.release();
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

  get #isFull(): boolean {
    return !this.#isUnbounded && this.#bytes >= IN_HAND_BYTES_MAX;
  }
}

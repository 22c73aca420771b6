import type { StampedEvent } from '../../contract/events.js';
import { Fault } from '../../contract/fault.js';
import type { MaintenanceWindow } from '../../contract/maintenance.js';
import type { Clock } from '../../ports/clock.js';

export interface Drained {
  readonly isComplete: boolean;
  readonly waitingFiles: number;
  /** OutBoxes that could not be looked at: what waits in them is not known. */
  readonly unlooked: number;
  readonly openDocuments: number;
  /** Documents that were sent in this run and have no answer yet. */
  readonly receiptsDue: number;
}

/** What is still waited for, without any progress since `stillMs`; after `leftMs` more it is given up. */
export type TellStill = (state: Drained, stillMs: number, leftMs: number) => void;

interface BusinessDrain {
  waiting: number;
  hasLooked: boolean;
}

/** Receipts often come one after the other: when all is done, this long a silence is waited for. */
const LINGER_MS = 500;
/** What does not go on is told after so long, and then after twice that, and so on, so that a log has few lines of it. */
const STILL_MS = 5_000;
/** How often the state is asked; events carry it, so asking is cheap. */
const ASK_MS = 50;

/**
 * Knows when there is nothing left to do: made for `--once`. It listens from the start of a run, so that it knows which
 * documents were sent in it and which send results are still due.
 */
export class DrainWatch {
  readonly #businesses = new Map<string, BusinessDrain>();
  readonly #inFlight = new Set<string>();
  /** Claimed in this run and not at their end, with their business. */
  readonly #claims = new Map<string, string>();
  readonly #held = new Set<string>();
  readonly #due = new Set<string>();
  readonly #answered = new Set<string>();
  readonly #answeredByReceipts: ReadonlySet<string>;
  readonly #clock: Clock;
  /** Open maintenance in which nothing is sent. */
  #maintenance: readonly MaintenanceWindow[] = [];
  #lastReceiptMs = 0;

  /** `answeredByReceipts`: businesses without send results, where the first receipt is the answer. */
  constructor(businesses: readonly string[], answeredByReceipts: ReadonlySet<string>, clock: Clock) {
    this.#answeredByReceipts = answeredByReceipts;
    for (const business of businesses) this.#businesses.set(business, { waiting: 0, hasLooked: false });
    this.#clock = clock;
  }

  /** A reader of the bus. */
  see({ event }: StampedEvent): void {
    if (event.type === 'outbox.looked') {
      const { business, waiting, settled, inFlight } = event;
      // Those handed out that are claimed by now are counted as documents.
      const unclaimed = Math.max(0, inFlight - this.#claimedOf(business));
      this.#businesses.set(business, { waiting: waiting + settled + unclaimed, hasLooked: true });
    } else if (event.type === 'maintenance.began' || event.type === 'maintenance.ended') {
      const others = this.#maintenance.filter(({ name, fromMs }) => !isSame(event.window, { name, fromMs }));
      const isOpen = event.type === 'maintenance.began' && event.window.stopsSending;
      this.#maintenance = isOpen ? [...others, event.window] : others;
    } else if (event.type === 'document.claimed') this.#claimed(event.document, event.business);
    else if (event.type === 'document.unknown') this.#unknown(event.document, event.policy);
    else if (event.type === 'document.filed') this.#filed(event.document);
    else if (event.type === 'document.rejected') this.#ended(event.document);
    else if (event.type === 'document.withdrawn') this.#withdrawn(event.document, event.business);
    else if (event.type === 'receipt.deposited' || event.type === 'receipt.waiting') {
      this.#lastReceiptMs = this.#clock.tickMs();
      const isAnswer = event.kind !== 'business-receipt' || this.#answeredByReceipts.has(event.business);
      if (event.document !== null && isAnswer) this.#receive(event.document);
    }
  }

  /** It is no longer in OutBox, also while the flow is held and looks there no more. */
  #claimed(document: string, business: string): void {
    this.#inFlight.add(document);
    this.#claims.set(document, business);
    const drain = this.#businesses.get(business);
    if (drain !== undefined && drain.waiting > 0) drain.waiting -= 1;
  }

  #claimedOf(business: string): number {
    return [...this.#claims.values()].filter((one) => one === business).length;
  }

  /** With `hold` nothing more happens by itself: it is not waited for, and counted as left over. */
  #unknown(document: string, policy: 'resend' | 'hold'): void {
    this.#ended(document);
    (policy === 'resend' ? this.#inFlight : this.#held).add(document);
  }

  #filed(document: string): void {
    this.#ended(document);
    // After a crash the answer may come before the document it settles is filed.
    if (!this.#answered.delete(document)) this.#due.add(document);
  }

  /** Its file is in OutBox again, also before the next look. */
  #withdrawn(document: string, business: string): void {
    const wasClaimed = this.#claims.has(document);
    this.#ended(document);
    const drain = this.#businesses.get(business);
    if (wasClaimed && drain !== undefined) drain.waiting += 1;
  }

  #ended(document: string): void {
    this.#claims.delete(document);
    this.#inFlight.delete(document);
    this.#held.delete(document);
  }

  #receive(document: string): void {
    if (!this.#due.delete(document) && this.#inFlight.has(document)) this.#answered.add(document);
  }

  state(): Drained {
    let waitingFiles = 0;
    let unlooked = 0;
    let isComplete = this.#inFlight.size === 0 && this.#due.size === 0;
    for (const { waiting, hasLooked } of this.#businesses.values()) {
      waitingFiles += waiting;
      if (!hasLooked) unlooked += 1;
      if (!hasLooked || waiting > 0) isComplete = false;
    }
    return {
      isComplete,
      waitingFiles,
      unlooked,
      openDocuments: this.#inFlight.size + this.#held.size,
      receiptsDue: this.#due.size,
    };
  }

  /** All that is left waits for the end of a maintenance, and that is further away than one waits without progress. */
  #isLeftToMaintenance(state: Drained, limitMs: number): boolean {
    const endMs = Math.max(0, ...this.#maintenance.map(({ toMs }) => toMs));
    const isOver = state.unlooked === 0 && this.#inFlight.size === 0 && state.receiptsDue === 0;
    return isOver && state.waitingFiles > 0 && endMs > this.#clock.nowMs() + limitMs;
  }

  /** Resolves when all is done, when a maintenance keeps the rest, or after `limitMs` without any progress. */
  async wait(limitMs: number, tell: TellStill, signal: AbortSignal): Promise<Drained> {
    let lastText = '';
    let sinceMs = this.#clock.tickMs();
    let tellMs = STILL_MS;
    for (;;) {
      const state = this.state();
      const isQuiet = this.#clock.tickMs() - this.#lastReceiptMs > LINGER_MS;
      const isAtEnd = state.isComplete || this.#isLeftToMaintenance(state, limitMs);
      if ((isAtEnd && isQuiet) || signal.aborted) return state;
      const text = JSON.stringify(state);
      if (text !== lastText) {
        lastText = text;
        sinceMs = this.#clock.tickMs();
        tellMs = STILL_MS;
      }
      const stillMs = this.#clock.tickMs() - sinceMs;
      if (stillMs > limitMs) return state;
      if (stillMs >= tellMs && !isAtEnd) {
        tell(state, stillMs, limitMs - stillMs);
        tellMs *= 2;
      }
      await this.#clock.sleep(ASK_MS, signal).catch((reason: unknown) => {
        if (Fault.from(reason, 'internal.unexpected').code !== 'operation.aborted') throw reason;
      });
    }
  }
}

function isSame(window: MaintenanceWindow, { name, fromMs }: Pick<MaintenanceWindow, 'name' | 'fromMs'>): boolean {
  return window.name === name && window.fromMs === fromMs;
}

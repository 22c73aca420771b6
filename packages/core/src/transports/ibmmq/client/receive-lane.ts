import type { Clock } from '../../../ports/clock.js';
import { Bell } from '../../../runtime/bell.js';
import type { ConnectionOrder, Report, Settlement } from '../wire/protocol.js';
import { connect, findBackoutQueue, openQueue } from './connection.js';
import { failureOf } from './failure.js';
import type { Mqi } from './mqi.js';
import { Unit } from './unit.js';

/**
 * A lane has several connections, each of them a unit of work. Up to this prefetch every message has a unit of its own and is
 * settled by itself. MQ packs ten connections into one socket by default (SHARECNV).
 */
const SINGLES_MAX = 32;
/**
 * With a larger prefetch, messages share this many units: a caller that asks for so much settles in groups, and a commit for each
 * message would be the slowest part of it. Units are opened only when there is work for them.
 */
const SHARED_UNITS = 8;
/** A wait in MQGET blocks this process, and with it the stop order and the sign of life: so it is short. */
const SLICE_MS = 250;
/** How often the queue is looked at while settlements are awaited, which a waiting MQGET would delay. */
const POLL_MS = 20;
const ALIVE_MS = 1_000;
const NEVER = new AbortController().signal;
/** Bodies that one unit hands out at a time, so that large messages do not pile up in memory. */
const UNIT_BYTES_MAX = 8 * 1024 * 1024;

interface Parts {
  readonly mqi: Mqi;
  readonly clock: Clock;
  readonly order: ConnectionOrder;
  readonly report: (report: Report) => void;
}

/**
 * Receives from one queue with several units of work, so that one unsettled message does not hold up the next. Units connect
 * when they are first needed: a quiet queue costs one connection.
 *
 *     receiving ──stop──▶ stopped (settles on) ──close──▶ closed
 */
export class ReceiveLane {
  readonly #parts: Parts;
  readonly #queue: string;
  readonly #shares: readonly number[];
  readonly #units: Unit[] = [];
  #backoutQueue: string | null = null;
  #nextTag = 1;
  #isStopped = false;
  #isClosed = false;
  readonly #bell = new Bell();
  #saidAliveMs = 0;

  constructor(parts: Parts, queue: string, prefetch: number) {
    this.#parts = parts;
    this.#queue = queue;
    this.#shares = sharesOf(prefetch);
  }

  /** Connects the first unit; throws what the package throws. */
  open(): void {
    this.#openUnit();
  }

  settle(settlements: readonly Settlement[]): void {
    // The first unit that knows the tag takes the word.
    for (const { tag, word } of settlements) this.#units.some((unit) => unit.note(tag, word));
    this.#bell.ring();
  }

  stop(): void {
    this.#isStopped = true;
    this.#bell.ring();
  }

  /** Throws when the queue manager does not take the last word; what it did not take is delivered again. */
  close(): void {
    this.#isClosed = true;
    this.#bell.ring();
    for (const unit of this.#units) unit.close();
  }

  /** Goes round until it is closed or the connection is lost. */
  async run(): Promise<void> {
    const { report } = this.#parts;
    try {
      while (!this.#isClosed) {
        this.#settleUnits();
        this.#sayAlive();
        await this.#pause(this.#isStopped ? ALIVE_MS : this.#fill());
      }
    } catch (reason) {
      if (!this.#isClosed) report({ kind: 'lost', failure: failureOf(reason) });
    }
  }

  #settleUnits(): void {
    for (const unit of this.#units) if (unit.isSettled) unit.settle();
  }

  /** Fills one free unit if there is one; returns how long to listen for orders before the next round. */
  #fill(): number {
    const isAwaiting = this.#units.some((unit) => !unit.isFree);
    const unit = this.#freeUnit();
    if (unit === undefined) return ALIVE_MS;
    const messagesMax = this.#shares[this.#units.indexOf(unit)] ?? 1;
    const bounds = { messagesMax, bytesMax: UNIT_BYTES_MAX };
    const deliveries = unit.fill(isAwaiting ? 0 : SLICE_MS, bounds, () => this.#nextTag++);
    if (deliveries.length > 0) this.#parts.report({ kind: 'deliveries', deliveries });
    return deliveries.length === 0 && isAwaiting ? POLL_MS : 0;
  }

  #freeUnit(): Unit | undefined {
    return (
      this.#units.find((unit) => unit.isFree) ??
      (this.#units.length < this.#shares.length ? this.#openUnit() : undefined)
    );
  }

  #openUnit(): Unit {
    const { mqi, order } = this.#parts;
    const connection = connect(mqi, order);
    const queue = openQueue(mqi, connection, this.#queue, mqi.MQC.MQOO_INPUT_SHARED);
    if (this.#units.length === 0) this.#backoutQueue = findBackoutQueue(mqi, connection, this.#queue);
    const unit = new Unit(mqi, { connection, queue, backoutQueue: this.#backoutQueue });
    this.#units.push(unit);
    return unit;
  }

  #sayAlive(): void {
    const nowMs = this.#parts.clock.tickMs();
    if (nowMs - this.#saidAliveMs < ALIVE_MS) return;
    this.#saidAliveMs = nowMs;
    this.#parts.report({ kind: 'alive' });
  }

  /** Even a pause of nothing lets the orders in that have arrived. */
  async #pause(delayMs: number): Promise<void> {
    if (delayMs > 0) await this.#bell.wait(delayMs, NEVER);
    // A round behind the orders that arrived in this turn.
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

/** How the prefetch is divided among the units: together they never hold more. */
function sharesOf(prefetch: number): readonly number[] {
  const units = prefetch <= SINGLES_MAX ? prefetch : SHARED_UNITS;
  return Array.from({ length: units }, (_, index) => Math.floor((prefetch + index) / units));
}

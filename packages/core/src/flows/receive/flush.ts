import { Fault } from '../../contract/fault.js';
import type { ReceiptRecord } from '../../domain/receipt.js';
import type { ReceiveDesk, Receiving } from './receiver.js';

/** How often it is asked whether deposited receipts should be brought to disk. */
const LOOK_INTERVAL_MS = 1_000;
/** While receipts pour in, flushing waits, since it takes the disk from those that come. Not longer: see decision 0004. */
const KEPT_MS_MAX = 5_000;
/** What the ledger may keep of them until then, and a start would have to look at again. */
const KEPT_BYTES_MAX = 64 << 20;
/** Of all businesses at a time: many, since what flushes a volume costs the same for all that is on it. */
const FLUSH_MAX = 10_000;
/** Told to the ledger in one call, which is planned in one turn of this thread. */
const TOLD_MAX = 1_000;

/** What is left to know of a receipt; the whole records of some seconds would only be in the collector's way. */
type Waiting = Pick<ReceiptRecord, 'id' | 'business' | 'fileName' | 'sizeBytes'>;

/**
 * Deposits are written without an fsync, since the ledger already keeps the bytes durably. Here they reach the disk, in
 * groups, and only then the ledger forgets the bytes. A power cut before leaves them in the ledger.
 */
export class ReceiptFlusher {
  readonly #receiving: Receiving;
  #pending: Waiting[] = [];
  #pendingBytes = 0;
  #firstMs = 0;
  #lastMs = 0;

  constructor(receiving: Receiving) {
    this.#receiving = receiving;
  }

  add({ id, business, fileName, sizeBytes }: Waiting): void {
    this.#lastMs = this.#receiving.journal.clock.tickMs();
    if (this.#pending.length === 0) this.#firstMs = this.#lastMs;
    this.#pending.push({ id, business, fileName, sizeBytes });
    this.#pendingBytes += sizeBytes;
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#receiving.journal.clock.sleep(LOOK_INTERVAL_MS, signal).catch(() => undefined);
      if (signal.aborted || this.#isDue()) await this.flush();
    }
  }

  #isDue(): boolean {
    const tickMs = this.#receiving.journal.clock.tickMs();
    const isQuiet = tickMs - this.#lastMs >= LOOK_INTERVAL_MS;
    return isQuiet || tickMs - this.#firstMs >= KEPT_MS_MAX || this.#pendingBytes >= KEPT_BYTES_MAX;
  }

  /**
   * An InBox that cannot be brought to disk now (a network drive that went away) is tried again later: the ledger keeps the bytes
   * until then. Rejects with faults of fate `halt` only.
   */
  async flush(): Promise<void> {
    this.#pendingBytes = 0;
    const left: Waiting[] = [];
    while (this.#pending.length > 0) left.push(...(await this.#flushBatch(this.#pending.splice(0, FLUSH_MAX))));
    for (const record of left) this.add(record);
  }

  /** Returns what could not be flushed. */
  async #flushBatch(batch: readonly Waiting[]): Promise<readonly Waiting[]> {
    const left: Waiting[] = [];
    const byDesk = new Map<ReceiveDesk, Waiting[]>();
    for (const record of batch) {
      // The one that has it now: a business that left the configuration had its receipts deposited elsewhere.
      const desk = this.#receiving.receiver.desk([record.business]);
      const records = byDesk.get(desk) ?? [];
      records.push(record);
      byDesk.set(desk, records);
    }
    for (const [desk, records] of byDesk)
      if (!(await isDone(() => this.#flushInto(desk, records)))) left.push(...records);
    return left;
  }

  async #flushInto(desk: ReceiveDesk, records: readonly Waiting[]): Promise<void> {
    await desk.inBox.flush(records.map(({ fileName }) => fileName));
    for (let at = 0; at < records.length; at += TOLD_MAX) {
      const told = records.slice(at, at + TOLD_MAX);
      await this.#receiving.journal.ledger.write(
        told.map(({ id }) => ({ type: 'receipt-flushed', id }) as const),
        'soon',
      );
    }
  }
}

async function isDone(step: () => Promise<void>): Promise<boolean> {
  try {
    await step();
    return true;
  } catch (reason) {
    const fault = Fault.from(reason, 'internal.unexpected');
    if (fault.fate === 'halt') throw fault;
    return false;
  }
}

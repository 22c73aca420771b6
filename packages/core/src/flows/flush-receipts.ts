import type { ReceiptId, ReceiptRecord } from '../domain/receipt.js';
import type { ReceiveRoom } from './receive-room.js';

/** How often it is asked whether deposited receipts should be brought to disk. */
const LOOK_INTERVAL_MS = 1_000;
/** While receipts pour in, flushing waits, since it takes the disk from those that come. Not longer: see decision 0004. */
const KEPT_MS_MAX = 5_000;
/** What the ledger may keep of them meanwhile, and a start would have to look at again. */
const KEPT_BYTES_MAX = 64 << 20;
/** Per business and round; the rest follows in the next round. */
const FLUSH_MAX = 1_000;

/**
 * Deposits are written without an fsync, since the ledger already keeps the bytes durably. Here they reach the disk, in
 * groups, and only then the ledger forgets the bytes. A power cut before leaves them in the ledger.
 */
export class ReceiptFlusher {
  readonly #room: ReceiveRoom;
  #pending: ReceiptRecord[] = [];
  #pendingBytes = 0;
  #firstMs = 0;
  #lastMs = 0;

  constructor(room: ReceiveRoom) {
    this.#room = room;
  }

  add(record: ReceiptRecord): void {
    this.#lastMs = this.#room.clock.tickMs();
    if (this.#pending.length === 0) this.#firstMs = this.#lastMs;
    this.#pending.push(record);
    this.#pendingBytes += record.sizeBytes;
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#room.clock.sleep(LOOK_INTERVAL_MS, signal).catch(() => undefined);
      if (signal.aborted || this.#isDue()) await this.flush();
    }
  }

  #isDue(): boolean {
    const tickMs = this.#room.clock.tickMs();
    const isQuiet = tickMs - this.#lastMs >= LOOK_INTERVAL_MS;
    return isQuiet || tickMs - this.#firstMs >= KEPT_MS_MAX || this.#pendingBytes >= KEPT_BYTES_MAX;
  }

  async flush(): Promise<void> {
    this.#pendingBytes = 0;
    while (this.#pending.length > 0) {
      const batch = this.#pending.splice(0, FLUSH_MAX);
      await this.#flushBatch(batch);
    }
  }

  async #flushBatch(batch: readonly ReceiptRecord[]): Promise<void> {
    for (const desk of this.#room.desks()) {
      const names = batch.filter((record) => record.business === desk.business).map((record) => record.fileName);
      if (names.length > 0) await desk.inBox.flush(names);
    }
    const ids: readonly ReceiptId[] = batch.map((record) => record.id);
    await this.#room.ledger.write(
      ids.map((id) => ({ type: 'receipt-flushed', id }) as const),
      'soon',
    );
  }
}

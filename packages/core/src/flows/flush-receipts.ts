import type { ReceiptId, ReceiptRecord } from '../domain/receipt.js';
import type { ReceiveRoom } from './receive-room.js';

/** How often deposited receipts are brought to disk and their bytes in the ledger forgotten. */
const FLUSH_INTERVAL_MS = 1_000;
/** Per business and round; the rest follows in the next round. */
const FLUSH_MAX = 1_000;

/**
 * Deposits are written without an fsync, since the ledger already keeps the bytes durably. Here they reach the disk, in
 * groups, and only then the ledger forgets the bytes. A power cut before leaves them in the ledger.
 */
export class ReceiptFlusher {
  readonly #room: ReceiveRoom;
  #pending: ReceiptRecord[] = [];

  constructor(room: ReceiveRoom) {
    this.#room = room;
  }

  add(record: ReceiptRecord): void {
    this.#pending.push(record);
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#room.clock.sleep(FLUSH_INTERVAL_MS, signal).catch(() => undefined);
      await this.flush();
    }
  }

  async flush(): Promise<void> {
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

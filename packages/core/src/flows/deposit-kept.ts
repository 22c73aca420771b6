import type { BusinessKey } from '../domain/document.js';
import { deposit } from './receive-delivery.js';
import type { ReceiveRoom } from './receive-room.js';

/** What to do with a receipt that was deposited but perhaps never reached the disk. */
export interface KeptPolicy {
  /** null = all businesses. */
  readonly business: BusinessKey | null;
  /**
   * The machine went down since the last run, so a missing file may have been lost with it and is written again. After a mere
   * kill a missing file was taken by the firm's own system, and writing it again would double it.
   */
  readonly hasMachineRestarted: boolean;
}

/**
 * Receipts whose bytes the ledger still keeps: from before a crash, or from while their business's receiving was stopped.
 * Returns how many were deposited.
 */
export async function depositKept(room: ReceiveRoom, policy: KeptPolicy): Promise<number> {
  let count = 0;
  for await (const { record, raw } of room.ledger.keptReceipts()) {
    if (policy.business !== null && record.business !== policy.business) continue;
    if (record.depositedMs !== null && !policy.hasMachineRestarted) {
      room.flushLater(record);
      continue;
    }
    const done = await deposit(room, record, raw);
    if (done === null) continue;
    await room.ledger.write([{ type: 'receipt-updated', record: done }], 'soon');
    room.flushLater(done);
    const { id, kind, fileName, document, code, isSuccess } = done;
    room.emit({
      type: 'receipt.deposited',
      receipt: id,
      business: done.business,
      kind,
      fileName,
      document,
      code,
      isSuccess,
    });
    count += 1;
  }
  return count;
}

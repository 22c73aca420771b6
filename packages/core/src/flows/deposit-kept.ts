import type { BusinessKey } from '../domain/document.js';
import type { ReceiptRecord } from '../domain/receipt.js';
import { takeKept } from './in-hand.js';
import { deposit, tellDeposited } from './receive-delivery.js';
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
 * Receipts whose bytes the ledger still keeps: from before a crash, or from while their business's receiving was stopped. Those in
 * another's hand are left to that one. Returns how many were deposited.
 */
export async function depositKept(room: ReceiveRoom, policy: KeptPolicy): Promise<number> {
  let count = 0;
  for await (const { record, raw } of room.ledger.keptReceipts()) {
    const desk = room.desk([record.business]);
    if (policy.business !== null && desk.business !== policy.business) continue;
    // It is tried again by itself; asking for each of the others would only say the same.
    if (room.inBoxTroubles.has(desk)) continue;
    if (record.depositedMs !== null && !policy.hasMachineRestarted) room.flushLater(record);
    else if (await depositOne(room, record, raw)) count += 1;
  }
  return count;
}

async function depositOne(room: ReceiveRoom, record: ReceiptRecord, raw: Uint8Array): Promise<boolean> {
  const held = { record };
  if (!(await takeKept(room.inHand, room.ledger, held))) return false;
  try {
    const done = await deposit(room, held, raw);
    if (done === null) return false;
    await room.ledger.write([{ type: 'receipt-updated', record: done }], 'soon');
    room.flushLater(done);
    tellDeposited(room, done);
    return true;
  } finally {
    room.inHand.release(held);
  }
}

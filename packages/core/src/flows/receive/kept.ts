import type { BusinessKey } from '../../domain/document.js';
import type { ReceiptRecord } from '../../domain/receipt.js';
import { knownCompanions } from './companions.js';
import { deposit, tellDeposited, withCompanions } from './deposit.js';
import { takeKept } from './in-hand.js';
import type { Receiving } from './receiver.js';

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
export async function depositKept(receiving: Receiving, policy: KeptPolicy): Promise<number> {
  let count = 0;
  for await (const { record, raw } of receiving.journal.ledger.keptReceipts()) {
    const desk = receiving.receiver.desk([record.business]);
    if (policy.business !== null && desk.business !== policy.business) continue;
    // It is tried again by itself; asking for each of the others would only say the same.
    if (receiving.incoming.inBoxTroubles.has(desk)) continue;
    if (record.depositedMs !== null && !policy.hasMachineRestarted) receiving.incoming.flushLater(record);
    else if (await depositOne(receiving, record, raw)) count += 1;
  }
  return count;
}

async function depositOne(receiving: Receiving, record: ReceiptRecord, raw: Uint8Array): Promise<boolean> {
  const held = { record };
  if (!(await takeKept(receiving.incoming.inHand, receiving.journal.ledger, held))) return false;
  try {
    const done = await deposit(receiving, held, raw);
    if (done === null) return false;
    const { inFile } = await knownCompanions(receiving.journal.ledger, done);
    const all = withCompanions(done, inFile);
    await receiving.journal.ledger.write(
      all.map((one) => ({ type: 'receipt-updated', record: one })),
      'soon',
    );
    receiving.incoming.flushLater(done);
    for (const one of all) tellDeposited(receiving, one, null);
    return true;
  } finally {
    receiving.incoming.inHand.release(held);
  }
}

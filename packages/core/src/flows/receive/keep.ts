import type { Companion } from './companions.js';
import { releaseAll } from './deposit.js';
import { takeKept } from './in-hand.js';
import { planReceipts, tellDuplicate } from './plan-receipts.js';
import type { Planned } from './planned.js';
import type { Receiving } from './receiver.js';
import type { Opened, Recognition } from './recognition.js';

/**
 * Receiving mirrors sending: a receipt is durable (in the ledger, bytes and file name and all) before it is deposited, and
 * deposited before it is accepted. A crash anywhere in between delivers again or deposits again, under the same name with the
 * same bytes, so nothing is lost and nothing doubled.
 *
 * The receipts it returns are in the caller's hand. Rejects with `ledger.*` Faults; nothing is remembered of the batch then, and it
 * may be done again.
 */
export async function keepBatch(
  receiving: Receiving,
  batch: readonly Opened[],
  recognition: Recognition,
): Promise<readonly Planned[]> {
  const { fresh, changes, linked } = await planReceipts(receiving, batch, recognition);
  const ours: Planned[] = [];
  try {
    for (const planned of fresh) {
      // Before the ledger has it: what finds it there finds it in our hand.
      if (await takes(receiving, planned)) ours.push(planned);
      else if (planned.state !== 'known') tellDuplicate(receiving, planned.record);
    }
    // A crash after this: the receipts are ours, kept; the start deposits them, and the redelivery is recognised.
    if (changes.length > 0) await receiving.journal.ledger.write(changes, 'durable');
  } catch (reason) {
    releaseAll(receiving, ours);
    throw reason;
  }
  for (const { record, correlation, companions } of ours)
    for (const one of [{ record, correlation }, ...companions]) tellLinked(receiving, one);
  ours.forEach((planned) => tellForeign(receiving, planned));
  for (const { receipt, document, by } of linked)
    receiving.journal.emit({ type: 'receipt.linked', receipt, document: document.id, by });
  return ours;
}

/** A new one is in no other hand; one that the ledger keeps may be just now deposited for a business that was started. */
async function takes(receiving: Receiving, planned: Planned): Promise<boolean> {
  return planned.isNew
    ? receiving.incoming.inHand.take(planned)
    : takeKept(receiving.incoming.inHand, receiving.journal.ledger, planned);
}

/** As soon as it is durable: documents of unknown outcome that it may be about are looked at again, whichever box has the receipt. */
function tellLinked(receiving: Receiving, { record, correlation }: Companion): void {
  if (correlation === null) return;
  receiving.journal.emit({
    type: 'receipt.linked',
    receipt: record.id,
    document: correlation.document.id,
    by: correlation.by,
  });
  for (const document of correlation.unsettled) receiving.incoming.reconsider(document, record.id);
}

function tellForeign(receiving: Receiving, { record, foreignTo }: Planned): void {
  if (foreignTo === null) return;
  const { id, business, fileName } = record;
  receiving.journal.emit({
    type: 'receipt.foreign',
    receipt: id,
    business,
    fileName,
    addressee: foreignTo,
    policy: 'keep',
  });
}

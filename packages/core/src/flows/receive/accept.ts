import { Fault } from '../../contract/fault.js';
import type { Delivery } from '../../ports/transport.js';
import type { Receiving } from './receiver.js';
import type { Opened } from './recognition.js';

/** The broker never delivers it again; nothing of it is in the ledger. A crash before that, and it is refused again. */
export async function refuseForeign(receiving: Receiving, opened: readonly Opened[]): Promise<readonly Opened[]> {
  if (receiving.receiver.onForeign === 'keep') return opened;
  const ours: Opened[] = [];
  for (const one of opened) {
    const addressee = receiving.receiver.foreignTo(one.unsealed);
    if (addressee === null) {
      ours.push(one);
      continue;
    }
    await ifOpen(() => one.delivery.refuse());
    const { business } = receiving.receiver.desk(one.unsealed.businesses);
    receiving.journal.emit({
      type: 'receipt.foreign',
      receipt: null,
      business,
      fileName: '',
      addressee,
      policy: 'refuse',
    });
  }
  return ours;
}

/** Returns those of which the broker has surely seen it. */
export async function acceptAll(deliveries: readonly Delivery[]): Promise<ReadonlySet<Delivery>> {
  const seen = new Set<Delivery>();
  const accept = async (delivery: Delivery): Promise<void> => {
    if (await delivery.accept()) seen.add(delivery);
  };
  await Promise.all(deliveries.map((delivery) => ifOpen(() => accept(delivery))));
  return seen;
}

/**
 * A session that has ended accepts nothing. The receipt is durable and deposited, and the broker delivers it again on the
 * next session, where its fingerprint is known: nothing of the batch is to be done again because of that.
 */
async function ifOpen(settle: () => Promise<void>): Promise<void> {
  try {
    await settle();
  } catch (reason) {
    if (!Fault.from(reason, 'internal.unexpected').code.startsWith('transport.')) throw reason;
  }
}

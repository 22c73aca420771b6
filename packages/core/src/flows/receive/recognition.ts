import type { ReceiptRecord } from '../../domain/receipt.js';
import { numbered, numberOf } from '../../domain/receipts/fingerprint.js';
import type { Unsealed } from '../../domain/receipts/unsealed.js';
import type { Delivery } from '../../ports/transport.js';
import type { Receiving } from './receiver.js';

/** A delivery whose content was opened. */
export interface Opened {
  readonly delivery: Delivery;
  readonly unsealed: Unsealed;
}

/** Whether a delivery is known, and what identifies the receipt that it is. */
export interface Recognised {
  readonly fingerprint: string;
  /** The receipt that it is once more; null = a new one. */
  readonly before: ReceiptRecord | null;
}

/** Contents counted at a time; more came back at once than any prefetch holds. */
const COUNTED_MAX = 10_000;

/**
 * Tells a redelivery from a new receipt, for the deliveries of one session. A message id does it alone. Without one, two documents
 * may get the same bytes as their answer, so the bytes are a redelivery only where the broker says that it delivers again, and not
 * more often in one session than there are receipts of these bytes: a session gives each of them back once (decision 0020).
 */
export class Recognition {
  /** By fingerprint of the bytes: how many redeliveries were recognised. */
  readonly #recognised = new Map<string, number>();
  /** A batch that could not be written is planned again. */
  readonly #decided = new WeakMap<Delivery, string>();

  async recognise(
    receiving: Receiving,
    { delivery, unsealed }: Opened,
    seen: ReadonlyMap<string, ReceiptRecord>,
  ): Promise<Recognised> {
    const { message } = delivery;
    const fingerprint = receiving.receiver.digests.fingerprint(message.id, message.body);
    const find = async (of: string): Promise<ReceiptRecord | null> =>
      seen.get(of) ??
      receiving.incoming.inHand.find(of) ??
      (await receiving.journal.ledger.findReceiptByFingerprint(of));
    if (message.id !== '' || unsealed.envelope.messageId !== null)
      return { fingerprint, before: await find(fingerprint) };
    const decided = this.#decided.get(delivery);
    if (decided !== undefined) return { fingerprint: decided, before: await find(decided) };
    const latest = seen.get(fingerprint) ?? (await receiving.journal.ledger.findReceiptByFingerprint(fingerprint));
    if (latest === null) return { fingerprint, before: null };
    const known = numberOf(latest.fingerprint) + 1;
    const recognised = this.#recognised.get(fingerprint) ?? 0;
    if (!delivery.isRedelivered || recognised >= known)
      return { fingerprint: numbered(fingerprint, known), before: null };
    if (this.#recognised.size >= COUNTED_MAX) this.#recognised.clear();
    this.#recognised.set(fingerprint, recognised + 1);
    const meant = numbered(fingerprint, known - 1 - recognised);
    this.#decided.set(delivery, meant);
    return { fingerprint: meant, before: (await find(meant)) ?? latest };
  }
}

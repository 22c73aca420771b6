import type { ReceiptRecord } from '../../domain/receipt.js';
import { fingerprintOfBytes, firstOf, numbered, numberOf } from '../../domain/receipts/fingerprint.js';
import type { Unsealed } from '../../domain/receipts/unsealed.js';
import type { Delivery } from '../../ports/transport.js';
import type { Receiving } from './receiver.js';

/** A delivery whose content was opened. */
export interface Opened {
  readonly delivery: Delivery;
  readonly unsealed: Unsealed;
}

/** The message id that it carries: of its envelope, else of the broker; null = none. */
export function messageIdOf({ delivery: { message }, unsealed: { envelope } }: Opened): string | null {
  return envelope.messageId ?? (message.id === '' ? null : message.id);
}

/** Whether a delivery is known, and what identifies the receipt that it is. */
export interface Recognised {
  readonly fingerprint: string;
  /** The receipt that it is once more; null = a new one. */
  readonly before: ReceiptRecord | null;
  /** A new one that may be an answer that came before: it is linked to the document of that one. Null = by its own words. */
  readonly repeats: ReceiptRecord | null;
}

/** What recognition asks about a delivery. */
export interface Recognising {
  /** Receipts of the same batch, by fingerprint. */
  readonly seen: ReadonlyMap<string, ReceiptRecord>;
  /** The delivery answers a document that waits for its answer, and not the one of this receipt. */
  readonly answersAnother: (before: ReceiptRecord) => Promise<boolean>;
}

/** Contents counted at a time; more came back at once than any prefetch holds. */
const COUNTED_MAX = 10_000;
/** Receipts of the same bytes that are looked at for one whose acceptance is in doubt: more than any prefetch leaves so. */
const DOUBTED_MAX = 1_000;

/**
 * Tells a redelivery from a new receipt, for the deliveries of one session. An id of our own message does it alone. Any other id may
 * be the same for two documents, and without one two documents may get the same bytes as their answer. So the bytes are a
 * redelivery only where the broker says that it delivers again, and only of a receipt whose acceptance the broker is not known to
 * have seen, once in a session for each of these: a session gives each of them back once (decision 0020).
 */
export class Recognition {
  /** By fingerprint of the bytes: receipts from before this session that may come again. */
  readonly #doubted = new Map<string, ReceiptRecord[]>();
  /** Fingerprints of what was new in this session. */
  readonly #isNewHere = new Set<string>();
  /** A batch that could not be written is planned again: which receipt it is once more, or may be. */
  readonly #decided = new WeakMap<Delivery, ReceiptRecord>();

  async recognise(receiving: Receiving, opened: Opened, asking: Recognising): Promise<Recognised> {
    const { delivery } = opened;
    const { message } = delivery;
    const fingerprint = receiving.receiver.digests.fingerprint(message.id, message.body);
    const latest = await findReceipt(receiving, fingerprint, asking.seen);
    if (latest === null) return this.#isNew(fingerprint);
    const id = messageIdOf(opened);
    if (id !== null && receiving.receiver.names.documentOf(id) !== null)
      return { fingerprint, before: latest, repeats: null };
    if (id !== null && !(await asking.answersAnother(latest))) return isOnceMore(latest);
    const next = numbered(fingerprint, numberOf(latest.fingerprint) + 1);
    const meant = delivery.isRedelivered ? await this.#takeDoubted(receiving, delivery, latest) : null;
    if (meant === null) return this.#isNew(next);
    // Dropped, the answer of the other document would be lost; given to the other document, it may be a lie.
    return (await asking.answersAnother(meant)) ? { ...this.#isNew(next), repeats: meant } : isOnceMore(meant);
  }

  #isNew(fingerprint: string): Recognised {
    if (this.#isNewHere.size >= COUNTED_MAX) this.#isNewHere.clear();
    this.#isNewHere.add(fingerprint);
    return { fingerprint, before: null, repeats: null };
  }

  async #takeDoubted(receiving: Receiving, delivery: Delivery, latest: ReceiptRecord): Promise<ReceiptRecord | null> {
    const decided = this.#decided.get(delivery);
    if (decided !== undefined) return decided;
    const bytes = fingerprintOfBytes(latest.fingerprint);
    const doubted = this.#doubted.get(bytes) ?? (await this.#doubtedOf(receiving, latest, bytes));
    if (this.#doubted.size >= COUNTED_MAX) this.#doubted.clear();
    this.#doubted.set(bytes, doubted);
    const meant = doubted.shift() ?? null;
    if (meant !== null) this.#decided.set(delivery, meant);
    return meant;
  }

  /** Oldest first: answers come back in their order. */
  async #doubtedOf(receiving: Receiving, latest: ReceiptRecord, bytes: string): Promise<ReceiptRecord[]> {
    const doubted: ReceiptRecord[] = [];
    const last = numberOf(latest.fingerprint);
    for (let number = Math.max(0, last - DOUBTED_MAX); number <= last; number += 1) {
      const fingerprint = number === 0 && last > 0 ? firstOf(latest.fingerprint) : numbered(bytes, number);
      const one = await findReceipt(receiving, fingerprint, NOTHING_SEEN);
      if (one !== null && one.acceptedMs === null && !this.#isNewHere.has(one.fingerprint)) doubted.push(one);
    }
    return doubted;
  }
}

const NOTHING_SEEN: ReadonlyMap<string, ReceiptRecord> = new Map();

/** On its way, or in the ledger. */
async function findReceipt(
  receiving: Receiving,
  fingerprint: string,
  seen: ReadonlyMap<string, ReceiptRecord>,
): Promise<ReceiptRecord | null> {
  return (
    seen.get(fingerprint) ??
    (await receiving.journal.ledger.findReceiptByFingerprint(fingerprint)) ??
    receiving.incoming.inHand.find(fingerprint)
  );
}

function isOnceMore(before: ReceiptRecord): Recognised {
  return { fingerprint: before.fingerprint, before, repeats: null };
}

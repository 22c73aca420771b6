import { Fault } from '../contract/fault.js';
import type { ReceiptRecord } from '../domain/receipt.js';
import { isOpen } from '../domain/stage.js';
import type { Unsealed } from '../ports/jobs.js';
import type { LedgerChange } from '../ports/ledger.js';
import type { Delivery } from '../ports/transport.js';
import { type Correlation, correlate } from './correlate.js';
import type { ReceiveRoom } from './receive-room.js';
import { Lessons, type Linked } from './teach.js';

/** Beside a receipt that could not be understood lies the reason, for whoever finds it there. */
const REASON_EXTENSION = '.reason.txt';

/** A delivery whose content was opened. */
export interface Opened {
  readonly delivery: Delivery;
  readonly unsealed: Unsealed;
}

interface Planned {
  readonly record: ReceiptRecord;
  readonly bytes: Uint8Array;
  readonly correlation: Correlation | null;
}

/** What is durable and not yet deposited, by fingerprint: a second copy of it that arrives in between is a duplicate already. */
export type InHand = Map<string, ReceiptRecord>;

/** Receipts that are ours and durable, on their way into InBox. */
export interface Kept {
  readonly fresh: readonly Planned[];
  /** Receipts that found their document only now. */
  readonly linked: readonly Linked[];
}

/** Both steps, for a batch that goes alone. */
export async function receiveBatch(room: ReceiveRoom, batch: readonly Opened[]): Promise<void> {
  const inHand: InHand = new Map();
  const kept = await keepBatch(room, batch, inHand);
  const deliveries = batch.map(({ delivery }) => delivery);
  await finishBatch(room, deliveries, [kept], inHand);
}

/**
 * Receiving mirrors sending: a receipt is durable (in the ledger, bytes and file name and all) before it is deposited, and
 * deposited before it is accepted. A crash anywhere in between delivers again or deposits again, under the same name with the
 * same bytes, so nothing is lost and nothing doubled.
 *
 * Rejects with `ledger.*` Faults; nothing is remembered of the batch then, and it may be done again.
 */
export async function keepBatch(room: ReceiveRoom, batch: readonly Opened[], inHand: InHand): Promise<Kept> {
  const { fresh, changes, linked } = await plan(room, batch, inHand);
  // A crash after this: the receipts are ours, kept; the start deposits them, and the redelivery is recognised.
  if (changes.length > 0) await room.ledger.write(changes, 'durable');
  for (const { record } of fresh) inHand.set(record.fingerprint, record);
  return { fresh, linked };
}

/** Deposits, records it, accepts. Rejects with `disk.*` or `ledger.*` Faults; nothing was accepted then, and it may be done again. */
export async function finishBatch(
  room: ReceiveRoom,
  deliveries: readonly Delivery[],
  kept: readonly Kept[],
  inHand: InHand,
): Promise<void> {
  const deposited: ReceiptRecord[] = [];
  for (const { record, bytes } of kept.flatMap(({ fresh }) => fresh)) {
    const done = await deposit(room, record, bytes);
    if (done !== null) deposited.push(done);
  }
  await room.ledger.write(
    deposited.map((record) => ({ type: 'receipt-updated', record })),
    'soon',
  );
  deposited.forEach(room.flushLater);
  await Promise.all(deliveries.map(acceptIfOpen));
  for (const { fresh, linked } of kept) {
    for (const planned of fresh) {
      inHand.delete(planned.record.fingerprint);
      announce(room, planned);
    }
    for (const { receipt, document, by } of linked)
      room.emit({ type: 'receipt.linked', receipt, document: document.id, by });
  }
}

/**
 * A session that has ended takes no word any more. The receipt is durable and deposited, and the broker delivers it again on the
 * next session, where its fingerprint is known: nothing of the batch is to be done again because of that.
 */
async function acceptIfOpen(delivery: Delivery): Promise<void> {
  try {
    await delivery.accept();
  } catch (reason) {
    if (!Fault.from(reason, 'internal.unexpected').code.startsWith('transport.')) throw reason;
  }
}

interface Plan extends Kept {
  readonly changes: readonly LedgerChange[];
}

/** `fresh` is to be deposited: new, or made durable by an earlier try that could not deposit it. */
async function plan(room: ReceiveRoom, batch: readonly Opened[], inHand: InHand): Promise<Plan> {
  const lessons = new Lessons(room.ledger);
  const seen = new Map(inHand);
  const fresh: Planned[] = [];
  const raws: (() => LedgerChange)[] = [];
  for (const opened of batch) {
    const { unsealed } = opened;
    const fingerprint = room.fingerprint(opened.delivery.message.id, opened.delivery.message.body);
    const before = seen.get(fingerprint) ?? (await room.ledger.findReceiptByFingerprint(fingerprint));
    if (before !== null) {
      const isDone = before.depositedMs !== null || seen.has(fingerprint);
      if (isDone) tellDuplicate(room, before);
      else fresh.push({ record: before, bytes: unsealed.receipt, correlation: null });
      seen.set(fingerprint, before);
      continue;
    }
    const correlation = await correlate(unsealed, room.documentOf, lessons.learned, room.ledger);
    const planned = {
      record: createReceipt(room, opened, fingerprint, correlation),
      bytes: unsealed.receipt,
      correlation,
    };
    seen.set(fingerprint, planned.record);
    fresh.push(planned);
    raws.push(() => ({ type: 'receipt', record: planned.record, raw: planned.bytes }));
    if (correlation !== null) await lessons.teach(unsealed.keys, correlation.document);
    else
      lessons.wait(unsealed, (document) => {
        planned.record = { ...planned.record, document: document.id };
        return planned.record.id;
      });
  }
  return { fresh, changes: [...raws.map((raw) => raw()), ...lessons.changes], linked: lessons.linked };
}

function tellDuplicate(room: ReceiveRoom, { id, business, fileName }: ReceiptRecord): void {
  room.emit({ type: 'receipt.duplicate', receipt: id, business, fileName });
}

function createReceipt(
  room: ReceiveRoom,
  { delivery, unsealed }: Opened,
  fingerprint: string,
  correlation: Correlation | null,
): ReceiptRecord {
  const receivedMs = room.clock.nowMs();
  const document = correlation?.document ?? null;
  // The document knows its business for certain; what a receipt looks like is only a likelihood.
  const candidates = document === null ? unsealed.businesses : [document.business, ...unsealed.businesses];
  return {
    id: room.mintId(),
    fingerprint,
    business: room.desk(candidates).business,
    kind: unsealed.kind,
    isSuccess: unsealed.isSuccess,
    root: unsealed.root,
    code: unsealed.code,
    codeTable: unsealed.codeTable,
    text: unsealed.text,
    keys: unsealed.keys,
    businessTimeMs: unsealed.businessTimeMs,
    receivedMs,
    document: document?.id ?? null,
    fileName: room.nameReceipt(unsealed, document, receivedMs),
    messageId: unsealed.envelope.messageId ?? (delivery.message.id === '' ? null : delivery.message.id),
    sizeBytes: unsealed.receipt.length,
    unreadable: unsealed.unreadable,
    depositedMs: null,
  };
}

/** Null when the business's receiving is stopped: the ledger keeps the receipt until it is started. */
export async function deposit(
  room: ReceiveRoom,
  record: ReceiptRecord,
  bytes: Uint8Array,
): Promise<ReceiptRecord | null> {
  const desk = room.desk([record.business]);
  if (desk.gate.state === 'stopped') {
    room.emit({ type: 'receipt.waiting', receipt: record.id, business: record.business });
    return null;
  }
  const { fileName } = await desk.inBox.deposit(record.fileName, bytes);
  // A crash before this: the receipt counts as not deposited, and the start deposits both, under the same names.
  if (record.unreadable !== null)
    await desk.inBox.deposit(`${fileName}${REASON_EXTENSION}`, Buffer.from(`${record.unreadable}\n`));
  return { ...record, fileName, depositedMs: room.clock.nowMs() };
}

function announce(room: ReceiveRoom, { record, correlation }: Planned): void {
  const { id, business, kind, fileName, document, code, isSuccess, unreadable } = record;
  if (unreadable !== null) room.emit({ type: 'receipt.unreadable', receipt: id, fileName, reason: unreadable });
  if (correlation !== null) {
    room.emit({ type: 'receipt.linked', receipt: id, document: correlation.document.id, by: correlation.by });
    if (isOpen(correlation.document.stage)) room.settleUnknown(correlation.document.id, id);
  }
  room.emit({ type: 'receipt.deposited', receipt: id, business, kind, fileName, document, code, isSuccess });
}

import { Fault } from '../contract/fault.js';
import type { ReceiptRecord } from '../domain/receipt.js';
import type { Delivery } from '../ports/transport.js';
import { type Held, takeKept } from './in-hand.js';
import { type Planned, planReceipts, tellDuplicate } from './plan-receipts.js';
import type { ReceiveDesk, ReceiveRoom } from './receive-room.js';
import type { Opened, Recognition } from './recognise.js';

/** Beside a receipt that could not be understood lies the reason, for whoever finds it there. */
const REASON_EXTENSION = '.reason.txt';
/** A file costs some 70 microseconds of this thread. */
const DEPOSITS_PER_TURN = 32;

/**
 * Receiving mirrors sending: a receipt is durable (in the ledger, bytes and file name and all) before it is deposited, and
 * deposited before it is accepted. A crash anywhere in between delivers again or deposits again, under the same name with the
 * same bytes, so nothing is lost and nothing doubled.
 *
 * The receipts it returns are in the caller's hand. Rejects with `ledger.*` Faults; nothing is remembered of the batch then, and it
 * may be done again.
 */
export async function keepBatch(
  room: ReceiveRoom,
  batch: readonly Opened[],
  recognition: Recognition,
): Promise<readonly Planned[]> {
  const { fresh, changes, linked } = await planReceipts(room, batch, recognition);
  const ours: Planned[] = [];
  try {
    for (const planned of fresh) {
      // Before the ledger has it: whoever finds it there finds it in our hand.
      if (await takes(room, planned)) ours.push(planned);
      else tellDuplicate(room, planned.record);
    }
    // A crash after this: the receipts are ours, kept; the start deposits them, and the redelivery is recognised.
    if (changes.length > 0) await room.ledger.write(changes, 'durable');
  } catch (reason) {
    releaseAll(room, ours);
    throw reason;
  }
  ours.forEach((planned) => tellLinked(room, planned));
  ours.forEach((planned) => tellForeign(room, planned));
  for (const { receipt, document, by } of linked)
    room.emit({ type: 'receipt.linked', receipt, document: document.id, by });
  return ours;
}

/** Rejects with `ledger.*` Faults, and may be done again: what was deposited is not deposited a second time. */
export async function depositAll(room: ReceiveRoom, kept: readonly Planned[]): Promise<void> {
  let count = 0;
  try {
    for (const planned of kept) {
      if (planned.state === 'in-hand') await depositPlanned(room, planned);
      count += 1;
      // Whatever else is due in this thread has its turn between: a commit that is done must not wait for a hundred files.
      if (count % DEPOSITS_PER_TURN === 0) await new Promise<void>((resolve) => setImmediate(resolve));
    }
  } catch (reason) {
    // It may be hours until the next try, and the firm takes meanwhile what is there.
    await recordDeposits(room, kept);
    throw reason;
  }
}

/** What is not deposited by now, nor waits, is left to its redelivery. */
export function releaseAll(room: ReceiveRoom, kept: readonly Planned[]): void {
  kept.forEach((planned) => room.inHand.release(planned));
}

async function depositPlanned(room: ReceiveRoom, planned: Planned): Promise<void> {
  const done = await deposit(room, planned, planned.bytes);
  planned.state = done === null ? 'waiting' : 'deposited';
  if (done === null) tellWaiting(room, planned.record);
  planned.record = done ?? planned.record;
}

/** Rejects with `ledger.*` Faults; a crash before it deposits again at the start, under the same names with the same bytes. */
export async function recordDeposits(room: ReceiveRoom, kept: readonly Planned[]): Promise<void> {
  const deposited = kept.filter(({ state }) => state === 'deposited');
  if (deposited.length === 0) return;
  await room.ledger.write(
    deposited.map(({ record }) => ({ type: 'receipt-updated', record })),
    'soon',
  );
  for (const planned of deposited) {
    planned.state = 'recorded';
    room.inHand.release(planned);
    room.flushLater(planned.record);
    tellDeposited(room, planned.record);
  }
}

/** The broker never delivers it again; nothing of it is in the ledger. A crash before that, and it is refused again. */
export async function refuseForeign(room: ReceiveRoom, opened: readonly Opened[]): Promise<readonly Opened[]> {
  if (room.onForeign === 'keep') return opened;
  const ours: Opened[] = [];
  for (const one of opened) {
    const addressee = room.foreignTo(one.unsealed);
    if (addressee === null) {
      ours.push(one);
      continue;
    }
    await ifOpen(() => one.delivery.refuse());
    const { business } = room.desk(one.unsealed.businesses);
    room.emit({ type: 'receipt.foreign', receipt: null, business, fileName: '', addressee, policy: 'refuse' });
  }
  return ours;
}

export async function acceptAll(deliveries: readonly Delivery[]): Promise<void> {
  await Promise.all(deliveries.map((delivery) => ifOpen(() => delivery.accept())));
}

/**
 * A session that has ended takes no word any more. The receipt is durable and deposited, and the broker delivers it again on the
 * next session, where its fingerprint is known: nothing of the batch is to be done again because of that.
 */
async function ifOpen(settle: () => Promise<void>): Promise<void> {
  try {
    await settle();
  } catch (reason) {
    if (!Fault.from(reason, 'internal.unexpected').code.startsWith('transport.')) throw reason;
  }
}

/** A new one is nobody's else; one that the ledger keeps may be just now deposited for a business that was started. */
async function takes(room: ReceiveRoom, planned: Planned): Promise<boolean> {
  return planned.isNew ? room.inHand.take(planned) : takeKept(room.inHand, room.ledger, planned);
}

/** Once, by the line that received it; not at each try. */
function tellWaiting(room: ReceiveRoom, { id, business, kind, document }: ReceiptRecord): void {
  room.emit({ type: 'receipt.waiting', receipt: id, business, kind, document });
}

/**
 * Null when the business's receiving is stopped or its InBox cannot be written: the ledger keeps the receipt until that is over. One
 * InBox that is away is nothing to the receipts of other businesses.
 */
export async function deposit(room: ReceiveRoom, held: Held, bytes: Uint8Array): Promise<ReceiptRecord | null> {
  const { record } = held;
  const desk = room.desk([record.business]);
  if (desk.gate.state === 'stopped' || room.inBoxTroubles.has(desk)) return keepWaiting(room, held);
  try {
    return await depositInto(room, desk, record, bytes);
  } catch (reason) {
    const fault = Fault.from(reason, 'internal.unexpected');
    if (!fault.code.startsWith('disk.')) throw fault;
    room.inBoxTroubles.add(desk, fault);
    return keepWaiting(room, held);
  }
}

function keepWaiting(room: ReceiveRoom, held: Held): null {
  // In the same instant as the question: what deposits the kept ones afterwards must not find it in this hand.
  room.inHand.release(held);
  return null;
}

async function depositInto(
  room: ReceiveRoom,
  desk: ReceiveDesk,
  record: ReceiptRecord,
  bytes: Uint8Array,
): Promise<ReceiptRecord> {
  const { fileName } = await desk.inBox.deposit(record.fileName, bytes);
  // A crash before this: the receipt counts as not deposited, and the start deposits both, under the same names.
  if (record.unreadable !== null)
    await desk.inBox.deposit(`${fileName}${REASON_EXTENSION}`, Buffer.from(`${record.unreadable}\n`));
  return { ...record, fileName, depositedMs: room.clock.nowMs() };
}

/** As soon as it is durable: documents of unknown outcome that it may be about are looked at again, wherever it lies. */
function tellLinked(room: ReceiveRoom, { record, correlation }: Planned): void {
  if (correlation === null) return;
  room.emit({ type: 'receipt.linked', receipt: record.id, document: correlation.document.id, by: correlation.by });
  for (const document of correlation.unsettled) room.reconsider(document, record.id);
}

function tellForeign(room: ReceiveRoom, { record, foreignTo }: Planned): void {
  if (foreignTo === null) return;
  const { id, business, fileName } = record;
  room.emit({ type: 'receipt.foreign', receipt: id, business, fileName, addressee: foreignTo, policy: 'keep' });
}

export function tellDeposited(room: ReceiveRoom, record: ReceiptRecord): void {
  const { id, business, kind, fileName, document, code, isSuccess, unreadable } = record;
  if (unreadable !== null) room.emit({ type: 'receipt.unreadable', receipt: id, fileName, reason: unreadable });
  room.emit({ type: 'receipt.deposited', receipt: id, business, kind, fileName, document, code, isSuccess });
}

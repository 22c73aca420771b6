import { Fault } from '../../contract/fault.js';
import type { ReceiptRecord } from '../../domain/receipt.js';
import type { Delivery } from '../../ports/transport.js';
import { type Companion, carriedBy } from './companions.js';
import type { Held } from './in-hand.js';
import type { Planned } from './planned.js';
import type { ReceiveDesk, Receiving } from './receiver.js';

/** The reason is put beside a receipt that could not be understood, for the person who finds it. */
const REASON_EXTENSION = '.reason.txt';
/** A file costs some 70 microseconds of this thread. */
const DEPOSITS_PER_TURN = 32;
const NOTHING = new Uint8Array(0);

/** Rejects with `ledger.*` Faults, and may be done again: what was deposited is not deposited a second time. */
export async function depositAll(receiving: Receiving, kept: readonly Planned[]): Promise<void> {
  let count = 0;
  try {
    for (const planned of kept) {
      if (planned.state === 'in-hand') await depositPlanned(receiving, planned);
      planned.bytes = NOTHING;
      count += 1;
      // Whatever else is due in this thread has its turn between: a commit that is done must not wait for a hundred files.
      if (count % DEPOSITS_PER_TURN === 0) await new Promise<void>((resolve) => setImmediate(resolve));
    }
  } catch (reason) {
    // It may be hours until the next try, and the firm takes what is there before that.
    await recordDeposits(receiving, kept);
    throw reason;
  }
}

/** What is not deposited by now, nor waits, is left to its redelivery. */
export function releaseAll(receiving: Receiving, kept: readonly Planned[]): void {
  kept.forEach((planned) => receiving.incoming.inHand.release(planned));
}

async function depositPlanned(receiving: Receiving, planned: Planned): Promise<void> {
  const done = await deposit(receiving, planned, planned.bytes);
  planned.state = done === null ? 'waiting' : 'deposited';
  if (done === null) recordsIn(planned).forEach((record) => tellWaiting(receiving, record));
  planned.record = done ?? planned.record;
}

const NONE_ACCEPTED: ReadonlySet<Delivery> = new Set();

/**
 * Records the deposits, and of which the broker has surely seen that they were accepted. Rejects with `ledger.*` Faults; a crash
 * before it deposits again at the start, under the same names with the same bytes.
 */
export async function recordDeposits(
  receiving: Receiving,
  kept: readonly Planned[],
  accepted: ReadonlySet<Delivery> = NONE_ACCEPTED,
): Promise<void> {
  const acceptedMs = receiving.journal.clock.nowMs();
  const isNowAccepted = ({ record, delivery }: Planned): boolean =>
    record.acceptedMs === null && accepted.has(delivery);
  const changed = kept.filter((planned) => planned.state === 'deposited' || isNowAccepted(planned));
  if (changed.length === 0) return;
  const next = changed.map((planned) => (isNowAccepted(planned) ? { ...planned.record, acceptedMs } : planned.record));
  const updated = changed.flatMap((planned, index) =>
    withCompanions(next[index] ?? planned.record, planned.companions),
  );
  await receiving.journal.ledger.write(
    updated.map((record) => ({ type: 'receipt-updated', record })),
    'soon',
  );
  // Not before: after a write that failed, what was to be written is found as changed once more.
  for (const [index, planned] of changed.entries()) {
    planned.record = next[index] ?? planned.record;
    if (planned.state !== 'deposited') continue;
    planned.state = 'recorded';
    receiving.incoming.inHand.release(planned);
    receiving.incoming.flushLater(planned.record);
    tellAllDeposited(receiving, planned);
  }
}

/** What shares the file of a receipt is deposited with it. */
export function withCompanions(carrier: ReceiptRecord, companions: readonly Companion[]): readonly ReceiptRecord[] {
  return [carrier, ...companions.map(({ record }) => carriedBy(record, carrier))];
}

function recordsIn({ record, companions }: Planned): readonly ReceiptRecord[] {
  return [record, ...companions.map((companion) => companion.record)];
}

function tellAllDeposited(receiving: Receiving, { record, correlation, companions }: Planned): void {
  const all = [
    { record, correlation },
    ...companions.map((one) => ({ ...one, record: carriedBy(one.record, record) })),
  ];
  for (const one of all) tellDeposited(receiving, one.record, one.correlation?.document.times.confirmed ?? null);
}

/** Once, by the line that received it; not at each try. */
function tellWaiting(receiving: Receiving, { id, business, kind, document }: ReceiptRecord): void {
  receiving.journal.emit({ type: 'receipt.waiting', receipt: id, business, kind, document });
}

/**
 * Null when the business's receiving is stopped or its InBox cannot be written: the ledger keeps the receipt until that is over. One
 * InBox that is away is nothing to the receipts of other businesses.
 */
export async function deposit(receiving: Receiving, held: Held, bytes: Uint8Array): Promise<ReceiptRecord | null> {
  const { record } = held;
  const desk = receiving.receiver.desk([record.business]);
  if (desk.gate.state === 'stopped' || receiving.incoming.inBoxTroubles.has(desk)) return keepWaiting(receiving, held);
  try {
    return await depositInto(receiving, desk, record, bytes);
  } catch (reason) {
    const fault = Fault.from(reason, 'internal.unexpected');
    if (!fault.code.startsWith('disk.')) throw fault;
    receiving.incoming.inBoxTroubles.add(desk, fault);
    return keepWaiting(receiving, held);
  }
}

function keepWaiting(receiving: Receiving, held: Held): null {
  // In the same instant as the question: what deposits the kept ones afterwards must not find it in this hand.
  receiving.incoming.inHand.release(held);
  return null;
}

async function depositInto(
  receiving: Receiving,
  desk: ReceiveDesk,
  record: ReceiptRecord,
  bytes: Uint8Array,
): Promise<ReceiptRecord> {
  const { fileName } = await desk.inBox.deposit(record.fileName, bytes);
  // A crash before this: the receipt counts as not deposited, and the start deposits both, under the same names.
  if (record.unreadable !== null)
    await desk.inBox.deposit(`${fileName}${REASON_EXTENSION}`, Buffer.from(`${record.unreadable}\n`));
  return { ...record, fileName, depositedMs: receiving.journal.clock.nowMs() };
}

/** `sentMs`: when its document was confirmed; null = not known. */
export function tellDeposited(receiving: Receiving, record: ReceiptRecord, sentMs: number | null): void {
  const { id, business, kind, fileName, document, code, isSuccess, text, unreadable } = record;
  if (unreadable !== null)
    receiving.journal.emit({ type: 'receipt.unreadable', receipt: id, fileName, reason: unreadable });
  receiving.journal.emit({
    type: 'receipt.deposited',
    receipt: id,
    business,
    kind,
    fileName,
    document,
    code,
    isSuccess,
    text,
    answeredMs: sentMs === null ? null : Math.max(0, record.receivedMs - sentMs),
  });
}

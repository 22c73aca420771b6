import { type DocumentId, type DocumentRecord, isAltered } from '../../domain/document.js';
import type { ReceiptId, ReceiptRecord } from '../../domain/receipt.js';
import { type Proof, proofOfArrival } from '../../domain/receipts/proof-of-arrival.js';
import type { Stage } from '../../domain/stage.js';
import type { LedgerReader } from '../../ports/ledger.js';
import { SAME_KEY_MAX } from '../receive/correlate.js';
import type { Sending } from './sender.js';
import type { Settlement } from './unknown-desk.js';

/**
 * What the receipts that are there by now say about a document of unknown outcome; null = nothing certain. Where its file is not
 * what was sent, no receipt can say what to do with that.
 */
export async function findSettlement(sending: Sending, document: DocumentRecord): Promise<Settlement | null> {
  if (isAltered(document)) return null;
  const { arrivedBy, perhaps } = await proofFor(sending.journal.ledger, document);
  if (arrivedBy !== null) return { decision: 'sent', by: 'receipt', receipt: arrivedBy.id };
  tellUndecided(sending, document, perhaps.at(-1));
  return null;
}

/**
 * Looks again at a document that waits: for its outcome, or for its next attempt after one that may have arrived. A receipt came
 * that may be about it (`news`), or may have come before it began to wait. Rejects with `ledger.*` Faults.
 */
export async function lookBack(sending: Sending, id: DocumentId, news: ReceiptId | null): Promise<void> {
  if (!sending.inFlight.unknowns.has(id)) return;
  const document = await sending.journal.ledger.findDocument(id);
  if (document === null || !MAY_HAVE_ARRIVED.has(document.stage) || isAltered(document)) return;
  const { arrivedBy, perhaps } = await proofFor(sending.journal.ledger, document);
  if (arrivedBy !== null)
    sending.inFlight.unknowns.settle(id, { decision: 'sent', by: 'receipt', receipt: arrivedBy.id });
  else if (news !== null && document.stage === 'unknown')
    tellUndecided(
      sending,
      document,
      perhaps.find((receipt) => receipt.id === news),
    );
}

/** `sealed`: it is tried again by itself, and a person is asked only when it becomes unknown. */
const MAY_HAVE_ARRIVED: ReadonlySet<Stage> = new Set(['sealed', 'unknown']);

function tellUndecided(
  sending: Sending,
  { id, business, name }: DocumentRecord,
  receipt: ReceiptRecord | undefined,
): void {
  if (receipt !== undefined)
    sending.journal.emit({ type: 'document.undecided', document: id, business, name, receipt: receipt.id });
}

/** What the ledger says about the arrival of this document. */
export async function proofFor(ledger: LedgerReader, unknown: DocumentRecord): Promise<Proof<ReceiptRecord>> {
  const rivals = await rivalsOf(ledger, unknown);
  const receipts = new Map<ReceiptId, ReceiptRecord>();
  for (const { id } of [unknown, ...rivals])
    for (const receipt of await ledger.receiptsOf(id)) receipts.set(receipt.id, receipt);
  for (const key of unknown.keys)
    for (const receipt of await ledger.findUnlinkedReceipts(key)) receipts.set(receipt.id, receipt);
  const inOrder = [...receipts.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const proof = proofOfArrival({ unknown, rivals, receipts: inOrder });
  // There may be more of them than were looked at, or than the ledger still knows: only what names this one counts then.
  const isNamed = proof.arrivedBy !== null && proof.arrivedBy.messageId === unknown.messageId;
  if (isNamed || proof.arrivedBy === null) return proof;
  const isWhole = rivals.length < SAME_KEY_MAX && !(await mayHaveForgotten(ledger, unknown));
  return isWhole ? proof : { arrivedBy: null, perhaps: [proof.arrivedBy] };
}

/** How long after a loss of records an answer may still be about a document whose record was lost. */
const FORGOTTEN_MS = 7 * 86_400_000;

async function mayHaveForgotten(ledger: LedgerReader, { times }: DocumentRecord): Promise<boolean> {
  const damage = await ledger.findDamage();
  return damage !== null && (times.claimed ?? 0) < damage.noticedMs + FORGOTTEN_MS;
}

async function rivalsOf(ledger: LedgerReader, unknown: DocumentRecord): Promise<readonly DocumentRecord[]> {
  const { id, keys, business, name } = unknown;
  const rivals = new Map<DocumentId, DocumentRecord>();
  for (const key of keys)
    for (const other of await ledger.findByKey(key.name, key.value, SAME_KEY_MAX + 1)) rivals.set(other.id, other);
  if (keys.length === 0)
    for (const other of await ledger.findByName(business, name, SAME_KEY_MAX + 1)) rivals.set(other.id, other);
  rivals.delete(id);
  return [...rivals.values()];
}

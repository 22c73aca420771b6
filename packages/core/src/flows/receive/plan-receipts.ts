import type { DocumentId } from '../../domain/document.js';
import type { ReceiptId, ReceiptRecord } from '../../domain/receipt.js';
import { type Evidence, isAnswer } from '../../domain/receipts/addressee.js';
import { fingerprintOfBytes } from '../../domain/receipts/fingerprint.js';
import type { Unsealed } from '../../domain/receipts/unsealed.js';
import type { LedgerChange } from '../../ports/ledger.js';
import type { Delivery } from '../../ports/transport.js';
import { type Correlation, correlate } from './correlate.js';
import type { Held } from './in-hand.js';
import { type Linked, Links } from './link.js';
import type { Receiving } from './receiver.js';
import { messageIdOf, type Opened, type Recognised, type Recognition } from './recognition.js';

/**
 * A receipt that is ours and on its way into InBox. One step after the other changes it.
 *
 *     in-hand ──deposit──▶ deposited ──ledger──▶ recorded;   in-hand ──receiving is stopped──▶ waiting
 *     known: was deposited before, and may now be surely accepted
 */
export interface Planned extends Held {
  record: ReceiptRecord;
  readonly delivery: Delivery;
  /** Until it is deposited, or waits: nothing after that needs them. */
  bytes: Uint8Array;
  readonly correlation: Correlation | null;
  /** The other client id that it is addressed to; null = it is ours. */
  readonly foreignTo: string | null;
  /** False when an earlier try made it durable and could not deposit it. */
  readonly isNew: boolean;
  state: 'in-hand' | 'deposited' | 'recorded' | 'waiting' | 'known';
}

export interface Plan {
  /** To be deposited: new, or made durable by an earlier try that could not deposit it. */
  readonly fresh: readonly Planned[];
  readonly changes: readonly LedgerChange[];
  /** Receipts that found their document only now. */
  readonly linked: readonly Linked[];
}

/** What a batch of deliveries means for the ledger; changes nothing but what `recognition` counts. */
export async function planReceipts(
  receiving: Receiving,
  batch: readonly Opened[],
  recognition: Recognition,
): Promise<Plan> {
  const links = new Links(receiving.journal.ledger, receiving.receiver.assignedKeys);
  const seen = new Map<string, ReceiptRecord>();
  const answers = new Map<DocumentId, Evidence[]>();
  const met = new Set<ReceiptId>();
  const fresh: Planned[] = [];
  const soFar = { links, answers };
  for (const opened of batch) {
    const { delivery } = opened;
    const bytes = opened.unsealed.receipt;
    const answersAnother = (known: ReceiptRecord): Promise<boolean> => isForAnother(receiving, opened, known, soFar);
    const recognised = await recognition.recognise(receiving, opened, { seen, answersAnother });
    const { fingerprint, before } = recognised;
    if (before !== null) {
      const isOnItsWay = met.has(before.id) || receiving.incoming.inHand.find(fingerprint) !== null;
      const isDone = isOnItsWay || before.depositedMs !== null;
      if (isDone) tellDuplicate(receiving, before);
      if (!isOnItsWay)
        fresh.push({
          record: before,
          delivery,
          bytes,
          correlation: null,
          foreignTo: null,
          isNew: false,
          state: isDone ? 'known' : 'in-hand',
        });
      met.add(before.id);
      continue;
    }
    const planned = await planNew(receiving, opened, recognised, soFar);
    remember(seen, planned.record);
    met.add(planned.record.id);
    fresh.push(planned);
  }
  const receipts = fresh
    .filter(({ isNew }) => isNew)
    .map(({ record, bytes }): LedgerChange => ({ type: 'receipt', record, raw: bytes }));
  return { fresh, changes: [...receipts, ...links.changes], linked: links.linked };
}

interface SoFar {
  readonly links: Links;
  /** Of this batch, by the document that they answer. */
  readonly answers: Map<DocumentId, Evidence[]>;
}

async function planNew(
  receiving: Receiving,
  opened: Opened,
  { fingerprint, repeats }: Recognised,
  soFar: SoFar,
): Promise<Planned> {
  const { links, answers } = soFar;
  const foreignTo = receiving.receiver.foreignTo(opened.unsealed);
  const { unsealed } = foreignTo === null ? opened : withoutNumbers(opened);
  const byItsWords = await addresseeOf(receiving, { ...opened, unsealed }, soFar);
  const correlation = repeats === null ? byItsWords : await linkedAs(receiving, repeats, byItsWords);
  const record = createReceipt(receiving, { ...opened, unsealed }, fingerprint, correlation);
  const planned: Planned = {
    record,
    delivery: opened.delivery,
    bytes: unsealed.receipt,
    correlation,
    foreignTo,
    isNew: true,
    state: 'in-hand',
  };
  if (correlation === null)
    links.wait(unsealed, (document) => {
      planned.record = { ...planned.record, document: document.id };
      return planned.record.id;
    });
  else {
    const { document } = correlation;
    if (isAnswer(record)) answers.set(document.id, [...(answers.get(document.id) ?? []), record]);
    await links.learn(unsealed.keys, document);
  }
  return planned;
}

function addresseeOf(receiving: Receiving, opened: Opened, { links, answers }: SoFar): Promise<Correlation | null> {
  return correlate(evidenceOf(opened), {
    ledger: receiving.journal.ledger,
    documentOf: receiving.receiver.names.documentOf,
    learned: links.learned,
    answers: opened.unsealed.answers,
    answersTo: (document) => answers.get(document) ?? [],
  });
}

/** It is an answer, and a document that waits for one was meant rather than the one of `known`. */
async function isForAnother(
  receiving: Receiving,
  opened: Opened,
  known: ReceiptRecord,
  soFar: SoFar,
): Promise<boolean> {
  if (!isAnswer(known) || receiving.receiver.foreignTo(opened.unsealed) !== null) return false;
  const document = (await addresseeOf(receiving, opened, soFar))?.document.id ?? null;
  if (document === null || document === known.document || soFar.answers.has(document)) return false;
  return !(await receiving.journal.ledger.receiptsOf(document)).some(isAnswer);
}

/** As the receipt that it may be once more; it says nothing about the document that waits. */
async function linkedAs(
  receiving: Receiving,
  { document }: ReceiptRecord,
  correlation: Correlation | null,
): Promise<Correlation | null> {
  const known = document === null ? null : await receiving.journal.ledger.findDocument(document);
  return known === null || correlation === null ? null : { ...correlation, document: known, unsettled: [] };
}

/**
 * Another client numbers and names its documents by itself: that says nothing about ours, now or when a later receipt comes. A
 * message id of ours is proof, whatever the envelope says.
 */
function withoutNumbers({ delivery, unsealed }: Opened): Opened {
  const envelope = { ...unsealed.envelope, businessKeys: [], fileName: null };
  return { delivery, unsealed: { ...unsealed, keys: [], envelope } };
}

/** What it says about whom it answers; keys of its envelope count behind its own. */
function evidenceOf(opened: Opened): Evidence {
  const { unsealed } = opened;
  const { kind, isSuccess, root, code, text, keys, businessTimeMs, envelope } = unsealed;
  return {
    id: null,
    kind,
    isSuccess,
    root,
    code,
    text,
    keys: [...keys, ...envelope.businessKeys],
    businessTimeMs,
    messageId: messageIdOf(opened),
    sentName: sentNameOf(unsealed),
    document: null,
  };
}

/** An answer repeats the name of the file; of a format that is not known that name may be all there is. Receipts of customs have their own. */
function sentNameOf({ kind, envelope }: Unsealed): string | null {
  return kind === 'send-result' || kind === 'unknown' ? envelope.fileName : null;
}

function createReceipt(
  receiving: Receiving,
  opened: Opened,
  fingerprint: string,
  correlation: Correlation | null,
): ReceiptRecord {
  const { unsealed } = opened;
  const receivedMs = receiving.journal.clock.nowMs();
  const document = correlation?.document ?? null;
  // The document knows its business for certain; what a receipt looks like is only a likelihood.
  const candidates = document === null ? unsealed.businesses : [document.business, ...unsealed.businesses];
  const { business } = receiving.receiver.desk(candidates);
  return {
    id: receiving.receiver.names.mintId(),
    fingerprint,
    business,
    kind: unsealed.kind,
    isSuccess: unsealed.isSuccess,
    root: unsealed.root,
    code: unsealed.code,
    codeTable: unsealed.codeTable,
    text: unsealed.text,
    parts: unsealed.parts,
    keys: unsealed.keys,
    businessTimeMs: unsealed.businessTimeMs,
    receivedMs,
    document: document?.id ?? null,
    fileName: receiving.receiver.names.nameReceipt(unsealed, document, { business, receivedMs }),
    messageId: messageIdOf(opened),
    sentName: sentNameOf(unsealed),
    sizeBytes: unsealed.receipt.length,
    sha256: receiving.receiver.digests.sha256(unsealed.receipt),
    unreadable: unsealed.unreadable,
    depositedMs: null,
    acceptedMs: null,
  };
}

function remember(seen: Map<string, ReceiptRecord>, record: ReceiptRecord): void {
  seen.set(record.fingerprint, record);
  // The latest of these bytes, too.
  seen.set(fingerprintOfBytes(record.fingerprint), record);
}

export function tellDuplicate(receiving: Receiving, { id, business, fileName }: ReceiptRecord): void {
  receiving.journal.emit({ type: 'receipt.duplicate', receipt: id, business, fileName });
}

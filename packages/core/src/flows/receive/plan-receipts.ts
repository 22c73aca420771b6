import type { DocumentId } from '../../domain/document.js';
import type { ReceiptId, ReceiptRecord } from '../../domain/receipt.js';
import { type Evidence, isAnswer } from '../../domain/receipts/addressee.js';
import { fingerprintOfBytes } from '../../domain/receipts/fingerprint.js';
import type { LedgerChange } from '../../ports/ledger.js';
import { type Answer, severalAnswers, wholeAnswer } from './answers.js';
import { allOfMessage, knownCompanions } from './companions.js';
import { type Linked, Links } from './link.js';
import { addresseeOf, answered, businessOf, createReceipt, linkedAs, type SoFar } from './match.js';
import { planSeveral } from './plan-several.js';
import type { Planned } from './planned.js';
import type { Receiving } from './receiver.js';
import type { Opened, Recognised, Recognition } from './recognition.js';

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
  const met = new Set<ReceiptId>();
  const fresh: Planned[] = [];
  const soFar: SoFar = { links, answers: new Map<DocumentId, Evidence[]>() };
  for (const opened of batch) {
    const answersAnother = (known: ReceiptRecord): Promise<boolean> => isForAnother(receiving, opened, known, soFar);
    const recognised = await recognition.recognise(receiving, opened, { seen, answersAnother });
    if (recognised.before !== null) {
      fresh.push(...(await planKnown(receiving, opened, recognised.before, met)));
      continue;
    }
    const planned = await planNew(receiving, opened, recognised, soFar);
    for (const { record } of planned) met.add(record.id);
    const [first] = planned;
    if (first !== undefined) remember(seen, first.record);
    fresh.push(...planned);
  }
  const receipts = fresh.filter(({ isNew }) => isNew).flatMap(receiptChanges);
  return { fresh, changes: [...receipts, ...links.changes], linked: links.linked };
}

function receiptChanges({ record, bytes, companions }: Planned): readonly LedgerChange[] {
  return [
    { type: 'receipt', record, raw: bytes },
    ...companions.map((companion): LedgerChange => ({ type: 'receipt', record: companion.record, raw: null })),
  ];
}

/** A delivery once more: what an earlier try could not deposit of it is deposited now. */
async function planKnown(
  receiving: Receiving,
  opened: Opened,
  before: ReceiptRecord,
  met: Set<ReceiptId>,
): Promise<readonly Planned[]> {
  const { ledger } = receiving.journal;
  const { carriers } = await knownCompanions(ledger, before);
  const fresh: Planned[] = [];
  for (const record of [before, ...carriers]) {
    const isOnItsWay = met.has(record.id) || receiving.incoming.inHand.find(record.fingerprint) !== null;
    const isDone = isOnItsWay || record.depositedMs !== null;
    if (isDone && record === before) tellDuplicate(receiving, record);
    if (!isOnItsWay)
      fresh.push({
        record,
        delivery: opened.delivery,
        bytes: opened.unsealed.receipt,
        correlation: null,
        companions: (await knownCompanions(ledger, record)).inFile,
        foreignTo: null,
        isNew: false,
        state: isDone ? 'known' : 'in-hand',
      });
    met.add(record.id);
  }
  return fresh;
}

/** One for each file. */
async function planNew(
  receiving: Receiving,
  opened: Opened,
  recognised: Recognised,
  soFar: SoFar,
): Promise<readonly Planned[]> {
  const isOurs = receiving.receiver.foreignTo(opened.unsealed) === null;
  if (isOurs && opened.unsealed.heads.length > 1) return planSeveral(receiving, opened, recognised, soFar);
  return [await planOne(receiving, isOurs ? opened : withoutNumbers(opened), recognised, soFar)];
}

async function planOne(
  receiving: Receiving,
  opened: Opened,
  { fingerprint, repeats }: Recognised,
  soFar: SoFar,
): Promise<Planned> {
  const { links } = soFar;
  const answer = wholeAnswer(opened);
  const byItsWords = await addresseeOf(receiving, answer, soFar);
  const correlation = repeats === null ? byItsWords : await linkedAs(receiving, repeats, byItsWords);
  const given = {
    fingerprint,
    sha256: receiving.receiver.digests.sha256(opened.unsealed.receipt),
    business: businessOf(receiving, opened.unsealed, correlation?.document ?? null),
  };
  const record = createReceipt(receiving, answer, given, correlation);
  const planned: Planned = {
    record,
    delivery: opened.delivery,
    bytes: opened.unsealed.receipt,
    correlation,
    companions: [],
    foreignTo: receiving.receiver.foreignTo(opened.unsealed),
    isNew: true,
    state: 'in-hand',
  };
  if (correlation === null)
    links.wait(record.keys, (document) => {
      planned.record = { ...planned.record, document: document.id };
      return planned.record.id;
    });
  else {
    answered(soFar, record, correlation.document);
    await links.learn(record.keys, correlation.document);
  }
  return planned;
}

/** It is an answer, and a document that waits for one was meant rather than the one of `known`. */
async function isForAnother(
  receiving: Receiving,
  opened: Opened,
  known: ReceiptRecord,
  soFar: SoFar,
): Promise<boolean> {
  if (!isAnswer(known) || receiving.receiver.foreignTo(opened.unsealed) !== null) return false;
  const several = severalAnswers(opened);
  const answers: readonly Answer[] = several.length > 1 ? several : [wholeAnswer(opened)];
  const before = await allOfMessage(receiving.journal.ledger, known);
  const answeredBefore = new Set(before.map((one) => one.document));
  for (const answer of answers.filter((one) => isAnswer(one.unsealed))) {
    const document = (await addresseeOf(receiving, answer, soFar))?.document.id ?? null;
    if (document === null || answeredBefore.has(document) || soFar.answers.has(document)) continue;
    if (!(await receiving.journal.ledger.receiptsOf(document)).some(isAnswer)) return true;
  }
  return false;
}

/**
 * Another client numbers and names its documents by itself: that says nothing about ours, now or when a later receipt comes. A
 * message id of ours is proof, whatever the envelope says.
 */
function withoutNumbers({ delivery, unsealed }: Opened): Opened {
  const envelope = { ...unsealed.envelope, businessKeys: [], fileName: null };
  return { delivery, unsealed: { ...unsealed, keys: [], envelope } };
}

function remember(seen: Map<string, ReceiptRecord>, record: ReceiptRecord): void {
  seen.set(record.fingerprint, record);
  // The latest of these bytes, too.
  seen.set(fingerprintOfBytes(record.fingerprint), record);
}

export function tellDuplicate(receiving: Receiving, { id, business, fileName }: ReceiptRecord): void {
  receiving.journal.emit({ type: 'receipt.duplicate', receipt: id, business, fileName });
}

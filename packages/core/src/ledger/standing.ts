import type { CorrelationKey, DocumentId, DocumentRecord, Handled } from '../domain/document.js';
import { NO_STANDING, type Standing } from '../domain/document.js';
import type { ReceiptRecord } from '../domain/receipt.js';
import { advanceCustoms } from '../domain/receipts/customs.js';

/** Numbers that receipts teach are two or three; a platform that invents them without end must not make a record grow. */
const LEARNED_MAX = 32;

/** The record as a writer of records wants it, with what only the ledger itself knows of it. */
export function keepingStanding(known: DocumentRecord, record: DocumentRecord): DocumentRecord {
  return record.standing === known.standing ? record : { ...record, standing: known.standing };
}

/** The same object where the receipt says nothing new. */
export function withReceipt(document: DocumentRecord, receipt: ReceiptRecord): DocumentRecord {
  const before = document.standing ?? NO_STANDING;
  const customs = advanceCustoms(before.customs, receipt, document.keys);
  const answeredMs = firstAnswer(before.answeredMs, receipt);
  const isNews = customs !== before.customs || answeredMs !== before.answeredMs;
  return isNews ? withStanding(document, { customs, answeredMs }) : document;
}

/** A receipt that cannot be understood is no answer. */
function firstAnswer(known: number | null, { kind, receivedMs }: ReceiptRecord): number | null {
  if (kind === 'unknown') return known;
  return known === null ? receivedMs : Math.min(known, receivedMs);
}

export function withLearned(document: DocumentRecord, key: CorrelationKey): DocumentRecord {
  const learned = document.standing?.learned ?? [];
  return learned.length >= LEARNED_MAX ? document : withStanding(document, { learned: [...learned, key] });
}

export function hasLearned({ standing }: DocumentRecord, key: CorrelationKey): boolean {
  return standing?.learned.some(({ name, value }) => name === key.name && value === key.value) === true;
}

export function withHandled(document: DocumentRecord, handled: Handled | null): DocumentRecord {
  return withStanding(document, { handled });
}

export function withSuccessor(document: DocumentRecord, replacedBy: DocumentId): DocumentRecord {
  return withStanding(document, { replacedBy });
}

function withStanding(document: DocumentRecord, change: Partial<Standing>): DocumentRecord {
  return { ...document, standing: { ...(document.standing ?? NO_STANDING), ...change } };
}

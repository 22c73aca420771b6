import type { BusinessDay, DayReport } from '../../contract/day-report.js';
import { expiryOf } from '../../contract/expiry.js';
import { Fault } from '../../contract/fault.js';
import type { Snapshot } from '../../contract/snapshot.js';
import type { DocumentId } from '../../domain/document.js';
import type { ReceiptId } from '../../domain/receipt.js';
import { emptyDay, withDocument } from '../../domain/report/business-day.js';
import type { BusinessHeld } from '../../domain/report/held-times.js';
import { formatDay, parseStamp } from '../../domain/stamp.js';
import type { Clock } from '../../ports/clock.js';
import { ANY_DOCUMENT, type LedgerReader } from '../../ports/ledger.js';
import type { BusinessUnit } from '../units/business-unit.js';
import { answeredBusiness } from './answered-business.js';
import { type AnsweredBusiness, overdue } from './overdue.js';

export interface ReportWorld {
  readonly ledger: LedgerReader;
  readonly businesses: readonly AnsweredBusiness[];
  /** How long flows were held on a day, of all businesses. */
  readonly held: (day: string) => readonly BusinessHeld[];
  /** When the certificate of the signer ends; null = not known. */
  readonly signerUntilMs: number | null;
  readonly clock: Pick<Clock, 'nowMs'>;
}

/** What an agent has of it. */
export interface ReportSources {
  readonly ledger: LedgerReader;
  readonly units: () => readonly BusinessUnit[];
  readonly snapshot: () => Snapshot;
  readonly held: ReportWorld['held'];
  readonly clock: Pick<Clock, 'nowMs'>;
}

export function agentReport(sources: ReportSources, day: string | null): Promise<DayReport> {
  const { ledger, units, snapshot, held, clock } = sources;
  const signerUntilMs = snapshot().signer?.validUntilMs ?? null;
  return dayReport({ ledger, businesses: units().map(answeredBusiness), held, signerUntilMs, clock }, day);
}

const DAY_MS = 86_400_000;
/** Read at a time: a day of a large firm does not fill the memory. */
const PAGE = 500;
/** A flow that was held for less than a second held up nothing that a person would ask about. */
const HELD_MS = 1_000;

/** A day of every business, from what is kept on disk alone, so that a restart changes nothing. Rejects with `command.usage` for no day. */
export async function dayReport(world: ReportWorld, day: string | null): Promise<DayReport> {
  const { ledger, businesses, signerUntilMs, clock } = world;
  const nowMs = clock.nowMs();
  const wanted = day ?? formatDay(nowMs);
  const span = spanOf(wanted);
  const days = new Map<string, BusinessDay>();
  const change = (business: string, next: (before: BusinessDay) => BusinessDay): void =>
    void days.set(business, next(days.get(business) ?? emptyDay(business)));
  await addDocuments(ledger, span, change);
  await addReceipts(ledger, span, change);
  const late = await overdue(ledger, businesses, { business: null, sinceMs: span.sinceMs }, clock);
  for (const { document } of late.documents)
    if (document.times.claimed < span.untilMs)
      change(document.business, (before) => ({ ...before, overdue: before.overdue + 1 }));
  for (const { business, ...time } of [...world.held(wanted)].sort((a, b) => b.heldMs - a.heldMs))
    if (time.heldMs >= HELD_MS) change(business, (before) => ({ ...before, held: [...before.held, time] }));
  const seal = await ledger.lastSeal();
  return {
    day: wanted,
    isWhole: span.untilMs <= nowMs,
    businesses: [...days.values()].sort((a, b) => (a.business < b.business ? -1 : 1)),
    signerDays: signerUntilMs === null ? null : expiryOf(signerUntilMs, nowMs).daysLeft,
    bookHead: seal === null ? null : { day: seal.day, head: seal.head },
  };
}

interface Span {
  readonly sinceMs: number;
  /** Exclusive. */
  readonly untilMs: number;
}

function spanOf(day: string): Span {
  const sinceMs = parseStamp(`${day}000000`);
  if (sinceMs !== null) return { sinceMs, untilMs: sinceMs + DAY_MS };
  throw new Fault('command.usage', {
    option: '--date',
    value: day,
    zh: '--date 应为日期，如 2026-12-05',
    en: '--date is a day, e.g. 2026-12-05',
  });
}

type Change = (business: string, next: (before: BusinessDay) => BusinessDay) => void;

async function addDocuments(ledger: LedgerReader, span: Span, change: Change): Promise<void> {
  let before: DocumentId | null = null;
  for (;;) {
    const documents = await ledger.listDocuments({ ...ANY_DOCUMENT, ...span, before, limit: PAGE });
    for (const document of documents) change(document.business, (day) => withDocument(day, document));
    before = documents.at(-1)?.id ?? null;
    if (documents.length < PAGE) return;
  }
}

async function addReceipts(ledger: LedgerReader, span: Span, change: Change): Promise<void> {
  let before: ReceiptId | null = null;
  for (;;) {
    const receipts = await ledger.listReceipts({ business: null, text: null, ...span, before, limit: PAGE });
    for (const { business } of receipts) change(business, (day) => ({ ...day, receipts: day.receipts + 1 }));
    before = receipts.at(-1)?.id ?? null;
    if (receipts.length < PAGE) return;
  }
}

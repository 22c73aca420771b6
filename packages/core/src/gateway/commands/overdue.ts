import type { OverdueDocument, OverdueLimit, OverdueParams, OverdueReport } from '../../contract/commands.js';
import { type BusinessKey, businessKey, type DocumentId, type DocumentRecord } from '../../domain/document.js';
import type { ReceiptId } from '../../domain/receipt.js';
import { isAnswered, isLate, type LatenessRule, learnLimit } from '../../domain/receipts/lateness.js';
import type { Clock } from '../../ports/clock.js';
import { ANY_DOCUMENT, type LedgerReader } from '../../ports/ledger.js';

/** A business whose documents are answered, and how soon they should be. */
export interface AnsweredBusiness {
  readonly key: BusinessKey;
  readonly resultWithinMs: number;
  /** False where no answer is publicly known: then nothing is late before answers have been seen. */
  readonly isAnswerKnown: boolean;
}

const DAY_MS = 86_400_000;
/** What was not answered for a week is no longer late but lost; `sinceMs` looks further back. */
const LOOK_BACK_MS = 7 * DAY_MS;
const PAGE = 1_000;

/**
 * Names documents that the broker has confirmed and that nothing was heard of for too long. Reads the receipts and the documents
 * of that time once each, in pages, so a running agent goes on meanwhile.
 */
export async function overdue(
  ledger: LedgerReader,
  businesses: readonly AnsweredBusiness[],
  params: OverdueParams,
  clock: Pick<Clock, 'nowMs'>,
): Promise<OverdueReport> {
  const nowMs = clock.nowMs();
  const sinceMs = params.sinceMs ?? nowMs - LOOK_BACK_MS;
  const wanted = params.business === null ? null : businessKey(params.business);
  const asked = businesses.filter(({ key }) => wanted === null || key === wanted);
  const answeredAt = await firstAnswers(ledger, sinceMs);
  const rules = new Map<BusinessKey, LatenessRule>();
  const waits = new Map<BusinessKey, number[]>(asked.map(({ key }) => [key, []]));
  const waiting: DocumentRecord[] = [];
  for await (const document of documentsSince(ledger, sinceMs, wanted)) {
    const sentMs = document.times.confirmed ?? document.times.filed;
    if (sentMs === null || document.stage === 'rejected' || document.stage === 'withdrawn') continue;
    const answerMs = answeredAt.get(document.id);
    if (answerMs === undefined) waiting.push(document);
    else waits.get(document.business)?.push(Math.max(0, answerMs - sentMs));
  }
  for (const { key, resultWithinMs, isAnswerKnown } of asked)
    rules.set(key, { limitMs: resultWithinMs, isAnswerKnown, ...learnLimit(waits.get(key) ?? []) });
  return {
    limits: asked.map(({ key }) => limitOf(key, rules.get(key))).filter((limit) => limit !== null),
    documents: waiting
      .map((document) => judge(document, rules.get(document.business), nowMs))
      .filter((late) => late !== null)
      .sort((a, b) => b.waitedMs - a.waitedMs),
  };
}

function judge(document: DocumentRecord, rule: LatenessRule | undefined, nowMs: number): OverdueDocument | null {
  const sentMs = document.times.confirmed ?? document.times.filed;
  if (rule === undefined || sentMs === null) return null;
  const waitedMs = nowMs - sentMs;
  const by = isLate(rule, waitedMs);
  return by === null ? null : { document, waitedMs, by };
}

function limitOf(business: BusinessKey, rule: LatenessRule | undefined): OverdueLimit | null {
  if (rule === undefined) return null;
  const { limitMs, learnedMs, answers } = rule;
  return { business, limitMs: isAnswered(rule) ? limitMs : null, learnedMs, answers };
}

/** When the first word about each document came; a receipt that nobody understands is no answer. */
async function firstAnswers(ledger: LedgerReader, sinceMs: number): Promise<ReadonlyMap<DocumentId, number>> {
  const first = new Map<DocumentId, number>();
  const query = { business: null, sinceMs, untilMs: null, text: null, limit: PAGE };
  let before: ReceiptId | null = null;
  for (;;) {
    const page = await ledger.listReceipts({ ...query, before });
    // Newest first, so what is set last is the earliest.
    for (const { document, kind, receivedMs } of page)
      if (document !== null && kind !== 'unknown') first.set(document, receivedMs);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return first;
    before = last.id;
  }
}

/** Newest first. */
async function* documentsSince(
  ledger: LedgerReader,
  sinceMs: number,
  business: BusinessKey | null,
): AsyncGenerator<DocumentRecord> {
  const query = { ...ANY_DOCUMENT, business, sinceMs, limit: PAGE };
  let before: DocumentId | null = null;
  for (;;) {
    const page = await ledger.listDocuments({ ...query, before });
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    before = last.id;
  }
}

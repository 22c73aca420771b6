import type { OverdueDocument, OverdueLimit, OverdueParams, OverdueReport } from '../../contract/commands.js';
import { type BusinessKey, businessKey, type DocumentRecord } from '../../domain/document.js';
import { isAnswered, isLate, type LatenessRule, LEARNED_FROM_MAX, learnLimit } from '../../domain/receipts/lateness.js';
import type { Clock } from '../../ports/clock.js';
import type { LedgerReader } from '../../ports/ledger.js';

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
/** Of one business, the oldest; a platform that is away for days must not cost the memory of all that waits for it. */
const LISTED_MAX = 10_000;

/**
 * Names documents that the broker has confirmed and that nothing was heard of for too long. The ledger has them in an index, so that what
 * was answered costs nothing but the newest, of which the usual wait is learned.
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
  const limits: OverdueLimit[] = [];
  const documents: OverdueDocument[] = [];
  for (const { key, resultWithinMs, isAnswerKnown } of businesses) {
    if (wanted !== null && key !== wanted) continue;
    const waits = await ledger.latestWaits(key, sinceMs, LEARNED_FROM_MAX);
    const rule = { limitMs: resultWithinMs, isAnswerKnown, ...learnLimit(waits) };
    limits.push(limitOf(key, rule));
    documents.push(...(await lateOf(ledger, key, rule, { sinceMs, nowMs })));
  }
  return { limits, documents: documents.sort((a, b) => b.waitedMs - a.waitedMs) };
}

async function lateOf(
  ledger: LedgerReader,
  business: BusinessKey,
  rule: LatenessRule,
  { sinceMs, nowMs }: { readonly sinceMs: number; readonly nowMs: number },
): Promise<readonly OverdueDocument[]> {
  const late: OverdueDocument[] = [];
  if (!isAnswered(rule)) return late;
  // What was claimed later cannot have waited for so long.
  const untilMs = nowMs - Math.min(rule.limitMs, rule.learnedMs ?? rule.limitMs);
  for await (const document of ledger.unanswered({ business, sinceMs, untilMs })) {
    const judged = judge(document, rule, nowMs);
    if (judged !== null) late.push(judged);
    if (late.length === LISTED_MAX) break;
  }
  return late;
}

function judge(document: DocumentRecord, rule: LatenessRule, nowMs: number): OverdueDocument | null {
  const sentMs = document.times.confirmed ?? document.times.filed;
  if (sentMs === null) return null;
  const waitedMs = nowMs - sentMs;
  const by = isLate(rule, waitedMs);
  return by === null ? null : { document, waitedMs, by };
}

function limitOf(business: BusinessKey, rule: LatenessRule): OverdueLimit {
  const { limitMs, learnedMs, answers } = rule;
  return { business, limitMs: isAnswered(rule) ? limitMs : null, learnedMs, answers };
}

import { Fault } from '../../contract/fault.js';
import type { DocumentListParams, ReceiptListParams } from '../../contract/lists.js';
import { businessKey, type DocumentId, isDocumentId } from '../../domain/document.js';
import { asReceiptId } from '../../domain/ids.js';
import { CUSTOMS_FILTERS, type CustomsFilter } from '../../domain/receipts/customs-filter.js';
import { STAGES, type Stage } from '../../domain/stage.js';
import type { DocumentQuery, ReceiptQuery } from '../../ports/ledger.js';

/** What one answer holds at most; a caller pages with `before`. */
const LIST_MAX = 1_000;

/** What came over the wire becomes what the ledger takes; rejects with `command.usage`. */
export function toDocumentQuery(params: DocumentListParams): DocumentQuery {
  return {
    ...params,
    business: params.business === null ? null : businessKey(params.business),
    stages: params.stages === null ? null : params.stages.map(toStage),
    customs: params.customs === null ? null : params.customs.map(toCustoms),
    isConcerning: false,
    before: params.before === null ? null : toDocumentId(params.before),
    limit: Math.min(params.limit, LIST_MAX),
  };
}

export function toReceiptQuery(params: ReceiptListParams): ReceiptQuery {
  const { business, sinceMs, untilMs, text, before, limit } = params;
  return {
    business: business === null ? null : businessKey(business),
    sinceMs,
    untilMs,
    text,
    before: before === null ? null : asReceiptId(before),
    limit: Math.min(limit, LIST_MAX),
  };
}

export function toDocumentId(text: string): DocumentId {
  if (!isDocumentId(text)) throw new Fault('command.usage', { document: text });
  return text;
}

function toCustoms(text: string): CustomsFilter {
  const state = CUSTOMS_FILTERS.find((known) => known === text);
  if (state === undefined) throw new Fault('command.usage', { customs: text, known: CUSTOMS_FILTERS.join(' ') });
  return state;
}

function toStage(text: string): Stage {
  const stage = STAGES.find((known) => known === text);
  if (stage === undefined) throw new Fault('command.usage', { stage: text, known: STAGES.join(' ') });
  return stage;
}

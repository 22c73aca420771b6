import { FAULTS } from '../../contract/fault-table.js';
import { type DocumentRecord, isRefusedLater } from '../../domain/document.js';

/** What a person has to know of a document that was refused when it was sent again; null = it is none. */
export function refusedLaterWords(document: DocumentRecord): { readonly zh: string; readonly en: string } | null {
  if (document.fault === null || !isRefusedLater(document)) return null;
  const { zh, en } = FAULTS[document.fault.code];
  return {
    zh: `再次发送被拒（${zh.meaning}），而先前一次可能已送达。请等待回执，或与平台核对后用 swic settle 处理`,
    en: `sent again it was refused (${en.meaning}), and an earlier attempt may have arrived. Wait for a receipt, or ask the platform and use swic settle`,
  };
}

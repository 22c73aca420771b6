import { Fault } from '../../contract/fault.js';
import type { DocumentRecord } from '../../domain/document.js';
import type { Stage } from '../../domain/stage.js';
import type { LedgerReader } from '../../ports/ledger.js';
import { findDocuments } from './find-documents.js';

type Words = readonly [zh: string, en: string];

/** What a person does about it, whatever was asked for. */
export const OUTCOME_UNKNOWN: Words = [
  '单据结果未知：先核实平台是否已收到，再用 swic settle 处理',
  'its outcome is unknown: find out whether the platform has it, then swic settle',
];

const ON_ITS_WAY: Words = ['单据仍在发送中，归档后才能重发', 'it is still on its way: wait until it is filed'];

/** Why a document that is not on its way either has no file that could be sent again. */
const NOT_RESENDABLE: { readonly [Each in Stage]?: Words } = {
  unknown: OUTCOME_UNKNOWN,
  withdrawn: [
    '单据已放回 OutBox，会作为新单据发送',
    'it was put back into OutBox, and is sent from there as a new one',
  ],
  lost: ['单据文件已丢失，没有可重发的内容', 'its file is lost: there is nothing to send'],
};

/**
 * The one filed or rejected document that the word means. Rejects with `command.not-found`, `command.usage` where it means several,
 * and `command.failed`, with the reason in a sentence, where the document has no file that could be sent.
 */
export async function findResendable(ledger: LedgerReader, word: string): Promise<DocumentRecord> {
  const all = await findDocuments(ledger, word);
  const withFile = all.filter(({ stage }) => stage === 'filed' || stage === 'rejected');
  const [only, second] = withFile;
  if (second !== undefined) throw meansSeveral(word, withFile.length);
  if (only !== undefined) return only;
  const [other] = all;
  if (other === undefined) throw new Fault('command.not-found', { document: word });
  const [zh, en] = NOT_RESENDABLE[other.stage] ?? ON_ITS_WAY;
  throw new Fault('command.failed', { document: other.id, zh, en });
}

/** A document that a correction may replace: one that has no successor yet, since two would be one declaration sent twice. */
export async function findCorrectable(ledger: LedgerReader, word: string): Promise<DocumentRecord> {
  const document = await findResendable(ledger, word);
  const successor = document.standing?.replacedBy ?? null;
  if (successor === null) return document;
  throw new Fault('command.failed', {
    document: document.id,
    zh: `已由 ${successor} 替代，请更正后续单据`,
    en: `it was replaced by ${successor}: correct that one`,
  });
}

export function meansSeveral(word: string, documents: number): Fault {
  return new Fault('command.usage', {
    document: word,
    documents,
    zh: '对应多份单据，请用单据编号指定',
    en: 'it means several documents: name one by its id',
  });
}

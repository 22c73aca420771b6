import type { Trace, TraceStep } from '../../contract/commands.js';
import { FAULTS } from '../../contract/fault-table.js';
import type { ActRecord } from '../../domain/act.js';
import type { DocumentRecord, Handled, Verdict } from '../../domain/document.js';
import type { ReceiptRecord } from '../../domain/receipt.js';
import { findCode } from '../../domain/receipts/codes.js';
import type { LedgerReader } from '../../ports/ledger.js';
import { findDocuments } from './find-documents.js';
import { refusedLaterWords } from './refused-later.js';
import { declarationState } from './states.js';
import { undecidedReceipts, undecidedStep } from './undecided.js';

/** The whole story of every document that the query means, newest document first; empty when none is known. */
export async function trace(ledger: LedgerReader, query: string): Promise<readonly Trace[]> {
  const traces: Trace[] = [];
  const acts = await ledger.listActs(null, ACTS_MAX);
  for (const document of await findDocuments(ledger, query)) {
    const receipts = await ledger.receiptsOf(document.id);
    const same = await ledger.findByName(document.business, document.name, 100);
    const undecided = await undecidedReceipts(ledger, document);
    // A corrected successor may have another name: the latest is known to the document itself.
    const known = same.filter(({ origin }) => origin === document.id).map(({ id }) => id);
    const latest = document.standing?.replacedBy ?? null;
    const resentAs = latest === null || known.includes(latest) ? known : [latest, ...known];
    traces.push({
      document,
      receipts,
      state: declarationState(receipts, document.keys),
      resentAs,
      steps: [
        ...documentSteps(document),
        ...receipts.map(receiptStep),
        ...undecided.map(undecidedStep),
        ...acts.filter((act) => act.document === document.id).flatMap(actStep),
      ].sort((a, b) => a.atMs - b.atMs),
    });
  }
  return traces;
}

/** A person acts rarely: what was asked for about one document is among the latest of these. */
const ACTS_MAX = 1_000;

/** A verdict and what was dealt with are steps of the document itself. */
const ACTS: Readonly<Record<string, Words>> = {
  resend: ['要求重新发送', 'asked to send it again'],
  correct: ['提交了更正后的文件', 'brought a corrected file'],
};

function actStep({ atMs, command, user }: ActRecord): readonly TraceStep[] {
  const words = ACTS[command];
  if (words === undefined) return [];
  return [{ atMs, step: command, zh: `操作员 ${user}：${words[0]}`, en: `the operator ${user}: ${words[1]}` }];
}

type Words = readonly [zh: string, en: string];

const TIME_STEPS = [
  ['found', ['在 OutBox 中发现', 'found in OutBox']],
  ['settled', ['文件已写完', 'settled: it stopped changing']],
  ['claimed', ['已领取，移入 TempBox', 'claimed into TempBox']],
  ['sealed', ['已校验并封装，发送意图已记入本地记录', 'checked and sealed, the intent to send is in the ledger']],
  ['confirmed', ['消息服务器已确认', 'confirmed by the broker']],
] as const satisfies readonly (readonly [keyof DocumentRecord['times'], Words])[];

function documentSteps(document: DocumentRecord): readonly TraceStep[] {
  const steps: TraceStep[] = [];
  for (const [step, [zh, en]] of TIME_STEPS) {
    const atMs = document.times[step];
    if (atMs !== null) steps.push({ atMs, step, zh, en });
  }
  const { signedBy, verdict, times } = document;
  if (signedBy !== null)
    steps.push({
      atMs: times.sealed ?? times.claimed,
      step: 'signed',
      zh: `已签名，证书 ${signedBy}`,
      en: `signed with certificate ${signedBy}`,
    });
  if (verdict !== null) steps.push(verdictStep(verdict));
  const handled = document.standing?.handled ?? null;
  if (handled !== null) steps.push(handledStep(handled));
  const last = lastStep(document);
  return last === null ? steps : [...steps, last];
}

const VERDICTS = {
  sent: ['已发送', 'it was sent'],
  resend: ['重新发送', 'send it again'],
  withdraw: ['放回 OutBox', 'put it back into OutBox'],
  lost: ['文件已丢失', 'its file is lost'],
} as const satisfies Record<Verdict['as'], Words>;

function verdictStep({ as, by, atMs, receipt }: Verdict): TraceStep {
  if (receipt !== null) {
    const words = { zh: `回执 ${receipt} 表明已送达`, en: `receipt ${receipt} shows that it arrived` };
    return { atMs, step: 'verdict', ...words };
  }
  const [zh, en] = VERDICTS[as];
  return { atMs, step: 'verdict', zh: `操作员 ${by}：${zh}`, en: `the operator ${by}: ${en}` };
}

function handledStep({ by, atMs, note }: Handled): TraceStep {
  const zh = `操作员 ${by}：已处理${note === '' ? '' : `（${note}）`}`;
  const en = `the operator ${by}: dealt with${note === '' ? '' : ` (${note})`}`;
  return { atMs, step: 'handled', zh, en };
}

function unknownWords(document: DocumentRecord): { readonly zh: string; readonly en: string } {
  const why = document.fault === null ? null : FAULTS[document.fault.code];
  const refused = refusedLaterWords(document);
  return {
    zh: `结果未知：${refused?.zh ?? why?.zh.advice ?? ''}`,
    en: `outcome unknown: ${refused?.en ?? why?.en.advice ?? ''}`,
  };
}

function lastStep(document: DocumentRecord): TraceStep | null {
  const { stage, fault, filedAs, times } = document;
  const why = fault === null ? null : FAULTS[fault.code];
  const atMs = times.filed ?? times.confirmed ?? times.sealed ?? times.claimed;
  const path = filedAs === null ? '' : `${filedAs.box}/${filedAs.path}`;
  switch (stage) {
    case 'filed':
      return { atMs, step: 'filed', zh: `已归档：${path}`, en: `filed: ${path}` };
    case 'rejected':
      return {
        atMs,
        step: 'rejected',
        zh: `校验失败：${why?.zh.meaning ?? ''} ${path}`,
        en: `rejected: ${why?.en.meaning ?? ''} ${path}`,
      };
    case 'unknown':
      return {
        atMs,
        step: 'unknown',
        ...unknownWords(document),
      };
    case 'withdrawn':
      return { atMs, step: 'withdrawn', zh: `已放回 OutBox：${path}`, en: `put back into OutBox: ${path}` };
    case 'lost':
      return {
        atMs: document.verdict?.atMs ?? atMs,
        step: 'lost',
        zh: '文件已不存在，已结案',
        en: 'its file is nowhere: closed',
      };
    case 'claimed':
    case 'sealed':
    case 'sent':
      return null;
  }
}

function receiptStep(receipt: ReceiptRecord): TraceStep {
  const meaning = findCode(receipt.codeTable, receipt.code);
  const zh = [receipt.code, meaning?.zh, receipt.text].filter((part) => part !== null && part !== undefined).join(' ');
  const en = [receipt.code, meaning?.en, receipt.text].filter((part) => part !== null && part !== undefined).join(' ');
  return {
    atMs: receipt.receivedMs,
    step: receipt.kind,
    zh: `回执 ${receipt.fileName}${isOneOfSeveral(receipt) ? '（文件含多份回执，此为其一）' : ''}：${zh}`,
    en: `receipt ${receipt.fileName}${isOneOfSeveral(receipt) ? ' (one of several in the file)' : ''}: ${en}`,
  };
}

function isOneOfSeveral({ carrier, companions }: ReceiptRecord): boolean {
  return carrier !== null || companions.length > 0;
}

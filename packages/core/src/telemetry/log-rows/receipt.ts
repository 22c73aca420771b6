import type { EventType, SwicEvent } from '../../contract/events.js';
import { wordFor } from '../../contract/plain-words.js';
import { shortened } from '../../domain/cut-text.js';
import type { LogRows } from './row.js';

type ReceiptEvent = Extract<EventType, `receipt.${string}`>;

const KINDS = {
  'send-result': ['发送结果', 'send result'],
  'business-receipt': ['业务回执', 'business receipt'],
  'platform-response': ['平台响应', 'platform response'],
  unknown: ['未知回执', 'receipt of unknown kind'],
} as const;

export const RECEIPT_ROWS: LogRows<ReceiptEvent> = {
  'receipt.deposited': {
    // What the platform did not take may be overlooked; what customs returns is its daily work.
    level: (event) => (event.isSuccess !== false ? 'info' : event.kind === 'business-receipt' ? 'warn' : 'error'),
    about: ['回执已放入 InBox', 'A receipt is in its InBox'],
    zh: (event) =>
      `${event.business} 收到${KINDS[event.kind][0]} ${event.fileName}${told(event, '成功', '失败', '：')}`,
    en: (event) =>
      `${event.business} ${KINDS[event.kind][1]} ${event.fileName}${told(event, 'success', 'failure', ': ')}`,
    fields: ['receipt', 'business', 'kind', 'fileName', 'document', 'code', 'isSuccess', 'text', 'answeredMs'],
  },
  'receipt.waiting': {
    level: 'info',
    about: [
      '该业务接收已停止，回执保存在本地记录中',
      'Receiving is stopped for this business; the ledger keeps the receipt',
    ],
    zh: (event) => `${event.business} 接收已停止，回执 ${event.receipt} 暂存`,
    en: (event) => `${event.business} receiving is stopped, receipt ${event.receipt} is kept`,
    fields: ['receipt', 'business', 'kind', 'document'],
  },
  'receipt.duplicate': {
    level: 'info',
    about: ['同一回执再次到达，已忽略', 'The same receipt came again and was recognised'],
    zh: (event) => `${event.business} 重复回执 ${event.fileName}，已忽略`,
    en: (event) => `${event.business} receipt ${event.fileName} came again, recognised`,
    fields: ['receipt', 'business', 'fileName'],
  },
  'receipt.unreadable': {
    level: 'warn',
    about: ['收到无法解析的报文，原样保存', 'A received message cannot be understood and is kept as it is'],
    zh: (event) => `无法解析的报文，原样保存为 ${event.fileName}：${event.reason}`,
    en: (event) => `A message that cannot be understood is kept as ${event.fileName}: ${event.reason}`,
    fields: ['receipt', 'fileName', 'reason'],
  },
  'receipt.foreign': {
    level: 'warn',
    about: [
      '收到发给其他客户端编号的回执；按 receive.onForeign 保留或拒收',
      'A receipt is addressed to another client id; receive.onForeign says whether it is kept',
    ],
    zh: (event) =>
      event.policy === 'keep'
        ? `${event.business} 回执 ${event.fileName} 的收件方是 ${event.addressee}，不是本客户端；已保留，不与单据对应`
        : `${event.business} 收到发给 ${event.addressee} 的回执，不是本客户端，已拒收`,
    en: (event) =>
      event.policy === 'keep'
        ? `${event.business} receipt ${event.fileName} is addressed to ${event.addressee} and not to us: kept, and linked to no document by its keys`
        : `${event.business} a receipt addressed to ${event.addressee} and not to us was refused`,
    fields: ['receipt', 'business', 'fileName', 'addressee', 'policy'],
  },
  'receipt.linked': {
    level: 'debug',
    about: ['回执已对应到单据', 'A receipt was found to answer a document'],
    zh: (event) => `回执 ${event.receipt} 对应单据 ${event.document}，依据${wordFor('linkedBy', event.by, 'zh')}`,
    en: (event) => `Receipt ${event.receipt} answers document ${event.document}, by ${event.by}`,
    fields: ['receipt', 'document', 'by'],
  },
};

type Deposited = Extract<SwicEvent, { readonly type: 'receipt.deposited' }>;

/** A refusal with its reason: the line is all that is seen of it where the log is watched. */
function told({ code, isSuccess, text }: Deposited, good: string, bad: string, colon: string): string {
  const words = [isSuccess === null ? null : isSuccess ? good : bad, code].filter((word) => word !== null);
  const reason = isSuccess === false && text !== null ? `${colon}${shortened(text, REASON_LENGTH_MAX)}` : '';
  return words.length === 0 ? '' : ` (${words.join(', ')})${reason}`;
}

const REASON_LENGTH_MAX = 120;

export type Locale = 'zh' | 'en';

import type { DOCUMENT_FACTS } from '../../domain/book/facts.js';

type FactName = (typeof DOCUMENT_FACTS)[number] | 'received' | 'linked' | 'deposited';

/** What a fact of the book is called in its report. */
export const FACT_WORDS: Readonly<Record<FactName, Readonly<Record<Locale, string>>>> = {
  found: { zh: '发现文件', en: 'found' },
  claimed: { zh: '已取走', en: 'claimed' },
  intent: { zh: '准备发送', en: 'about to be sent' },
  confirmed: { zh: '交换平台已确认', en: 'confirmed by the broker' },
  rejected: { zh: '校验失败', en: 'rejected' },
  unknown: { zh: '结果不明', en: 'outcome unknown' },
  settled: { zh: '已判定', en: 'settled' },
  filed: { zh: '已归档', en: 'filed' },
  withdrawn: { zh: '已撤回到 OutBox', en: 'withdrawn to OutBox' },
  lost: { zh: '已认定丢失', en: 'lost' },
  handled: { zh: '已人工处理', en: 'handled by a person' },
  replaced: { zh: '已由新单据替代', en: 'replaced' },
  pruned: { zh: '已按保存期限清除记录', en: 'record removed by retention' },
  received: { zh: '收到回执', en: 'receipt received' },
  linked: { zh: '回执已对应到单据', en: 'receipt linked to its document' },
  deposited: { zh: '回执已写入 InBox', en: 'receipt written to InBox' },
};

export function factWord(fact: string, locale: Locale): string {
  return fact in FACT_WORDS ? FACT_WORDS[fact as FactName][locale] : fact;
}

/** What entries that are of no document and no receipt are called. */
export const KIND_WORDS: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  act: { zh: '网页操作', en: 'act on the page' },
  run: { zh: '客户端启动', en: 'agent started' },
  damage: { zh: '本地记录损坏', en: 'ledger damaged' },
  gap: { zh: '此处有未记入存证簿的写入', en: 'writes that the book does not tell of' },
  undone: { zh: '撤销的记录', en: 'entries that do not count' },
  seal: { zh: '当日封册', en: 'day sealed' },
  witness: { zh: '当日封册签名', en: 'signature over the head of a day' },
};

/** What the details of a fact are called in Chinese; in English they have the names of the entries. */
export const DETAIL_WORDS: Readonly<Record<string, string>> = {
  as: '判定',
  attempt: '第几次',
  batchesMissing: '缺失批次',
  box: '目录',
  by: '人员',
  code: '代码',
  codeTable: '代码表',
  command: '命令',
  about: '对象',
  user: '用户',
  day: '日期',
  entries: '记录数',
  file: '文件',
  first: '起',
  last: '止',
  from: '起',
  to: '止',
  gaps: '缺口',
  isAcknowledged: '已确认',
  isReadable: '可读',
  keys: '编号',
  messageId: '报文标识',
  messageType: '报文类型',
  noticedMs: '发现时间',
  note: '备注',
  origin: '重发自',
  path: '位置',
  root: '根元素',
  rule: '规则',
  signedBy: '签名证书',
  sizeBytes: '字节数',
  state: '状态',
  tables: '数据表',
  type: '类型',
};

export const REPORT_WORDS = {
  title: { zh: '存证簿', en: 'Book of evidence' },
  time: { zh: '时间（北京时间）', en: 'Time (China)' },
  business: { zh: '业务', en: 'Business' },
  document: { zh: '单据编号', en: 'Document' },
  name: { zh: '文件名', en: 'File' },
  what: { zh: '事项', en: 'What' },
  detail: { zh: '说明', en: 'Detail' },
  entry: { zh: '序号', en: 'Entry' },
  content: { zh: '报文 SHA-256', en: 'SHA-256 of the message' },
  documents: { zh: '单据', en: 'Documents' },
  others: { zh: '其他事项', en: 'Other entries' },
  heads: { zh: '每日封册哈希', en: 'Heads of days' },
  receipt: { zh: '回执编号', en: 'Receipt' },
  open: { zh: '（尚未封册）', en: '(not sealed yet)' },
  proof: {
    zh: '本报告仅供阅读。证据是 entries.ndjson，用 verify.html（浏览器打开）、verify.mjs（Node.js）或 swic book verify 核验。',
    en: 'This report is for reading. The proof is entries.ndjson: check it with verify.html (in a browser), verify.mjs (Node.js) or swic book verify.',
  },
  many: {
    zh: '单据过多，此处只列出前面一部分；全部内容见 CSV 文件。',
    en: 'There are too many documents: these are the first ones, the CSV file has all.',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Locale, string>>>>;

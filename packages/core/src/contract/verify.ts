/** How `verify` looks, and whether it may move files. */
export interface VerifyParams {
  /** Reads every file. Otherwise only those whose size or time says that they changed since they were put there. */
  readonly full: boolean;
  /** Moves back what is in another place, where its content proves whose it is. Nothing is deleted or overwritten. */
  readonly repair: boolean;
}

/** What `verify` can find: a name for scripts; words, severity and advice are in VERIFY_KINDS. */
export type VerifyKind =
  | 'missing'
  | 'altered'
  | 'unreadable'
  | 'misplaced'
  | 'copy'
  | 'foreign'
  | 'unclaimed'
  | 'nameless'
  | 'receipt-altered'
  | 'other-ledger'
  | 'accepted'
  | 'unknown-file'
  | 'book';

/** One thing that is not as the ledger says. */
export interface VerifyBreak {
  readonly kind: VerifyKind;
  /** A `break` contradicts the ledger; a `note` does not, and is told all the same. */
  readonly severity: 'break' | 'note';
  /** Id of the document or of the receipt; '' where the ledger knows none. */
  readonly document: string;
  /** '' where it is not known. */
  readonly business: string;
  readonly name: string;
  /** Of the document; `none` without one. */
  readonly stage: string;
  /** Where its file should be: a box, or a path that begins with one; '' where there should be no file. */
  readonly expected: string;
  /** Where it is; of another business's boxes with `BUSINESS:` before it. */
  readonly found: readonly string[];
  /** Can it be moved back, or why is it still there after a try? Null where a repair has nothing safe to do. */
  readonly repair: 'possible' | 'failed' | null;
  readonly advice: { readonly zh: string; readonly en: string };
}

/** What `verify` found: numbers of records and files, and everything that is not as the ledger says. */
export interface VerifyReport {
  readonly documents: number;
  readonly receipts: number;
  /** Files that retention removed by rule: gone, and rightly so. */
  readonly purged: number;
  /** Files that the firm took from FailBox, which is its own to clean. */
  readonly taken: number;
  /** Files of SentBox and FailBox from before the oldest document that the ledger remembers: nothing can be said of them. */
  readonly earlier: number;
  readonly isFull: boolean;
  /** Files whose content was read and compared. */
  readonly compared: number;
  /** At most 1,000; `unlisted` counts the rest. */
  readonly breaks: readonly VerifyBreak[];
  /** At most 1,000. */
  readonly notes: readonly VerifyBreak[];
  readonly unlisted: number;
  /** Moved back by this call. */
  readonly repaired: readonly VerifyBreak[];
}

interface KindWords {
  readonly severity: VerifyBreak['severity'];
  readonly zh: string;
  readonly en: string;
  readonly advice: VerifyBreak['advice'];
}

/** What each kind is called, and what a person can do about it. */
export const VERIFY_KINDS = {
  missing: {
    severity: 'break',
    zh: '文件不见了',
    en: 'missing',
    advice: {
      zh: '文件不在任何目录中。从备份中放回原处；确实没有了，用 swic trace 查看是否已发送，未结束的单据用 swic settle … lost 结束',
      en: 'Its file is in no box. Put it back from a backup; where it is gone for good, see with swic trace whether it was sent, and close an open document with swic settle … lost',
    },
  },
  altered: {
    severity: 'break',
    zh: '内容被改动',
    en: 'altered',
    advice: {
      zh: '文件与当时校验、发送的内容不同。与备份比较；结果未知的单据用 swic settle 决定。更正后的内容应作为新文件放入 OutBox',
      en: 'The file is not what was checked and sent. Compare it with a backup; decide on a document of unknown outcome with swic settle. A correction belongs into OutBox as a new file',
    },
  },
  unreadable: {
    severity: 'break',
    zh: '无法读取',
    en: 'unreadable',
    advice: {
      zh: '文件在，但无法读取，因此无法比较。检查权限，或是否被其他程序占用',
      en: 'The file is there and cannot be read, so it could not be compared. Look at its permissions, and who holds it open',
    },
  },
  misplaced: {
    severity: 'break',
    zh: '放错位置',
    en: 'misplaced',
    advice: {
      zh: '内容完整，但不在应在的位置。swic verify --repair 经确认后移回；未结束的单据请人工移回 TempBox 或用 swic settle 决定',
      en: 'The content is whole and in another place. swic verify --repair moves it back after asking; of a document that is still open, move it back to TempBox or decide with swic settle',
    },
  },
  copy: {
    severity: 'break',
    zh: '多出一份',
    en: 'copy',
    advice: {
      zh: '同一单据的文件有多份。确认后删除多余的那一份；swic 从不删除',
      en: 'The document has more than one file. Remove the one that is too many; swic never deletes it',
    },
  },
  foreign: {
    severity: 'break',
    zh: '来历不明的文件',
    en: 'foreign',
    advice: {
      zh: '文件名像 swic 归档的，但本地记录中没有这份单据：不是 swic 发送的，或恢复备份后本地记录已不记得。恢复过备份的，请运行 swic ledger rebuild；否则查明是谁放的，然后移走',
      en: 'It is named like a file of swic and the ledger knows no such document: swic did not send it, or the ledger has forgotten it. After a restore run swic ledger rebuild; else find out who put it there, then move it away',
    },
  },
  unclaimed: {
    severity: 'break',
    zh: '没有记录的领取文件',
    en: 'unclaimed',
    advice: {
      zh: 'TempBox 中的文件没有记录。重新启动 swic 会处理它；不要自行移动',
      en: 'A file in TempBox without a record. A new start of swic takes care of it; do not move it',
    },
  },
  nameless: {
    severity: 'break',
    zh: 'TempBox 中的外来文件',
    en: 'nameless',
    advice: {
      zh: 'TempBox 中的文件没有单据编号，swic 永远不会处理。要发送的放入 OutBox，其余移走',
      en: 'A file in TempBox without a document id is never handled. Put it into OutBox if it is to be sent, else move it away',
    },
  },
  'receipt-altered': {
    severity: 'break',
    zh: '回执被改动',
    en: 'receipt altered',
    advice: {
      zh: '回执与收到的内容不同。以 swic receipts 的记录为准；原文从备份或平台取得',
      en: 'The receipt is not what was received. What swic receipts says counts; its text comes from a backup or from the platform',
    },
  },
  book: {
    severity: 'break',
    zh: '存证簿不完整',
    en: 'book broken',
    advice: {
      zh: '本地记录的存证簿有改动或缺失。swic book verify 逐处列出；请保持数据目录原样，查明谁动过其中的文件',
      en: 'Entries of the book are changed or missing. swic book verify names each place; leave the data directory as it is and find out who had access to it',
    },
  },
  'other-ledger': {
    severity: 'note',
    zh: '属于另一个 swic',
    en: 'of another swic',
    advice: {
      zh: '由另一个数据目录领取，留给它处理',
      en: 'Another data directory claimed it; it is left to that one',
    },
  },
  accepted: {
    severity: 'note',
    zh: '改动已经人工确认',
    en: 'alteration accepted',
    advice: {
      zh: '发送途中被改动，操作员已确认并照现状归档',
      en: 'It was altered on its way, and an operator had it filed as it is',
    },
  },
  'unknown-file': {
    severity: 'note',
    zh: '其他文件',
    en: 'other file',
    advice: {
      zh: '不是 swic 放的，也不影响任何单据',
      en: 'swic did not put it there, and it concerns no document',
    },
  },
} as const satisfies Record<VerifyKind, KindWords>;

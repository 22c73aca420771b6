import { ownWords } from '../../i18n/index.js';

export const DETAIL_WORDS = ownWords({
  en: {
    'detail.loading': 'Looking it up ...',
    'detail.sent': '{count|time|times} handed over',
    'detail.origin': 'sent again from {document}',
    'detail.resent': 'sent again as {documents}',
    'detail.state': 'declaration',
    'detail.path': 'path',
    'detail.keys': 'numbers',
    'key-name.seqNo': 'seqNo',
    'key-name.entryId': 'entryId',
    'detail.id': 'document',
    'detail.message': 'message',
    'detail.story': 'Story',
    'detail.problems': 'What is wrong ({count})',
    'detail.place': 'line {line}, column {column}',
    'detail.taken': 'The file is no longer in FailBox.',
    'detail.more': '{from}-{to} of {count|line|lines}',
  },
  zh: {
    'detail.loading': '正在查询',
    'detail.sent': '已交付 {count} 次',
    'detail.origin': '由 {document} 重新发送',
    'detail.resent': '已重新发送为 {documents}',
    'detail.state': '报关状态',
    'detail.path': '路径',
    'detail.keys': '编号',
    'key-name.seqNo': '统一编号',
    'key-name.entryId': '报关单号',
    'detail.id': '单据',
    'detail.message': '报文',
    'detail.story': '全过程',
    'detail.problems': '问题（{count}）',
    'detail.place': '第 {line} 行第 {column} 列',
    'detail.taken': '文件已不在 FailBox。',
    'detail.more': '第 {from}-{to} 行，共 {count} 行',
  },
});

declare module '../../i18n/index.js' {
  interface OwnWords {
    readonly detail: keyof typeof DETAIL_WORDS.en;
  }
}

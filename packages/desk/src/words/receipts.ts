import { ownWords } from '../i18n.js';

export const RECEIPTS_WORDS = ownWords({
  en: {
    'column.code': 'code',
    'column.meaning': 'meaning',
    'receipts.empty': 'No receipt yet.',
    'receipts.none': 'No receipt fits.',
    'receipts.text': 'says',
    'receipts.unlinked': 'of no known document',
    'receipts.kind.send-result': 'send result',
    'receipts.kind.business-receipt': 'business receipt',
    'receipts.kind.platform-response': 'word of the platform',
    'receipts.kind.unknown': 'not understood',
  },
  zh: {
    'column.code': '代码',
    'column.meaning': '含义',
    'receipts.empty': '还没有回执。',
    'receipts.none': '没有符合的回执。',
    'receipts.text': '说明',
    'receipts.unlinked': '不属于已知单据',
    'receipts.kind.send-result': '发送结果',
    'receipts.kind.business-receipt': '业务回执',
    'receipts.kind.platform-response': '平台响应',
    'receipts.kind.unknown': '无法识别',
  },
});

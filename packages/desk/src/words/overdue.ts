import { ownWords } from '../i18n.js';

export const OVERDUE_WORDS = ownWords({
  en: {
    'column.waited': 'waiting',
    'column.why': 'why late',
    'column.sent-at': 'sent',
    'column.limit': 'late after',
    'column.learned': '99 % came within',
    'column.answers': 'answers',
    'overdue.count': '{count} late of the last seven days',
    'overdue.as-of': 'as of {time}',
    'overdue.none': 'Nothing is late: all that was sent is answered, or still within its time.',
    'overdue.by.limit': 'limit of {limit}',
    'overdue.by.learned': '99 % in {limit}',
    'overdue.no-limit': 'not known',
    'overdue.unlearned': 'too few answers',
  },
  zh: {
    'column.waited': '已等待',
    'column.why': '未回原因',
    'column.sent-at': '发送时间',
    'column.limit': '时限',
    'column.learned': '99% 在此之内',
    'column.answers': '结果数',
    'overdue.count': '最近七天 {count} 份超时未回',
    'overdue.as-of': '{time} 的情况',
    'overdue.none': '没有超时未回的单据：已发送的都有了结果，或仍在时限之内。',
    'overdue.by.limit': '超过时限 {limit}',
    'overdue.by.learned': '99% 在 {limit}内',
    'overdue.no-limit': '不详',
    'overdue.unlearned': '结果太少',
  },
});

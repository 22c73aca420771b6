import { ownWords } from '../../i18n/index.js';

export const DOCUMENTS_WORDS = ownWords({
  en: {
    'documents.fit': '{shown} of {count}',
    'documents.count': '{count|document|documents}',
    'documents.place': '{at} of {count}',
    'documents.order.newest': 'newest first',
    'documents.order.oldest': 'oldest first',
    'documents.order.state': 'by state',
    'documents.order.name': 'by name',
    'documents.faults': 'faults only',
    'documents.marked': '{count} marked',
    'documents.empty': 'No document yet.',
    'documents.none': 'No document fits.',
    'key.mark': 'mark for an action on several',
    'key.documents.faults': 'only those with a fault',
    'key.documents.order': 'order: time, state, name',
    'hint.mark': 'mark',
    'hint.documents.faults': 'faults',
    'hint.documents.order': 'order',
  },
  zh: {
    'documents.fit': '{count} 份中的 {shown} 份',
    'documents.count': '{count} 份单据',
    'documents.place': '第 {at} / {count} 份',
    'documents.order.newest': '最新在前',
    'documents.order.oldest': '最早在前',
    'documents.order.state': '按状态',
    'documents.order.name': '按文件名',
    'documents.faults': '只看故障',
    'documents.marked': '已选 {count} 份',
    'documents.empty': '还没有单据。',
    'documents.none': '没有符合的单据。',
    'key.mark': '选中，以便一起处理',
    'key.documents.faults': '只看有故障的',
    'key.documents.order': '顺序：时间、状态、文件名',
    'hint.mark': '选中',
    'hint.documents.faults': '故障',
    'hint.documents.order': '顺序',
  },
});

declare module '../../i18n/index.js' {
  interface OwnWords {
    readonly documents: keyof typeof DOCUMENTS_WORDS.en;
  }
}

import { ownWords } from '../i18n.js';

export const WAITING_WORDS = ownWords({
  en: {
    'waiting.title': 'OutBox of {business}: {waiting} wait, {ignored} are not taken',
    'waiting.none': 'Nothing waits in this OutBox, and nothing there is passed over.',
    'waiting.ignored': 'ignored',
  },
  zh: {
    'waiting.title': '{business} 的 OutBox：等待 {waiting}，不会被处理 {ignored}',
    'waiting.none': 'OutBox 中没有等待的文件，也没有不会被处理的文件。',
    'waiting.ignored': '忽略',
  },
});

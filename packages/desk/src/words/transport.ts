import { ownWords } from '../i18n.js';

export const TRANSPORT_WORDS = ownWords({
  en: {
    'key.transport.test': 'test the connection',
    'hint.transport.test': 'test',
    'transport.since': 'for {age}',
    'test.none': 'Press t to test the connection in both directions; no message is touched.',
  },
  zh: {
    'key.transport.test': '测试连接',
    'hint.transport.test': '测试连接',
    'transport.since': '已持续 {age}',
    'test.none': '按 t 测试收发两个方向的连接；不触碰任何报文。',
  },
});

import type { EventType } from '../../contract/events.js';
import { countText, durationText, faultText } from '../phrases.js';
import type { LogRows } from './row.js';

type TransportEvent = Extract<EventType, `transport.${string}` | `outbox.${string}` | `box.${string}`>;

export const TRANSPORT_ROWS: LogRows<TransportEvent> = {
  'transport.opening': {
    level: 'debug',
    about: ['正在连接消息服务器', 'A session with the broker is being opened'],
    zh: (event) => `正在连接 ${event.kind}（第 ${event.attempt} 次）`,
    en: (event) => `Connecting to ${event.kind}, attempt ${event.attempt}`,
    fields: ['kind', 'attempt'],
  },
  'transport.opened': {
    level: 'info',
    about: ['已连接消息服务器', 'The session with the broker is open'],
    zh: (event) => `已连接 ${event.kind}（${durationText(event.durationMs)}）`,
    en: (event) => `Connected to ${event.kind} (${durationText(event.durationMs)})`,
    fields: ['kind', 'durationMs'],
  },
  'transport.blocked': {
    level: 'warn',
    about: ['消息服务器暂停接收', 'The broker blocks publishing'],
    zh: (event) => `消息服务器暂停接收${event.reason === null ? '' : `：${event.reason}`}`,
    en: (event) => `The broker blocks publishing${event.reason === null ? '' : `: ${event.reason}`}`,
    fields: ['reason'],
  },
  'transport.unblocked': {
    level: 'info',
    about: ['消息服务器恢复接收', 'The broker takes messages again'],
    zh: (event) => `消息服务器恢复接收，暂停了 ${durationText(event.blockedMs)}`,
    en: (event) => `The broker takes messages again after ${durationText(event.blockedMs)}`,
    fields: ['blockedMs'],
  },
  'transport.ended': {
    level: (event) => (event.fault === null ? 'info' : 'warn'),
    about: ['与消息服务器的会话已结束', 'The session with the broker ended'],
    zh: (event) => (event.fault === null ? '连接已关闭' : `连接断开：${faultText(event.fault, 'zh')}`),
    en: (event) => (event.fault === null ? 'Connection closed' : `Connection lost: ${faultText(event.fault, 'en')}`),
    fields: ['fault'],
  },
  'transport.retrying': {
    level: 'warn',
    about: ['连接失败，稍后重连', 'Connecting failed; it is tried again'],
    zh: (event) =>
      `连接失败，${durationText(event.delayMs)} 后第 ${event.attempt} 次重试：${faultText(event.fault, 'zh')}`,
    en: (event) =>
      `Not connected, attempt ${event.attempt} in ${durationText(event.delayMs)}: ${faultText(event.fault, 'en')}`,
    fields: ['delayMs', 'attempt', 'fault'],
  },
  'outbox.looked': {
    level: 'debug',
    about: ['扫描了一次 OutBox', 'An OutBox was looked at once'],
    zh: (event) =>
      `${event.business} OutBox：就绪 ${countText(event.settled)}，等待 ${countText(event.waiting)}${event.isAtLeast ? '+' : ''}（${durationText(event.durationMs)}）`,
    en: (event) =>
      `${event.business} OutBox: ${countText(event.settled)} ready, ${countText(event.waiting)}${event.isAtLeast ? '+' : ''} waiting (${durationText(event.durationMs)})`,
    fields: ['business', 'settled', 'inFlight', 'waiting', 'isAtLeast', 'oldestMs', 'durationMs'],
  },
  'box.missing': {
    level: 'warn',
    about: ['目录不存在或不可用', 'A box cannot be used'],
    zh: (event) => `${event.business} 目录不可用 ${event.path}：${faultText(event.fault, 'zh')}`,
    en: (event) => `${event.business} box cannot be used, ${event.path}: ${faultText(event.fault, 'en')}`,
    fields: ['business', 'path', 'fault'],
  },
  'box.back': {
    level: 'info',
    about: ['目录恢复可用', 'A box is back'],
    zh: (event) => `${event.business} 目录已恢复 ${event.path}`,
    en: (event) => `${event.business} box is back, ${event.path}`,
    fields: ['business', 'path'],
  },
};

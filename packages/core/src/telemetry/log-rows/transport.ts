import type { EventType } from '../../contract/events.js';
import { countText, durationText, faultText } from '../phrases.js';
import type { LogRows } from './row.js';

type TransportEvent = Extract<
  EventType,
  `transport.${string}` | `outbox.${string}` | `file.${string}` | `box.${string}`
>;

const WAYS = { send: { zh: '发送', en: 'Sending' }, receive: { zh: '接收', en: 'Receiving' } } as const;

const IGNORED = {
  extension: ['扩展名不是该业务接受的类型', 'this business does not take this extension'],
  directory: ['子目录不会被读取', 'sub-directories are not read'],
  'not-a-file': ['不是普通文件', 'it is not a regular file'],
  'not-utf8': ['文件名不是 UTF-8 编码（可能是 GBK）', 'its name is not UTF-8 (GBK perhaps)'],
} as const;

export const TRANSPORT_ROWS: LogRows<TransportEvent> = {
  'transport.opening': {
    level: 'debug',
    about: ['正在连接消息服务器', 'A session with the broker is being opened'],
    zh: (event) => `${WAYS[event.direction].zh}：正在连接 ${event.kind}（第 ${event.attempt} 次）`,
    en: (event) => `${WAYS[event.direction].en}: connecting to ${event.kind}, attempt ${event.attempt}`,
    fields: ['direction', 'kind', 'attempt'],
  },
  'transport.opened': {
    level: 'info',
    about: ['已连接消息服务器', 'The session with the broker is open'],
    zh: (event) => `${WAYS[event.direction].zh}：已连接 ${event.kind}（${durationText(event.durationMs)}）`,
    en: (event) => `${WAYS[event.direction].en}: connected to ${event.kind} (${durationText(event.durationMs)})`,
    fields: ['direction', 'kind', 'durationMs'],
  },
  'transport.blocked': {
    level: 'warn',
    about: ['消息服务器暂停接收', 'The broker blocks publishing'],
    zh: (event) => `消息服务器暂停接收${event.reason === null ? '' : `：${event.reason}`}`,
    en: (event) => `The broker blocks publishing${event.reason === null ? '' : `: ${event.reason}`}`,
    fields: ['direction', 'reason'],
  },
  'transport.unblocked': {
    level: 'info',
    about: ['消息服务器恢复接收', 'The broker takes messages again'],
    zh: (event) => `消息服务器恢复接收，暂停了 ${durationText(event.blockedMs)}`,
    en: (event) => `The broker takes messages again after ${durationText(event.blockedMs)}`,
    fields: ['direction', 'blockedMs'],
  },
  'transport.ended': {
    level: (event) => (event.fault === null ? 'info' : 'warn'),
    about: ['与消息服务器的会话已结束', 'The session with the broker ended'],
    zh: (event) =>
      `${WAYS[event.direction].zh}：${event.fault === null ? '连接已关闭' : `连接断开，${faultText(event.fault, 'zh')}`}`,
    en: (event) =>
      `${WAYS[event.direction].en}: ${event.fault === null ? 'connection closed' : `connection lost: ${faultText(event.fault, 'en')}`}`,
    fields: ['direction', 'fault'],
  },
  'transport.retrying': {
    level: 'warn',
    about: ['连接失败，稍后重连', 'Connecting failed; it is tried again'],
    zh: (event) =>
      `${WAYS[event.direction].zh}：连接失败，${durationText(event.delayMs)} 后第 ${event.attempt} 次重试：${faultText(event.fault, 'zh')}`,
    en: (event) =>
      `${WAYS[event.direction].en}: not connected, attempt ${event.attempt} in ${durationText(event.delayMs)}: ${faultText(event.fault, 'en')}`,
    fields: ['direction', 'delayMs', 'attempt', 'fault'],
  },
  'transport.plain': {
    level: 'warn',
    about: ['与另一台机器的连接没有加密', 'The connection to another machine is not encrypted'],
    zh: (event) => `与 ${event.address} 的连接没有启用 TLS：密码和单据可能在途中被读取；请在传输设置中启用 tls`,
    en: (event) =>
      `The connection to ${event.address} has no TLS: the password and the documents can be read on the way; set tls in the transport settings`,
    fields: ['address'],
  },
  'transport.unconfirmed': {
    level: 'warn',
    about: ['已发送的报文迟迟没有确认', 'Messages that were handed over wait for the confirm'],
    zh: (event) => `${countText(event.messages)} 份报文已交给消息服务器，尚未收到确认`,
    en: (event) => `${countText(event.messages)} messages were handed over and wait for the broker's confirm`,
    fields: ['messages', 'sinceMs'],
  },
  'transport.confirmed': {
    level: 'info',
    about: ['不再有报文等待确认', 'No message waits for its confirm now'],
    zh: (event) => `已没有报文等待确认，等了 ${durationText(event.waitedMs)}`,
    en: (event) => `No message waits for its confirm now, after ${durationText(event.waitedMs)}`,
    fields: ['waitedMs'],
  },
  'transport.not-consuming': {
    level: 'warn',
    about: ['已连接，但接收队列尚未开始接收', 'Connected, and the receive queue is not consumed'],
    zh: (event) => `已连接，但接收队列 ${event.queue} 尚未开始接收：此间收不到回执`,
    en: (event) => `Connected, but the receive queue ${event.queue} is not consumed: no receipt can arrive`,
    fields: ['queue', 'sinceMs'],
  },
  'transport.consuming': {
    level: 'info',
    about: ['接收队列已开始接收', 'The receive queue is consumed now'],
    zh: (event) => `接收队列 ${event.queue} 已开始接收，等了 ${durationText(event.waitedMs)}`,
    en: (event) => `The receive queue ${event.queue} is consumed now, after ${durationText(event.waitedMs)}`,
    fields: ['queue', 'waitedMs'],
  },
  'transport.shared': {
    level: (event) => (event.others > 0 ? 'warn' : 'info'),
    about: ['接收队列上有其他消费者', 'The receive queue has other consumers'],
    zh: (event) =>
      event.others > 0
        ? `接收队列 ${event.queue} 上另有 ${countText(event.others)} 个消费者，回执可能被其取走`
        : `接收队列 ${event.queue} 上已没有其他消费者`,
    en: (event) =>
      event.others > 0
        ? `The receive queue ${event.queue} has ${countText(event.others)} other consumers: receipts may go to them`
        : `The receive queue ${event.queue} has no other consumers now`,
    fields: ['queue', 'others'],
  },
  'outbox.looked': {
    level: 'debug',
    about: ['扫描了一次 OutBox', 'An OutBox was looked at once'],
    zh: (event) =>
      `${event.business} OutBox：就绪 ${countText(event.settled)}，等待 ${countText(event.waiting)}${event.isAtLeast ? '+' : ''}（${durationText(event.durationMs)}）`,
    en: (event) =>
      `${event.business} OutBox: ${countText(event.settled)} ready, ${countText(event.waiting)}${event.isAtLeast ? '+' : ''} waiting (${durationText(event.durationMs)})`,
    fields: ['business', 'settled', 'inFlight', 'waiting', 'isAtLeast', 'oldestMs', 'passedOver', 'durationMs'],
  },
  'file.ignored': {
    level: 'warn',
    about: ['OutBox 中有不会被处理的文件或目录', 'OutBox holds something that is never taken'],
    zh: (event) => `${event.business} OutBox 中的 ${event.name} 不会被处理：${IGNORED[event.reason][0]}`,
    en: (event) => `${event.business} ${event.name} in OutBox is not taken: ${IGNORED[event.reason][1]}`,
    fields: ['business', 'name', 'reason'],
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

import type { EventType } from '../../contract/events.js';
import { faultText } from '../phrases.js';
import type { LogRows } from './row.js';

type SelfEvent = Extract<
  EventType,
  'gateway.failed' | 'ledger.upgraded' | `watch.${string}` | `data.${string}` | `log.${string}` | `reader.${string}`
>;

/** What the agent says about itself: what it watches, where it keeps its data, how it tells. */
export const SELF_ROWS: LogRows<SelfEvent> = {
  'watch.unavailable': {
    level: 'warn',
    about: [
      '系统不再提供文件监视，改为定时查看',
      'The system gives no more file watches: files are looked at in intervals',
    ],
    zh: ({ path, fault }) => `无法监视 ${path}，改为定时查看：${faultText(fault, 'zh')}`,
    en: ({ path, fault }) => `${path} cannot be watched and is looked at in intervals: ${faultText(fault, 'en')}`,
    fields: ['path', 'fault'],
  },
  'gateway.failed': {
    level: 'error',
    about: ['程序因故障停止', 'A failure stops the agent'],
    zh: ({ fault }) => `因故障停止：${faultText(fault, 'zh')}`,
    en: ({ fault }) => `Stopping because of a failure: ${faultText(fault, 'en')}`,
    fields: ['fault'],
  },
  'ledger.upgraded': {
    level: 'info',
    about: [
      '启动时将旧格式的本地记录升级到本程序的格式，升级前已自动备份',
      'A start brought a ledger of an earlier format to this program’s, after an automatic backup',
    ],
    zh: ({ from, to, backup }) => `本地记录已由格式 ${from} 升级到 ${to}，升级前的备份：${backup}`,
    en: ({ from, to, backup }) => `The ledger went from format ${from} to ${to}; as it was before: ${backup}`,
    fields: ['from', 'to', 'backup'],
  },
  'data.closed': {
    level: 'warn',
    about: ['数据目录原先其他用户可写，已收回权限', 'Others could write into the data directory; that was taken back'],
    zh: ({ path, mode }) => `${path} 原先其他用户可写（${mode}），已收回写权限`,
    en: ({ path, mode }) => `Other users could write into ${path} (${mode}); that was taken back`,
    fields: ['path', 'mode'],
  },
  'log.failed': {
    level: 'error',
    about: ['日志文件无法写入，收发继续', 'The log file cannot be written; work goes on'],
    zh: ({ path, fault }) => `日志文件 ${path} 无法写入，收发继续：${faultText(fault, 'zh')}`,
    en: ({ path, fault }) => `The log file ${path} cannot be written, work goes on: ${faultText(fault, 'en')}`,
    fields: ['path', 'fault'],
  },
  'log.resumed': {
    level: 'warn',
    about: ['日志文件恢复写入', 'The log file is written again'],
    zh: ({ path, droppedLines }) => `日志恢复写入 ${path}，期间缺少 ${droppedLines} 行`,
    en: ({ path, droppedLines }) => `The log is written again, to ${path}; ${droppedLines} lines are missing`,
    fields: ['path', 'droppedLines'],
  },
  'reader.failed': {
    level: 'error',
    about: ['日志、指标或状态的处理出错', 'The log, the metrics or the status could not take an event'],
    zh: ({ reader, count, fault }) => `${reader} 未能处理事件，累计 ${count} 次：${faultText(fault, 'zh')}`,
    en: ({ reader, count, fault }) => `${reader} could not take an event, ${count} so far: ${faultText(fault, 'en')}`,
    fields: ['reader', 'count', 'fault'],
  },
};

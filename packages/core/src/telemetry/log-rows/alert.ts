import type { AlertsReport } from '../../contract/alerts.js';
import { dashedDay } from '../../contract/day-report-text.js';
import type { EventType } from '../../contract/events.js';
import { countText, durationText, faultText } from '../phrases.js';
import type { LogRows } from './row.js';

type AlertEventType = Extract<EventType, `alert.${string}` | `alerts.${string}` | `report.${string}`>;

/** What is said about alerts, beside what they say themselves. */
export const ALERT_ROWS: LogRows<AlertEventType> = {
  'alert.told': {
    level: ({ level }) => (level === 'notice' ? 'info' : 'warn'),
    about: ['发出告警或日报', 'People are told of a trouble, that it is over, or of a day'],
    zh: ({ message, kind, rules, channels }) =>
      `${kind === 'report' ? `日报 ${message}` : `告警 ${message}：${rules.join(', ')}`}，发往 ${channels.join(', ') || '（无通道）'}`,
    en: ({ message, kind, rules, channels }) =>
      `${kind === 'report' ? `Daily report ${message}` : `Alert ${message}: ${rules.join(', ')}`}, to ${channels.join(', ') || 'no channel'}`,
    fields: ['message', 'kind', 'level', 'rules', 'channels'],
  },
  'alert.delivered': {
    level: 'info',
    about: ['告警已送达通道', 'A channel has taken a message'],
    zh: ({ message, channel, attempts }) => `告警 ${message} 已送达 ${channel}（第 ${attempts} 次）`,
    en: ({ message, channel, attempts }) => `Alert ${message} was taken by ${channel} at attempt ${attempts}`,
    fields: ['channel', 'message', 'attempts'],
  },
  'alert.failed': {
    level: ({ attempts }) => (attempts === 1 ? 'warn' : 'debug'),
    about: ['告警未能送达，将重试', 'A message was not delivered and is tried again'],
    zh: ({ message, channel, delayMs, fault }) =>
      `告警 ${message} 未送达 ${channel}，${durationText(delayMs)} 后重试：${faultText(fault, 'zh')}`,
    en: ({ message, channel, delayMs, fault }) =>
      `Alert ${message} was not delivered to ${channel}, again in ${durationText(delayMs)}: ${faultText(fault, 'en')}`,
    fields: ['channel', 'message', 'attempts', 'delayMs', 'fault'],
  },
  'alert.dropped': {
    level: 'warn',
    about: ['等待过多或过久，告警被放弃', 'Too many messages waited for a channel, or for too long: they are given up'],
    zh: ({ channel, messages }) => `${channel} 有 ${countText(messages)} 条告警等待过多或过久，已放弃`,
    en: ({ channel, messages }) => `${countText(messages)} messages for ${channel} waited too long and are given up`,
    fields: ['channel', 'messages'],
  },
  'alert.unkept': {
    level: 'error',
    about: [
      '告警记录无法读写，告警照常发出',
      'The memory of alerts cannot be read or written; they are told all the same',
    ],
    zh: ({ fault }) => `告警记录无法读写，告警照常发出：${faultText(fault, 'zh')}`,
    en: ({ fault }) =>
      `The memory of alerts cannot be read or written; they are told all the same: ${faultText(fault, 'en')}`,
    fields: ['fault'],
  },
  'report.written': {
    level: 'info',
    about: ['日报已写入文件', 'The daily report is there as files'],
    zh: ({ day, file }) => `${dashedDay(day)} 的日报已写入 ${file}.txt 和 .json`,
    en: ({ day, file }) => `The report of ${dashedDay(day)} is in ${file}.txt and .json`,
    fields: ['day', 'file'],
  },
  'report.failed': {
    level: 'warn',
    about: ['日报未能生成或写入，将重试', 'The daily report was not made or not written, and is tried again'],
    zh: ({ day, fault }) => `${dashedDay(day)} 的日报未能生成或写入，每分钟重试：${faultText(fault, 'zh')}`,
    en: ({ day, fault }) =>
      `The report of ${dashedDay(day)} was not made or not written, tried again each minute: ${faultText(fault, 'en')}`,
    fields: ['day', 'fault'],
  },
  'alerts.counted': {
    level: 'debug',
    about: ['告警、通道或静默有变化', 'What is wrong, who is told or what waits has changed'],
    zh: ({ report }) =>
      report === null ? '配置中不再有告警' : `告警 ${report.open.length} 项，待送 ${waitingIn(report)} 条`,
    en: ({ report }) =>
      report === null
        ? 'The configuration has no alerts any longer'
        : `${report.open.length} alerts, ${waitingIn(report)} messages wait`,
    fields: ['report'],
  },
};

function waitingIn({ channels }: AlertsReport): number {
  return channels.reduce((sum, { queued }) => sum + queued, 0);
}

import { type MaintenanceEvent, windowText } from '../../contract/maintenance.js';
import type { LogRows } from './row.js';

/** What is said about times of maintenance. */
export const MAINTENANCE_ROWS: LogRows<MaintenanceEvent['type']> = {
  'maintenance.began': {
    level: 'info',
    about: ['维护时间开始：故障不告警', 'A planned maintenance begins: trouble is not told'],
    zh: ({ window }) => `维护开始：${windowText(window, 'zh')}，${window.stopsSending ? '发送暂停' : '照常发送'}`,
    en: ({ window }) =>
      `Maintenance begins: ${windowText(window, 'en')}; ${window.stopsSending ? 'sending waits' : 'sending goes on'}`,
    fields: ['window'],
  },
  'maintenance.ended': {
    level: 'info',
    about: ['维护时间结束：发送自动恢复', 'A planned maintenance has ended: sending resumes by itself'],
    zh: ({ window }) => `维护结束：${windowText(window, 'zh')}`,
    en: ({ window }) => `Maintenance has ended: ${windowText(window, 'en')}`,
    fields: ['window'],
  },
  'maintenance.planned': {
    level: 'debug',
    about: ['下一次或上一次维护时间有变化', 'Which maintenance comes next, or was the last, has changed'],
    zh: ({ next }) => (next === null ? '没有计划的维护' : `下一次维护：${windowText(next, 'zh')}`),
    en: ({ next }) => (next === null ? 'No maintenance is planned' : `The next maintenance: ${windowText(next, 'en')}`),
    fields: ['next', 'last'],
  },
};

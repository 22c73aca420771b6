import { type FaultRecord, isPlanned } from '../../contract/fault.js';
import type { FlowEvent } from '../../contract/flow.js';
import { durationText, faultText, flowText } from '../phrases.js';
import type { LogRows } from './row.js';

/** Who gave the word; nothing where that is not known. */
function byText(by: string | null | undefined, locale: 'zh' | 'en'): string {
  if (by === null || by === undefined) return '';
  return locale === 'zh' ? `（${by}）` : ` (by ${by})`;
}

/** What the log says about flows. */
export const FLOW_ROWS: LogRows<FlowEvent['type']> = {
  'flow.started': {
    level: 'info',
    about: ['任务已启动', 'A flow was started'],
    // An agent of an earlier version, and a log of it, have no `by`.
    zh: (event) => `${flowText(event.flow, 'zh')}任务已启动${byText(event.by, 'zh')}${heldText(event.fault, 'zh')}`,
    en: (event) => `${flowText(event.flow, 'en')} started${byText(event.by, 'en')}${heldText(event.fault, 'en')}`,
    fields: ['flow', 'by', 'fault'],
  },
  'flow.stopped': {
    level: 'info',
    // An agent of an earlier version, and a log of it, have no `sinceMs` and no `by`.
    about: ['任务已由人工停止，或在上次运行中停止后仍未启动', 'A person stopped a flow, or did so in an earlier run'],
    zh: (event) =>
      typeof event.sinceMs !== 'number'
        ? `${flowText(event.flow, 'zh')}任务已停止${byText(event.by, 'zh')}`
        : `${flowText(event.flow, 'zh')}任务此前已由人工停止，保持停止${byText(event.by, 'zh')}`,
    en: (event) =>
      typeof event.sinceMs !== 'number'
        ? `${flowText(event.flow, 'en')} stopped${byText(event.by, 'en')}`
        : `${flowText(event.flow, 'en')} stays stopped: a person stopped it in an earlier run${byText(event.by, 'en')}`,
    fields: ['flow', 'sinceMs', 'by'],
  },
  'flow.held': {
    level: ({ fault }) => (isPlanned(fault) ? 'info' : 'warn'),
    about: ['外部故障，任务等待，恢复后自动继续', 'Something outside is wrong: the flow waits and resumes by itself'],
    zh: (event) => `${flowText(event.flow, 'zh')}任务等待中：${faultText(event.fault, 'zh')}`,
    en: (event) => `${flowText(event.flow, 'en')} is held: ${faultText(event.fault, 'en')}`,
    fields: ['flow', 'fault'],
  },
  'flow.resumed': {
    level: 'info',
    about: ['等待的任务已自动恢复', 'A held flow resumed'],
    zh: (event) => `${flowText(event.flow, 'zh')}任务已恢复，等待了 ${durationText(event.heldMs)}`,
    en: (event) => `${flowText(event.flow, 'en')} resumed after ${durationText(event.heldMs)}`,
    fields: ['flow', 'heldMs'],
  },
};

/** Of a start; one that an earlier version told has no fault. */
function heldText(fault: FaultRecord | null | undefined, locale: 'zh' | 'en'): string {
  if (fault === null || fault === undefined) return '';
  return locale === 'zh' ? `，等待中：${faultText(fault, 'zh')}` : `, and is held: ${faultText(fault, 'en')}`;
}

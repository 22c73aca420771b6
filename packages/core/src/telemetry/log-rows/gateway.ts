import { environmentMark } from '../../contract/environment.js';
import type { EventType } from '../../contract/events.js';
import { wordFor } from '../../contract/plain-words.js';
import type { StandingNumber } from '../../contract/standing-number.js';
import { bytesText, countText, durationText, faultText, instantText } from '../phrases.js';
import type { LogRows } from './row.js';

type GatewayEvent = Exclude<
  Extract<
    EventType,
    | `gateway.${string}`
    | `config.${string}`
    | `metrics.${string}`
    | `signer.${string}`
    | `worker.${string}`
    | `retention.${string}`
    | `clock.${string}`
    | `ledger.${string}`
    | `disk.${string}`
    | `documents.${string}`
    | `verify.${string}`
  >,
  'gateway.failed' | 'ledger.upgraded'
>;

export const GATEWAY_ROWS: LogRows<GatewayEvent> = {
  'gateway.started': {
    level: 'info',
    about: ['客户端已启动', 'The agent has started'],
    zh: (event) =>
      `${environmentMark(event.environment, 'zh')}swic ${event.version} 已启动，客户端 ${event.clientId}，进程 ${event.pid}`,
    en: (event) =>
      `${environmentMark(event.environment, 'en')}swic ${event.version} started, client ${event.clientId}, process ${event.pid}`,
    fields: ['version', 'pid', 'clientId', 'environment'],
  },
  'gateway.stopping': {
    level: 'info',
    about: [
      '开始停止：不再取新单据，等待在途单据',
      'Stopping begins: nothing new is taken, what is in flight is brought to its end',
    ],
    zh: (event) => `正在停止：${wordFor('stopping', event.reason, 'zh')}`,
    en: (event) => `Stopping (${event.reason})`,
    fields: ['reason'],
  },
  'gateway.stopped': {
    level: 'info',
    about: ['已停止', 'The agent has stopped'],
    zh: (event) =>
      event.openDocuments === 0
        ? '已停止，没有在途单据'
        : `已停止，${countText(event.openDocuments)} 份单据下次启动时继续`,
    en: (event) =>
      event.openDocuments === 0
        ? 'Stopped, nothing left in flight'
        : `Stopped, ${countText(event.openDocuments)} documents go on at the next start`,
    fields: ['openDocuments'],
  },
  'gateway.paused': {
    level: 'warn',
    about: ['操作员暂停了全部任务', 'An operator paused all flows'],
    zh: () => '已暂停全部任务',
    en: () => 'All flows paused',
    fields: [],
  },
  'gateway.resumed': {
    level: 'info',
    about: ['操作员恢复了全部任务', 'An operator resumed all flows'],
    zh: () => '已恢复全部任务',
    en: () => 'All flows resumed',
    fields: [],
  },
  'config.changed': {
    level: (event) => (event.restartNeeded.length > 0 ? 'warn' : 'info'),
    about: ['配置文件有变化并已采用', 'The configuration changed and was applied as far as possible'],
    zh: (event) => `配置已更新：${list(event.applied, '无')}；需要重启：${list(event.restartNeeded, '无')}`,
    en: (event) =>
      `Configuration applied: ${list(event.applied, 'nothing')}; restart needed for: ${list(event.restartNeeded, 'nothing')}`,
    fields: ['applied', 'restartNeeded'],
  },
  'config.rejected': {
    level: 'error',
    about: ['配置文件有错误，继续使用原配置', 'The changed configuration has errors; the old one stays in use'],
    zh: (event) => `配置未采用，继续使用原配置：${faultText(event.fault, 'zh')}`,
    en: (event) => `Configuration not applied, the old one stays: ${faultText(event.fault, 'en')}`,
    fields: ['fault'],
  },
  'metrics.unavailable': {
    level: 'warn',
    about: ['指标端口无法使用，会继续尝试', 'The port for metrics cannot be had; it is tried again'],
    zh: (event) => `无法提供指标：${faultText(event.fault, 'zh')}`,
    en: (event) => `Metrics are not served: ${faultText(event.fault, 'en')}`,
    fields: ['fault'],
  },
  'signer.changed': {
    level: (event) => (event.fault === null ? 'info' : 'warn'),
    about: ['卡或加密机状态变化', 'The card or signing device changed its state'],
    zh: ({ signer, fault }) =>
      `签名设备：${wordFor('signer', signer.state, 'zh')}${fault === null ? '' : `，${faultText(fault, 'zh')}`}`,
    en: ({ signer, fault }) => `Signer: ${signer.state}${fault === null ? '' : `, ${faultText(fault, 'en')}`}`,
    fields: ['signer', 'fault'],
  },
  'signer.expiring': {
    level: (event) => (event.daysLeft > 7 ? 'warn' : 'error'),
    about: [
      '签名证书即将到期：剩余 60、30、7 天以及到期后',
      'The certificate ends soon: said at 60, 30 and 7 days, and when it has ended',
    ],
    zh: (event) =>
      `签名证书 ${event.certificateNumber ?? ''} ${event.daysLeft < 0 ? '已到期' : `剩余 ${event.daysLeft} 天`}，请到制卡中心更新`,
    en: (event) =>
      `The certificate ${event.certificateNumber ?? ''} ${event.daysLeft < 0 ? 'has expired' : `has ${event.daysLeft} days left`}: have it renewed by the card centre`,
    fields: ['certificateNumber', 'daysLeft', 'validUntilMs'],
  },
  'signer.stranger': {
    level: 'warn',
    about: [
      '不在允许名单中的机器请求签名，已拒绝',
      'A machine that is not on the list asked for a signature and was refused',
    ],
    zh: ({ address, fingerprint }) => `拒绝了 ${address} 的签名请求（证书指纹 ${fingerprint ?? '无'}）`,
    en: ({ address, fingerprint }) =>
      `Refused to sign for ${address} (fingerprint ${fingerprint ?? 'none: no certificate was shown'})`,
    fields: ['address', 'fingerprint'],
  },
  'signer.missing': {
    level: 'warn',
    about: [
      '业务通常需要签名，但未配置签名设备：单据原样发送',
      'A business is usually signed and no signer is configured: its documents travel as they are',
    ],
    zh: (event) => `${event.business} 通常需要签名（${event.signing}），但未配置签名设备：单据原样发送`,
    en: (event) =>
      `${event.business} is usually signed (${event.signing}) and no signer is configured: its documents travel as they are`,
    fields: ['business', 'signing'],
  },
  'worker.replaced': {
    level: 'warn',
    about: ['处理线程退出或超时，已替换', 'A worker died or hung and was replaced'],
    zh: (event) => `处理线程已替换：${faultText(event.fault, 'zh')}`,
    en: (event) => `Worker replaced: ${faultText(event.fault, 'en')}`,
    fields: ['fault'],
  },
  'retention.cleaned': {
    level: 'info',
    about: ['按保留期清理了 SentBox', 'SentBox was cleaned by its retention'],
    zh: (event) => `${event.business} SentBox 已清理 ${countText(event.files)} 个过期文件`,
    en: (event) => `${event.business} SentBox: removed ${countText(event.files)} files past their retention`,
    fields: ['business', 'files', 'olderThanMs'],
  },
  'clock.doubted': {
    level: 'error',
    about: [
      '系统时间与上次运行时相差过大，不按时间清理任何文件',
      'The clock is further ahead or behind than can be explained: nothing is removed by age',
    ],
    zh: (event) =>
      `系统时间 ${instantText(event.nowMs)} 可疑（按上次运行推算应为 ${instantText(event.believedMs)}）：${faultText(event.fault, 'zh')}`,
    en: (event) =>
      `Clock: ${instantText(event.nowMs)} is doubted (${instantText(event.believedMs)} was expected): ${faultText(event.fault, 'en')}`,
    fields: ['nowMs', 'believedMs', 'fault'],
  },
  'clock.trusted': {
    level: 'info',
    about: ['系统时间可信，恢复按时间清理', 'The clock is trusted again; old files are removed as before'],
    zh: (event) => `系统时间 ${instantText(event.nowMs)} 已确认，恢复清理`,
    en: (event) => `Clock: ${instantText(event.nowMs)} is trusted; old files are removed again`,
    fields: ['nowMs'],
  },
  'ledger.pruned': {
    level: 'info',
    about: ['本地记录清理了过期单据', 'The ledger forgot old documents'],
    zh: (event) => `本地记录已清理 ${countText(event.documents)} 份过期单据`,
    en: (event) => `Ledger: forgot ${countText(event.documents)} old documents`,
    fields: ['documents'],
  },
  'ledger.damaged': {
    level: 'error',
    about: [
      '本地记录中有已落盘的记录丢失；每次启动都会提示，直到修复',
      'Durable records of the ledger are missing; said at each start until a repair',
    ],
    zh: (event) => `本地记录有损坏：${faultText(event.fault, 'zh')}`,
    en: (event) => `The ledger is damaged: ${faultText(event.fault, 'en')}`,
    fields: ['fault'],
  },
  'ledger.gone': {
    level: 'error',
    about: ['运行期间数据目录不见了，收发全部暂停', 'The data directory went away while running; everything waits'],
    zh: (event) => `本地记录不见了，收发已暂停：${faultText(event.fault, 'zh')}`,
    en: (event) => `The ledger is gone, nothing is sent or received: ${faultText(event.fault, 'en')}`,
    fields: ['fault'],
  },
  'ledger.back': {
    level: 'info',
    about: ['数据目录回来了，继续收发', 'The data directory is back; work goes on'],
    zh: (event) => `本地记录已恢复，中断 ${durationText(event.goneMs)}`,
    en: (event) => `The ledger is back after ${durationText(event.goneMs)}`,
    fields: ['goneMs'],
  },
  'ledger.recovered': {
    level: 'info',
    about: ['启动时核对了上次未完成的单据和回执', 'At the start, what the last run left unfinished was settled'],
    zh: (event) =>
      `已恢复上次未完成的 ${countText(event.documents)} 份单据、${countText(event.receipts)} 份回执，用时 ${durationText(event.durationMs)}`,
    en: (event) =>
      `Recovered ${countText(event.documents)} documents and ${countText(event.receipts)} receipts of the last run in ${durationText(event.durationMs)}`,
    fields: ['documents', 'receipts', 'durationMs'],
  },
  'documents.counted': {
    level: 'debug',
    about: ['业务的单据按状态计数有变化', 'What the documents of a business are counted as has changed'],
    zh: ({ business, now }) => `${business} 单据：${numbersText(now)}`,
    en: ({ business, now }) => `${business} documents: ${numbersText(now)}`,
    fields: ['business', 'now', 'today'],
  },
  'documents.overdue': {
    level: ({ documents }) => (documents > 0 ? 'warn' : 'info'),
    about: ['超时未收到回执的单据数有变化', 'The number of documents whose answer is late has changed'],
    zh: ({ business, documents }) =>
      documents === 0 ? `${business} 没有超时未回的单据` : `${business} 有 ${countText(documents)} 份单据超时未回`,
    en: ({ business, documents }) =>
      documents === 0 ? `${business}: no answer is late` : `${business}: ${countText(documents)} answers are late`,
    fields: ['business', 'documents'],
  },
  'verify.finished': {
    level: ({ breaks }) => (breaks > 0 ? 'error' : 'info'),
    about: ['已核对每个文件的位置', 'It was proven, or not, that each file is in exactly one place'],
    zh: ({ documents, breaks }) =>
      breaks === 0
        ? `核对无误：${countText(documents)} 份单据`
        : `核对发现 ${countText(breaks)} 处不符，请运行 swic verify`,
    en: ({ documents, breaks }) =>
      breaks === 0
        ? `Verified ${countText(documents)} documents: each file is in exactly one place`
        : `Verify found ${countText(breaks)} breaks: run swic verify`,
    fields: ['documents', 'breaks'],
  },
  'verify.repaired': {
    level: 'info',
    about: ['核对后已把文件移回应在的位置', 'A file that verify found elsewhere was moved back'],
    zh: ({ business, name, from, to }) => `${business} 已移回 ${name}：${from} → ${to}`,
    en: ({ business, name, from, to }) => `${business} moved ${name} back: ${from} → ${to}`,
    fields: ['document', 'business', 'name', 'from', 'to'],
  },
  'disk.space': {
    level: (event) => (event.isLow ? 'warn' : 'debug'),
    about: ['磁盘剩余空间', 'Free space of the disk, looked at regularly'],
    zh: (event) => `${event.isLow ? '磁盘空间不足' : '磁盘剩余空间'}：${event.path} ${bytesText(event.freeBytes)}`,
    en: (event) =>
      `${event.isLow ? 'Disk space is low' : 'Free disk space'}: ${event.path} ${bytesText(event.freeBytes)}`,
    fields: ['path', 'freeBytes', 'isLow'],
  },
};

function numbersText(numbers: readonly StandingNumber[]): string {
  const known = numbers.filter(({ documents }) => documents > 0);
  return known.map(({ standing, documents }) => `${standing} ${countText(documents)}`).join(', ');
}

function list(items: readonly string[], none: string): string {
  return items.length === 0 ? none : items.join(', ');
}

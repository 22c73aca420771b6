import type { EventType } from '../../contract/events.js';
import { wordFor } from '../../contract/plain-words.js';
import type { StandingName } from '../../domain/concern.js';
import { bytesText, durationText, faultText } from '../phrases.js';
import type { EventOf, LogRows } from './row.js';

type DocumentEvent = Extract<EventType, `document.${string}`>;

const POLICIES = {
  resend: ['按策略重发', 'it is sent again'],
  hold: ['等待回执或操作员', 'it waits for a receipt or an operator'],
} as const;
const SETTLED_AS = {
  sent: ['确认已送达', 'it is known to have arrived'],
  resend: ['重新发送', 'it is sent again'],
  withdraw: ['放回 OutBox', 'it is put back into OutBox'],
  lost: ['文件已不存在，结案', 'its file is nowhere, and it is closed'],
} as const;

function settlerOf({ by, who }: EventOf<'document.settled'>): readonly [zh: string, en: string] {
  return by === 'receipt' ? ['回执', 'a receipt'] : [`操作员 ${who ?? ''}`, `the operator ${who ?? ''}`];
}

function earlierState(state: StandingName): readonly [zh: string, en: string] {
  if (state === 'open') return ['发送中', 'on its way'];
  if (state === 'none') return ['已发送', 'sent'];
  if (state === 'unknown') return ['结果未知', 'of unknown outcome'];
  return [wordFor('phase', state, 'zh'), wordFor('phase', state, 'en')];
}

export const DOCUMENT_ROWS: LogRows<DocumentEvent> = {
  'document.claimed': {
    level: 'debug',
    about: ['单据已从 OutBox 取走', 'A document was taken from its OutBox'],
    zh: (event) => `${event.business} 取走 ${event.name}（${bytesText(event.sizeBytes)}）`,
    en: (event) => `${event.business} claimed ${event.name} (${bytesText(event.sizeBytes)})`,
    fields: ['document', 'business', 'name', 'sizeBytes', 'foundMs', 'settledMs', 'origin'],
  },
  'document.put-off': {
    level: 'debug',
    about: ['文件暂时不能处理，稍后再看', 'A file cannot be taken now and is looked at again later'],
    zh: (event) => `${event.business} 稍后处理 ${event.name}：${faultText(event.fault, 'zh')}`,
    en: (event) => `${event.business} put off ${event.name}: ${faultText(event.fault, 'en')}`,
    fields: ['business', 'name', 'fault'],
  },
  'document.sealed': {
    level: 'debug',
    about: ['发送意图已写入本地记录，即将发送', 'The intent to send is durable; the message is handed over next'],
    zh: (event) =>
      `${event.business} 准备发送 ${event.name}，报文 ${event.messageId}${event.attempt > 1 ? `，第 ${event.attempt} 次` : ''}`,
    en: (event) =>
      `${event.business} sealed ${event.name} as ${event.messageId}${event.attempt > 1 ? `, attempt ${event.attempt}` : ''}`,
    fields: ['document', 'business', 'name', 'messageId', 'attempt', 'keys'],
  },
  'document.signed': {
    level: 'debug',
    about: ['单据已签名', 'A document was signed'],
    zh: (event) => `${event.business} 已签名 ${event.name}（证书 ${event.certificateNumber}）`,
    en: (event) => `${event.business} signed ${event.name} (certificate ${event.certificateNumber})`,
    fields: ['document', 'business', 'name', 'certificateNumber', 'algorithm', 'durationMs'],
  },
  'document.retried': {
    level: 'warn',
    about: ['同一单据稍后重试', 'The same document is tried again'],
    zh: (event) => `${event.business} 重试 ${event.name}（第 ${event.attempt} 次）：${faultText(event.fault, 'zh')}`,
    en: (event) =>
      `${event.business} tries ${event.name} again, attempt ${event.attempt}: ${faultText(event.fault, 'en')}`,
    fields: ['document', 'business', 'name', 'attempt', 'fault'],
  },
  'document.sent': {
    level: 'debug',
    about: ['消息服务器已确认', 'The broker confirmed the message'],
    zh: (event) => `${event.business} 已确认 ${event.name}（${durationText(event.durationMs)}）`,
    en: (event) => `${event.business} confirmed ${event.name} (${durationText(event.durationMs)})`,
    fields: ['document', 'business', 'name', 'durationMs', 'readyMs', 'sizeBytes'],
  },
  'document.filed': {
    level: 'info',
    about: ['单据已发送并移入 SentBox', 'A document was sent and is in SentBox'],
    zh: (event) => `${event.business} 已发送 ${event.name} → SentBox/${event.path}（${durationText(event.totalMs)}）`,
    en: (event) => `${event.business} sent ${event.name} -> SentBox/${event.path} (${durationText(event.totalMs)})`,
    fields: ['document', 'business', 'name', 'path', 'totalMs'],
  },
  'document.rejected': {
    level: 'warn',
    about: [
      '单据有误，已移入 FailBox，说明在 InBox',
      'A document is wrong: it is in FailBox, its explanation in InBox',
    ],
    zh: (event) => `${event.business} 校验失败 ${event.name} → FailBox/${event.path}：${faultText(event.fault, 'zh')}`,
    en: (event) => `${event.business} rejected ${event.name} -> FailBox/${event.path}: ${faultText(event.fault, 'en')}`,
    fields: ['document', 'business', 'name', 'path', 'explanation', 'fault', 'problems'],
  },
  'document.repeated': {
    level: 'warn',
    about: ['同样的内容已发送过', 'The same content was sent before'],
    zh: (event) =>
      `${event.business} ${event.name} 与已发送的 ${event.twin} 内容相同，${event.policy === 'hold' ? '留在 OutBox' : '仍发送'}`,
    en: (event) =>
      `${event.business} ${event.name} has the content of ${event.twin}, which was sent; it ${event.policy === 'hold' ? 'stays in OutBox' : 'is sent all the same'}`,
    fields: ['business', 'name', 'twin', 'twinMs', 'policy'],
  },
  'document.amends': {
    level: 'warn',
    about: ['同一申报已用其他内容发送过', 'The same declaration was sent before with another content'],
    zh: (event) =>
      `${event.business} ${event.name} 与已发送的 ${event.earlier}（${earlierState(event.state)[0]}）是同一申报，内容不同，${event.policy === 'hold' ? '留在 OutBox，用 swic settle 决定' : '仍发送'}`,
    en: (event) =>
      `${event.business} ${event.name} is the declaration of ${event.earlier} (${earlierState(event.state)[1]}) with another content; it ${event.policy === 'hold' ? 'stays in OutBox until swic settle' : 'is sent all the same'}`,
    fields: ['business', 'name', 'earlier', 'earlierMs', 'state', 'policy'],
  },
  'document.amendment-settled': {
    level: 'info',
    about: ['操作员决定了一份更改的单据', 'An operator decided about an amended document'],
    zh: ({ business, name, as, who }) => `${business} ${name}：操作员 ${who} 决定${as === 'send' ? '发送' : '不发送'}`,
    en: ({ business, name, as, who }) =>
      `${business} ${name}: the operator ${who} decided ${as === 'send' ? 'to send it' : 'not to send it'}`,
    fields: ['business', 'name', 'as', 'who'],
  },
  'document.warned': {
    level: 'warn',
    about: ['检查有提示，但仍发送', 'The checks found something, but the document is sent'],
    zh: (event) => `${event.business} ${event.name} 有 ${event.problems} 项提示，例如 ${event.first}`,
    en: (event) => `${event.business} ${event.name}: ${event.problems} warnings, e.g. ${event.first}`,
    fields: ['document', 'business', 'name', 'problems', 'first'],
  },
  'document.unknown': {
    level: 'warn',
    about: [
      '发送结果未知：确认前连接中断',
      'The outcome of a send is unknown: the connection was lost before the confirm',
    ],
    zh: (event) =>
      `${event.business} 发送结果未知 ${event.name}，${POLICIES[event.policy][0]}：${faultText(event.fault, 'zh')}`,
    en: (event) =>
      `${event.business} unknown outcome of ${event.name}, ${POLICIES[event.policy][1]}: ${faultText(event.fault, 'en')}`,
    fields: ['document', 'business', 'name', 'policy', 'fault'],
  },
  'document.settled': {
    level: 'info',
    about: ['未知结果已由回执或操作员确定', 'An unknown outcome was settled by a receipt or an operator'],
    zh: (event) => `${event.business} ${event.name}：${SETTLED_AS[event.as][0]}，依据：${settlerOf(event)[0]}`,
    en: (event) => `${event.business} ${event.name}: ${SETTLED_AS[event.as][1]}, by ${settlerOf(event)[1]}`,
    fields: ['document', 'business', 'name', 'as', 'by', 'who', 'receipt'],
  },
  'document.altered': {
    level: 'error',
    about: [
      '文件在发送过程中被其他程序改写，等待操作员处理',
      'Another program wrote into a file while it was being sent; the document waits for an operator',
    ],
    zh: (event) =>
      `${event.business} ${event.name} 在 TempBox 中被改写，与${event.isSent ? '已发送' : '检查时'}的内容不一致，等待操作员处理`,
    en: (event) =>
      `${event.business} ${event.name} was written to in TempBox: it is not what was ${event.isSent ? 'sent' : 'checked'}; an operator has to look`,
    fields: ['document', 'business', 'name', 'isSent', 'sha256'],
  },
  'document.undecided': {
    level: 'warn',
    about: [
      '回执可能属于该单据，也可能属于同号的其他单据：结果仍未知，由人工确定（swic settle）',
      'A receipt may be about this document or another of its number: the outcome stays unknown until a person settles it',
    ],
    zh: (event) =>
      `${event.business} 回执 ${event.receipt} 可能答复 ${event.name}，也可能答复同号的其他单据：结果仍未知，请核实后用 swic settle 确定`,
    en: (event) =>
      `${event.business} receipt ${event.receipt} may answer ${event.name} or another document of the same number: the outcome stays unknown, decide with swic settle`,
    fields: ['document', 'business', 'name', 'receipt'],
  },
  'document.handled': {
    level: 'info',
    about: ['操作员确认被退的单据已处理', 'An operator says that a refused document is dealt with'],
    zh: ({ name, who, note }) => `${name} 已由 ${who} 标记为已处理${note === '' ? '' : `：${note}`}`,
    en: ({ name, who, note }) => `${name} was dealt with by ${who}${note === '' ? '' : `: ${note}`}`,
    fields: ['document', 'business', 'name', 'who', 'note'],
  },
  'document.withdrawn': {
    level: 'info',
    about: ['单据已放回 OutBox', 'A document was put back into OutBox'],
    zh: (event) => `${event.business} 已放回 ${event.name} → OutBox/${event.path}`,
    en: (event) => `${event.business} put back ${event.name} -> OutBox/${event.path}`,
    fields: ['document', 'business', 'name', 'path'],
  },
  'document.recovered': {
    level: 'info',
    about: ['启动时对一份未完成单据的处理', 'What was decided at the start about an unfinished document'],
    zh: (event) =>
      `${event.business} 恢复 ${event.name}：上次停在“${wordFor('stage', event.stage, 'zh')}”，${wordFor('recovery', event.decision, 'zh')}`,
    en: (event) => `${event.business} recovered ${event.name}: was ${event.stage}, decision ${event.decision}`,
    fields: ['document', 'business', 'name', 'decision', 'stage'],
  },
  'document.foreign': {
    level: 'warn',
    about: [
      'TempBox 中有另一个本地记录取走的文件，未动',
      'A file in TempBox was claimed by another ledger; it was left alone',
    ],
    zh: (event) => `${event.business} TempBox 中的 ${event.name} 属于 ${event.owner} 的本地记录，未动`,
    en: (event) => `${event.business}: ${event.name} in TempBox belongs to the ledger of ${event.owner}; left alone`,
    fields: ['document', 'business', 'name', 'owner'],
  },
  'document.lost': {
    level: 'error',
    about: ['本地记录中的单据在任何目录都找不到', 'A document of the ledger is in none of its boxes'],
    zh: (event) => `${event.business} 找不到 ${event.name}（${event.document}），应在 ${event.where}`,
    en: (event) => `${event.business} cannot find ${event.name} (${event.document}), expected in ${event.where}`,
    fields: ['document', 'business', 'name', 'where'],
  },
};

import { ownWords } from '../../i18n/index.js';

export const OVERVIEW_WORDS = ownWords({
  en: {
    'overview.detail.send': 'send {state} for {age}',
    'overview.detail.receive': 'receive {state} for {age}',
    'overview.detail.oldest': 'oldest waiting {age}',
    'overview.detail.retried': '{count|retry|retries}',
    'overview.detail.fault': 'last fault {age} ago:',
    'overview.detail.no-fault': 'no fault since the start',
    'overview.since': 'sent, rejected and answers: since the start of the agent, {time}',
    'overview.today': 'sent and rejected: of the documents that were taken today',
    'overview.hour': 'sent in the last hour, minute by minute',
    'overview.ignored': '{count} in OutBox that no business takes',
    'overview.refused': 'Latest rejected, refused, returned and unknown',
    'overview.waits': 'Longest waits',
    'overview.empty': 'No business is configured.',
    'key.send.toggle': 'start or stop sending of the business',
    'key.receive.toggle': 'start or stop receiving of the business',
    'key.flows.start': 'start all flows',
    'key.flows.stop': 'stop all flows; asks',
    'key.pause.toggle': 'pause everything, or go on',
    'key.overview.today': 'counts of today, or since the start of the agent',
    'hint.send.toggle': 'send',
    'hint.receive.toggle': 'receive',
    'hint.flows.start': 'start all',
    'hint.flows.stop': 'stop all',
    'hint.pause.toggle': 'pause',
    'hint.overview.today': 'today',
  },
  zh: {
    'overview.detail.send': '发送{state}，{age}',
    'overview.detail.receive': '接收{state}，{age}',
    'overview.detail.oldest': '最久已等待 {age}',
    'overview.detail.retried': '重试 {count} 次',
    'overview.detail.fault': '最近故障（{age}前）：',
    'overview.detail.no-fault': '启动以来没有故障',
    'overview.since': '已发送、校验失败、回执：自 {time} 启动以来',
    'overview.today': '已发送、校验失败：今日取走的单据',
    'overview.hour': '最近一小时每分钟发送数',
    'overview.ignored': 'OutBox 中有 {count} 项不会被处理',
    'overview.refused': '最近的校验失败、退单/拒收和结果未知',
    'overview.waits': '等待最久的文件',
    'overview.empty': '没有配置任何业务。',
    'key.send.toggle': '启动或停止所选业务的发送',
    'key.receive.toggle': '启动或停止所选业务的接收',
    'key.flows.start': '启动全部任务',
    'key.flows.stop': '停止全部任务；会询问',
    'key.pause.toggle': '全部暂停，或全部恢复',
    'key.overview.today': '今日计数，或启动以来的计数',
    'hint.send.toggle': '发送',
    'hint.receive.toggle': '接收',
    'hint.flows.start': '全部启动',
    'hint.flows.stop': '全部停止',
    'hint.pause.toggle': '暂停',
    'hint.overview.today': '今日',
  },
});

declare module '../../i18n/index.js' {
  interface OwnWords {
    readonly overview: keyof typeof OVERVIEW_WORDS.en;
  }
}

import type { AlertRule } from '../domain/alerts/rules.js';

interface RuleWords {
  /** The rule by a name for people. */
  readonly title: string;
  /** What happened. `{count}` is how many. */
  readonly what: string;
  /** What swic does about it. */
  readonly does: string;
  /** What a person can do; the advice of the fault comes first where there is one. */
  readonly todo: string;
}

/** What is said about each rule: a rule without its words does not compile. */
export const ALERT_WORDS: Readonly<Record<AlertRule, Readonly<Record<'zh' | 'en', RuleWords>>>> = {
  'flow-held': {
    zh: {
      title: '任务停滞',
      what: '{count} 个任务停滞',
      does: '未发送的单据留在 OutBox，恢复后自动继续，不会丢失或重复',
      todo: '查看 swic status',
    },
    en: {
      title: 'a flow is held',
      what: '{count} flows are held',
      does: 'Documents that are not sent stay in OutBox; work resumes by itself, nothing is lost or doubled',
      todo: 'See swic status',
    },
  },
};

/** The levels, phases and titles in words. */
export const ALERT_NAMES = {
  zh: {
    notice: '提示',
    warning: '警告',
    error: '严重',
    began: '发生',
    lasts: '仍在持续',
    over: '已恢复',
    alert: 'swic 告警',
    summary: 'swic 汇总（静默期间）',
    test: 'swic 测试消息',
  },
  en: {
    notice: 'notice',
    warning: 'warning',
    error: 'error',
    began: 'began',
    lasts: 'goes on',
    over: 'over',
    alert: 'swic alert',
    summary: 'swic summary of a quiet time',
    test: 'swic test message',
  },
} as const;

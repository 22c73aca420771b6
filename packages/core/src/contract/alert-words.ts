import type { AlertRule } from '../domain/alerts/rules.js';

interface RuleWords {
  /** The rule by a name for people. */
  readonly title: string;
  /** What happened. `{count}` is how many, `{count|file|files}` with the noun that fits. */
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
      what: '{count|flow is|flows are} held',
      does: 'documents that are not sent stay in OutBox; work resumes by itself, nothing is lost or doubled',
      todo: 'see swic status',
    },
  },
  'documents-rejected': {
    zh: {
      title: '单据校验失败',
      what: '{count} 份单据校验失败，待处理',
      does: '已移入 FailBox，原因见 InBox 中的说明；其他单据照常发送',
      todo: 'swic documents --state rejected，改正后 swic resend --edit，或 swic handle',
    },
    en: {
      title: 'documents are rejected',
      what: '{count|document is|documents are} rejected: a person decides',
      does: 'they are in FailBox, with the reason in InBox; other documents are sent',
      todo: 'swic documents --state rejected, then swic resend --edit or swic handle',
    },
  },
  'documents-returned': {
    zh: {
      title: '单据被退回',
      what: '{count} 份单据被平台或海关退回，待处理',
      does: '回执已放入 InBox；其他单据照常发送',
      todo: 'swic documents --customs returned（或 refused、deleted），改正后 swic resend --edit，或 swic handle',
    },
    en: {
      title: 'documents are returned',
      what: '{count|document was|documents were} returned by the platform or customs: a person decides',
      does: 'the receipts are in InBox; other documents are sent',
      todo: 'swic documents --customs returned (or refused, deleted), then swic resend --edit or swic handle',
    },
  },
  'outcome-unknown': {
    zh: {
      title: '结果未知',
      what: '{count} 份单据发送结果未知，等待人工决定',
      does: '不会再次发送，直到有回执或人工决定',
      todo: '向平台查询是否收到，然后 swic settle',
    },
    en: {
      title: 'an outcome is unknown',
      what: '{count|document is|documents are} of unknown outcome: a person decides',
      does: 'nothing is sent again before a receipt or a person says so',
      todo: 'ask the platform whether it has them, then swic settle',
    },
  },
  'answers-overdue': {
    zh: {
      title: '超时未回',
      what: '{count} 份单据超时未收到回执',
      does: '继续等待，回执到达后自动对应',
      todo: 'swic overdue；必要时联系平台',
    },
    en: {
      title: 'answers are overdue',
      what: '{count|document is|documents are} not answered in time',
      does: 'they are waited for; an answer is matched whenever it comes',
      todo: 'swic overdue; ask the platform where it goes on',
    },
  },
  'file-waiting': {
    zh: {
      title: '文件等待过久',
      what: '{count} 个文件在 OutBox 等待过久',
      does: '继续尝试领取',
      todo: 'swic why 查看原因',
    },
    en: {
      title: 'a file waits',
      what: '{count|file waits|files wait} in OutBox for too long',
      does: 'they are tried again and again',
      todo: 'swic why says the reason',
    },
  },
  'nothing-received': {
    zh: {
      title: '收不到回执',
      what: '已发送单据，但长时间没有收到任何回执',
      does: '接收任务继续运行',
      todo: 'swic test-connection；确认接收队列没有被其他程序占用，必要时联系平台',
    },
    en: {
      title: 'nothing is received',
      what: 'documents were sent and nothing has come back for a long time',
      does: 'receiving goes on',
      todo: 'swic test-connection; see that no other program takes from the receive queue, or ask the platform',
    },
  },
  'receipt-unreadable': {
    zh: {
      title: '回执无法识别',
      what: '{count} 份回执无法识别',
      does: '已原样放入 InBox，未丢失',
      todo: '查看日志中的 receipt.unreadable，由人工处理该文件',
    },
    en: {
      title: 'a receipt is unreadable',
      what: '{count|receipt|receipts} could not be read',
      does: 'they are in InBox as they came; nothing is lost',
      todo: 'see receipt.unreadable in the log, and look at the file',
    },
  },
  'certificate-ending': {
    zh: {
      title: '证书即将到期',
      what: '证书即将到期或已到期',
      does: '到期前照常工作',
      todo: '尽快换卡或更换证书',
    },
    en: {
      title: 'a certificate ends',
      what: 'a certificate ends soon, or has ended',
      does: 'work goes on until then',
      todo: 'renew the card or the certificate',
    },
  },
  'password-ending': {
    zh: {
      title: '密码即将到期',
      what: '消息服务器的密码即将到期或已到期',
      does: '到期前照常工作',
      todo: '在平台更换密码，用 swic secret set 保存，并修改 alerts.rules.password-ending.until',
    },
    en: {
      title: 'a password ends',
      what: 'the password of the broker ends soon, or has ended',
      does: 'work goes on until then',
      todo: 'change it at the platform, save it with swic secret set, and set alerts.rules.password-ending.until',
    },
  },
  'disk-trouble': {
    zh: {
      title: '磁盘问题',
      what: '磁盘空间不足，或日志无法写入',
      does: '写不下时任务停滞，腾出空间后自动继续',
      todo: '清理磁盘；查看 swic status',
    },
    en: {
      title: 'disk trouble',
      what: 'disk space is low, or the log cannot be written',
      does: 'where nothing can be written the flows are held, and go on when there is room',
      todo: 'make room; see swic status',
    },
  },
  'ledger-trouble': {
    zh: {
      title: '本地记录问题',
      what: '本地记录有损坏或目录已不在',
      does: '损坏时继续工作，目录不在时全部停滞',
      todo: 'swic doctor；见 docs/ledger.zh.md',
    },
    en: {
      title: 'ledger trouble',
      what: 'the ledger is damaged, or its directory is gone',
      does: 'with damage work goes on, without the directory everything is held',
      todo: 'swic doctor; see docs/ledger.md',
    },
  },
  'verify-broken': {
    zh: {
      title: '核对不符',
      what: '核对发现 {count} 处文件与记录不符',
      does: '不移动也不删除任何文件',
      todo: 'swic verify，然后 swic verify --repair',
    },
    en: {
      title: 'verify found breaks',
      what: 'verify found {count|file that is|files that are} not as the ledger says',
      does: 'nothing is moved or deleted',
      todo: 'swic verify, then swic verify --repair',
    },
  },
  'agent-restarted': {
    zh: {
      title: '意外重启',
      what: 'swic 意外结束后重新启动，{count} 次',
      does: '已恢复上次未完成的单据，并继续工作',
      todo: '查看日志末尾的原因；反复出现时运行 swic doctor',
    },
    en: {
      title: 'the agent restarted by itself',
      what: 'swic ended without being asked to and was started again, {count|time|times}',
      does: 'what was under way was recovered, and work goes on',
      todo: 'see the end of the log; swic doctor where it goes on',
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
    report: 'swic 日报',
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
    report: 'swic daily report',
    test: 'swic test message',
  },
} as const;

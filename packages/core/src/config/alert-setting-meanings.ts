import { ALERT_WORDS } from '../contract/alert-words.js';
import { ALERT_RULE_NAMES, type AlertRule, alertRule } from '../domain/alerts/rules.js';

type Meanings = Readonly<Record<string, readonly [zh: string, en?: string]>>;

/** What a threshold counts, after the title of the rule. */
const LIMITS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  afterMinutes: ['持续多少分钟后告警', 'told after so many minutes'],
  fromDocuments: ['达到多少份时告警', 'told from so many on'],
  withinDays: ['到期前多少天起告警', 'told so many days before'],
  afterWorkingHours: ['多少个工作小时后告警', 'told after so many working hours'],
  overAfterMinutes: ['多少分钟没有再发生即算恢复', 'over when it has not happened again for so many minutes'],
};

/** The part of `setting-meanings.ts` that is about alerts; what is said of the rules follows from their table. */
export const ALERT_SETTING_MEANINGS: Meanings = {
  alerts: ['出问题时通知谁：docs/alerts.zh.md；null 为不通知'],
  'alerts.channels': ['通知谁：名称自定，每项一个通道'],
  '<key>(webhook).kind': ['以 JSON 向自有地址发送 POST：docs/alerts.zh.md'],
  '<key>(webhook).url': ['地址；其中含密钥时请用引用'],
  '<key>(webhook).secret': ['HMAC 密钥，接收方据此确认来源'],
  '<key>(command).kind': ['自有程序，内容全部经环境变量传入：docs/alerts.zh.md'],
  '<key>(command).command': ['程序和参数，不经 shell 解释'],
  '<key>(system).kind': ['系统日志：Windows 事件日志（eventcreate），其他系统为 syslog 或 journald（logger）'],
  '<key>(system).program': ['改用的日志程序及其前面的参数；null 为系统自带的'],
  '<key>(wecom).kind': ['企业微信群机器人'],
  '<key>(dingtalk).kind': ['钉钉群机器人'],
  '<key>(feishu).kind': ['飞书群机器人'],
  '<key>(mail).kind': ['SMTP 邮件'],
  '<key>(mail).host': ['邮件服务器', 'The mail server'],
  '<key>(mail).port': ['端口', 'Its port'],
  '<key>(mail).security': ['starttls：服务器不支持则不发；tls：一开始即加密，通常为 465 端口'],
  '<key>(mail).username': ['登录名；null 为不登录', 'The login; null = none'],
  '<key>(mail).password': ['密码或授权码，须用引用', 'The password by reference'],
  '<key>(mail).ca': ['邮件服务器证书的 CA（PEM 文件）；null 为 Node.js 自带'],
  '<key>(mail).from': ['发件人', 'The sender'],
  '<key>(mail).to': ['收件人', 'The recipients'],
  ...Object.fromEntries(
    ['wecom', 'dingtalk', 'feishu'].flatMap((kind) => [
      [`<key>(${kind}).url`, ['机器人地址，其中含密钥，须用引用']],
      [`<key>(${kind}).secret`, [kind === 'wecom' ? '企业微信没有签名' : '机器人启用“加签”（签名校验）时的密钥']],
    ]),
  ),
  ...ofChannels(['webhook', 'command', 'system', 'wecom', 'dingtalk', 'feishu', 'mail']),
  'password-ending.until': ['密码的到期日', 'The day on which the password of the broker ends, e.g. 2026-12-31'],
  'alerts.workingHours': ['工作时间（北京时间）'],
  'workingHours.days': ['工作日：1 为周一，7 为周日', 'Days of work: 1 = Monday, 7 = Sunday'],
  'workingHours.from': ['开始', 'When work begins'],
  'workingHours.to': ['结束', 'When work ends'],
  'workingHours.holidays': ['放假的日期，如 2026-10-01', 'Days without work, e.g. 2026-10-01'],
  'workingHours.workdays': ['调休上班的日期，如 2026-10-10', 'Days with work, whatever the day of the week'],
  'alerts.quietHours': ['静默时段（北京时间）：结束后发一条汇总；null 为没有'],
  'quietHours.from': ['开始', 'When it begins'],
  'quietHours.to': ['结束，可跨过午夜', 'When it ends, after midnight too'],
  'quietHours.except': ['该级别及以上仍立即通知'],
  'alerts.heartbeat': ['没有“严重”告警时定期访问的地址；对方收不到时由其报警；null 为没有'],
  'heartbeat.url': ['以 GET 访问；回应 2xx 即为收到'],
  'heartbeat.everyMinutes': ['间隔分钟数', 'How often'],
  'heartbeat.timeoutMs': ['一次访问的时限（毫秒）', 'One try takes no longer'],
  'alerts.report': ['每天的统计日报：docs/alerts.zh.md；null 为没有'],
  'report.at': ['每天发送的时间（北京时间）'],
  'report.about': ['today：当天至今；yesterday：前一天全天'],
  'report.channels': ['发往哪些通道（名称），不受通道级别限制'],
  'report.directory': ['写入 report-YYYY-MM-DD.txt 和 .json 的目录；null 为不写文件'],
  'alerts.businesses': ['个别业务的其他阈值；null 为与规则相同'],
  'alerts.link': ['附在每条消息后的网页地址'],
  ...Object.fromEntries(ALERT_RULE_NAMES.flatMap((rule) => Object.entries(ofRule(rule)))),
};

function ofChannels(kinds: readonly string[]): Meanings {
  const common: Meanings = {
    level: ['低于该级别的告警不发往此通道'],
    locale: ['消息的语言；null 为本配置的语言'],
    timeoutMs: ['一次发送的时限（毫秒）'],
  };
  return Object.fromEntries(
    kinds.flatMap((kind) => Object.entries(common).map(([name, words]) => [`<key>(${kind}).${name}`, words])),
  );
}

function ofRule(rule: AlertRule): Meanings {
  const { zh, en } = ALERT_WORDS[rule];
  const { unit } = alertRule(rule);
  const [limitZh = '', limitEn = ''] = LIMITS[unit] ?? [];
  return {
    [`${rule}.enabled`]: [`${zh.title}：是否告警`, `${en.title}: whether it is told`],
    [`${rule}.level`]: [`${zh.title}：级别`, `${en.title}: how urgent it is`],
    [`${rule}.repeatMinutes`]: [
      `${zh.title}：隔多少分钟才再次告警`,
      `${en.title}: not told again within so many minutes`,
    ],
    [`${rule}.${unit}`]: [`${zh.title}：${limitZh}`, `${en.title}: ${limitEn}`],
  };
}

/** `swic report` 的文字。 */
export const ZH_REPORT = {
  'report.about': '一天的统计：各业务的发送、校验失败、拒收、退单、超时、回执、最慢的单据和任务停滞时长',
  'report.date': '日期（北京时间），如 2026-12-05；默认为今天',
  'report.day': '{day}，按领取日期统计，状态为当前状态',
  'report.so-far': '{day} 至今，按领取日期统计，状态为当前状态',
  'report.nothing': '这一天没有单据和回执。',
  'report.book': '存证簿 {day} 封册哈希：{head}',
  'report.signer': '签名证书还有 {days} 天到期。',
  'report.claimed': '领取',
  'report.refused': '平台拒收',
  'report.slowest': '最慢',
  'report.held': '停滞',
  'report.held.send': '发送 {took} {code}',
  'report.held.receive': '接收 {took} {code}',
  'report.returned': '退单/删单',
} as const;

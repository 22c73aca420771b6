// @ts-check
// The alert rules for Prometheus, as data. Expressions name metrics of packages/core/src/telemetry/instruments.ts; files.mjs
// refuses one that does not exist.

/**
 * @typedef {object} Rule
 * @property {string} alert
 * @property {string} expr
 * @property {string} for how long it has to be true
 * @property {'warning' | 'critical'} severity
 * @property {string} zh what happened
 * @property {string} en
 * @property {string} command what to look at
 */

/** What is expected in a planned maintenance is not alarmed. */
const UNLESS_MAINTAINED = 'unless on (instance) swic_maintenance_windows > 0';

/** @type {readonly Rule[]} */
export const RULES = [
  {
    alert: 'SwicDown',
    expr: 'absent(swic_up == 1)',
    for: '5m',
    severity: 'critical',
    zh: '没有运行中的 swic',
    en: 'No swic agent runs',
    command: 'swic service status',
  },
  {
    alert: 'SwicRestarting',
    expr: 'changes(swic_start_time_seconds[1h]) > 2',
    for: '0m',
    severity: 'critical',
    zh: 'swic 一小时内反复重启',
    en: 'swic starts again and again',
    command: 'swic doctor',
  },
  {
    alert: 'SwicTransportAway',
    expr: `swic_transport_open == 0 ${UNLESS_MAINTAINED}`,
    for: '10m',
    severity: 'critical',
    zh: '与消息服务器没有连接（{{ $labels.direction }}）',
    en: 'There is no session with the broker ({{ $labels.direction }})',
    command: 'swic test-connection',
  },
  {
    alert: 'SwicTransportBlocked',
    expr: `swic_transport_blocked == 1 ${UNLESS_MAINTAINED}`,
    for: '10m',
    severity: 'warning',
    zh: '消息服务器阻塞发送',
    en: 'The broker blocks publishing',
    command: 'swic status',
  },
  {
    alert: 'SwicFlowHeld',
    expr: `swic_flow_held == 1 ${UNLESS_MAINTAINED}`,
    for: '10m',
    severity: 'critical',
    zh: '{{ $labels.business }} {{ $labels.direction }} 任务停滞',
    en: 'The {{ $labels.direction }} flow of {{ $labels.business }} is held',
    command: 'swic status',
  },
  {
    alert: 'SwicFileWaiting',
    expr: `(swic_outbox_oldest_seconds > 1800 and on (instance, business) swic_flow_held{direction="send"} == 0) ${UNLESS_MAINTAINED}`,
    for: '1m',
    severity: 'warning',
    zh: '{{ $labels.business }} 的 OutBox 中有文件等待过久',
    en: 'A file waits in OutBox of {{ $labels.business }} for too long',
    command: 'swic why',
  },
  {
    alert: 'SwicOutcomeUnknown',
    expr: 'swic_documents_concerning{state="unknown"} > 0',
    for: '1m',
    severity: 'critical',
    zh: '{{ $labels.business }} 有 {{ $value }} 份单据结果未知，等待人工决定',
    en: '{{ $value }} documents of {{ $labels.business }} are of unknown outcome and wait for a word',
    command: 'swic settle',
  },
  {
    alert: 'SwicDocumentsRefused',
    expr: 'swic_documents_concerning{state!="unknown"} > 0',
    for: '1m',
    severity: 'warning',
    zh: '{{ $labels.business }} 有 {{ $value }} 份单据待处理（{{ $labels.state }}）',
    en: '{{ $value }} documents of {{ $labels.business }} wait for a person ({{ $labels.state }})',
    command: 'swic documents --state rejected',
  },
  {
    alert: 'SwicAnswersOverdue',
    expr: `swic_documents_overdue > 0 ${UNLESS_MAINTAINED}`,
    for: '10m',
    severity: 'warning',
    zh: '{{ $labels.business }} 有 {{ $value }} 份单据超时未回',
    en: '{{ $value }} documents of {{ $labels.business }} are not answered in time',
    command: 'swic overdue',
  },
  {
    alert: 'SwicConfirmsSlow',
    expr: `histogram_quantile(0.95, sum by (instance, business, le) (rate(swic_document_confirm_seconds_bucket[30m]))) > 60 ${UNLESS_MAINTAINED}`,
    for: '15m',
    severity: 'warning',
    zh: '{{ $labels.business }} 的发送确认变慢',
    en: 'Confirms of {{ $labels.business }} have become slow',
    command: 'swic status',
  },
  {
    alert: 'SwicReceiptUnreadable',
    expr: 'increase(swic_receipt_outcomes_total{outcome="unreadable"}[1h]) > 0',
    for: '0m',
    severity: 'warning',
    zh: '有回执无法识别',
    en: 'A receipt could not be read',
    command: 'swic receipts',
  },
  {
    alert: 'SwicSignerAway',
    expr: 'swic_signer_ready == 0',
    for: '5m',
    severity: 'critical',
    zh: '签名设备不可用',
    en: 'The signer is not ready',
    command: 'swic card status',
  },
  {
    alert: 'SwicCertificateEnding',
    expr: 'swic_signer_certificate_expiry_timestamp_seconds > 0 and swic_signer_certificate_expiry_timestamp_seconds - time() < 30 * 86400',
    for: '1h',
    severity: 'warning',
    zh: '签名证书 30 天内到期',
    en: 'The certificate of the signer ends within 30 days',
    command: 'swic status',
  },
  {
    alert: 'SwicDiskLow',
    expr: 'swic_disk_free_bytes < 1e9',
    for: '5m',
    severity: 'critical',
    zh: '磁盘可用空间不足 1 GB',
    en: 'Less than 1 GB of disk is free',
    command: 'swic doctor',
  },
  {
    alert: 'SwicLogFailed',
    expr: 'swic_log_failed == 1',
    for: '5m',
    severity: 'warning',
    zh: '日志无法写入',
    en: 'The log cannot be written',
    command: 'swic status',
  },
  {
    alert: 'SwicVerifyBroken',
    expr: 'swic_verify_breaks > 0',
    for: '0m',
    severity: 'critical',
    zh: '核对发现 {{ $value }} 处文件与记录不符',
    en: 'Verify found {{ $value }} files that are not as the ledger says',
    command: 'swic verify',
  },
  {
    alert: 'SwicAlertsDropped',
    expr: 'increase(swic_alerts_dropped_total[1h]) > 0',
    for: '0m',
    severity: 'warning',
    zh: '发往 {{ $labels.channel }} 的告警被放弃',
    en: 'Alerts to {{ $labels.channel }} were given up',
    command: 'swic alerts list',
  },
];

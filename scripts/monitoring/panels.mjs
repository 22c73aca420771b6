// @ts-check
// The panels of the Grafana dashboard, as data: what is drawn, under which words. Unit and description follow from the metric.

/**
 * @typedef {object} Panel
 * @property {string} title in both languages
 * @property {string} metric whose help describes it and whose name says the unit
 * @property {readonly (readonly [expr: string, legend: string])[]} targets
 * @property {'timeseries' | 'stat'} [type]
 * @property {string} [unit] where the name does not say it
 */

const OF = '{instance=~"$instance"}';
const OF_BUSINESS = '{instance=~"$instance", business=~"$business"}';

/** @param {string} metric @param {string} by @param {number} share */
const quantile = (metric, by, share) =>
  `histogram_quantile(${share}, sum by (${by}, le) (rate(${metric}_bucket${OF_BUSINESS}[$__rate_interval])))`;

/** @type {readonly { readonly row: string, readonly panels: readonly Panel[] }[]} */
export const ROWS = [
  {
    row: '概况 · At a glance',
    panels: [
      {
        title: '运行 · Runs',
        metric: 'swic_up',
        type: 'stat',
        targets: [[`max by (instance, version) (swic_up${OF})`, '{{instance}} {{version}}']],
      },
      {
        title: '连接 · Session',
        metric: 'swic_transport_open',
        type: 'stat',
        targets: [[`swic_transport_open${OF}`, '{{direction}}']],
      },
      {
        title: '停滞的任务 · Held flows',
        metric: 'swic_flow_held',
        type: 'stat',
        targets: [[`sum(swic_flow_held${OF_BUSINESS})`, 'held']],
      },
      {
        title: '维护 · Maintenance',
        metric: 'swic_maintenance_windows',
        type: 'stat',
        targets: [[`sum(swic_maintenance_windows${OF})`, 'open']],
      },
      {
        title: '待人工处理 · Wait for a person',
        metric: 'swic_documents_concerning',
        type: 'stat',
        targets: [[`sum(swic_documents_concerning${OF_BUSINESS})`, 'documents']],
      },
      {
        title: '超时未回 · Overdue',
        metric: 'swic_documents_overdue',
        type: 'stat',
        targets: [[`sum(swic_documents_overdue${OF_BUSINESS})`, 'documents']],
      },
    ],
  },
  {
    row: '发送 · Sending',
    panels: [
      {
        title: '单据 · Documents',
        metric: 'swic_documents_total',
        targets: [
          [
            `sum by (business, outcome) (rate(swic_documents_total{instance=~"$instance", business=~"$business", outcome=~"sent|rejected|unknown|lost"}[$__rate_interval]))`,
            '{{business}} {{outcome}}',
          ],
        ],
      },
      {
        title: '在 OutBox 等待 · Wait in OutBox',
        metric: 'swic_outbox_waiting',
        targets: [[`swic_outbox_waiting${OF_BUSINESS}`, '{{business}}']],
      },
      {
        title: '等待最久的文件 · Oldest file',
        metric: 'swic_outbox_oldest_seconds',
        targets: [[`swic_outbox_oldest_seconds${OF_BUSINESS}`, '{{business}}']],
      },
      {
        title: '写完到确认 · Close to confirm',
        metric: 'swic_document_confirm_seconds',
        targets: [
          [quantile('swic_document_confirm_seconds', 'business', 0.5), '{{business}} 50%'],
          [quantile('swic_document_confirm_seconds', 'business', 0.95), '{{business}} 95%'],
        ],
      },
      {
        title: '发出到确认 · Send to confirm',
        metric: 'swic_document_send_seconds',
        targets: [[quantile('swic_document_send_seconds', 'business', 0.95), '{{business}} 95%']],
      },
      {
        title: '签名 · Signing',
        metric: 'swic_document_sign_seconds',
        targets: [[quantile('swic_document_sign_seconds', 'business', 0.95), '{{business}} 95%']],
      },
    ],
  },
  {
    row: '回执 · Receipts',
    panels: [
      {
        title: '回执 · Receipts',
        metric: 'swic_receipts_total',
        targets: [
          [
            `sum by (business, kind) (rate(swic_receipts_total${OF_BUSINESS}[$__rate_interval]))`,
            '{{business}} {{kind}}',
          ],
        ],
      },
      {
        title: '确认到回执 · Confirm to receipt',
        metric: 'swic_receipt_wait_seconds',
        targets: [
          [quantile('swic_receipt_wait_seconds', 'business, kind', 0.5), '{{business}} {{kind}} 50%'],
          [quantile('swic_receipt_wait_seconds', 'business, kind', 0.95), '{{business}} {{kind}} 95%'],
        ],
      },
      {
        title: '其他到达 · Other deliveries',
        metric: 'swic_receipt_outcomes_total',
        targets: [[`sum by (outcome) (rate(swic_receipt_outcomes_total${OF}[$__rate_interval]))`, '{{outcome}}']],
      },
      {
        title: '单据状态 · Documents now',
        metric: 'swic_documents_now',
        targets: [[`sum by (state) (swic_documents_now${OF_BUSINESS})`, '{{state}}']],
      },
    ],
  },
  {
    row: '程序 · The agent',
    panels: [
      {
        title: '故障 · Faults',
        metric: 'swic_faults_total',
        targets: [[`sum by (code) (rate(swic_faults_total${OF}[$__rate_interval]))`, '{{code}}']],
      },
      {
        title: '重连 · Reconnecting',
        metric: 'swic_transport_retries_total',
        targets: [[`rate(swic_transport_retries_total${OF}[$__rate_interval])`, '{{instance}}']],
      },
      {
        title: '磁盘可用 · Disk',
        metric: 'swic_disk_free_bytes',
        targets: [[`swic_disk_free_bytes${OF}`, '{{path}}']],
      },
      {
        title: '证书剩余 · Certificate',
        metric: 'swic_signer_certificate_expiry_timestamp_seconds',
        type: 'stat',
        unit: 's',
        targets: [[`swic_signer_certificate_expiry_timestamp_seconds${OF} - time()`, '{{instance}}']],
      },
      {
        title: '告警 · Alerts',
        metric: 'swic_alerts_open',
        targets: [[`sum by (level) (swic_alerts_open${OF})`, '{{level}}']],
      },
      {
        title: '未送达的告警 · Alerts not delivered',
        metric: 'swic_alerts_queued',
        targets: [[`sum by (channel) (swic_alerts_queued${OF})`, '{{channel}}']],
      },
    ],
  },
];

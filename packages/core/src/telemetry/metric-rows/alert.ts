import type { AlertEvent } from '../../contract/alert-events.js';
import { ALERT_LEVELS } from '../../contract/alerts.js';
import type { MetricRowsOf } from './row.js';

/** What alerts mean for the numbers. */
export const ALERT_METRIC_ROWS: MetricRowsOf<AlertEvent['type']> = {
  'alert.told': {
    metrics: ['swic_alerts_told_total'],
    update: ({ alertsTold }, { level }) => alertsTold.inc({ level }),
  },
  'alert.delivered': {
    metrics: ['swic_alerts_delivered_total'],
    update: ({ alertsDelivered }, { channel }) => alertsDelivered.inc({ channel }),
  },
  'alert.failed': {
    metrics: ['swic_alerts_failed_total'],
    update: ({ alertsFailed }, { channel }) => alertsFailed.inc({ channel }),
  },
  'alert.dropped': {
    metrics: ['swic_alerts_dropped_total'],
    update: ({ alertsDropped }, { channel, messages }) => alertsDropped.inc({ channel }, messages),
  },
  'alert.unkept': null,
  'report.written': null,
  'report.failed': null,
  'alerts.counted': {
    metrics: ['swic_alerts_open', 'swic_alerts_queued'],
    update: ({ alertsOpen, alertsQueued }, { report }) => {
      for (const level of ALERT_LEVELS)
        alertsOpen.set({ level }, report?.open.filter((alert) => alert.level === level).length ?? 0);
      // A channel that the configuration no longer has would keep its last number.
      alertsQueued.reset();
      for (const { name, queued } of report?.channels ?? []) alertsQueued.set({ channel: name }, queued);
    },
  },
};

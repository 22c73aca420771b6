import type { AlertsReport, StampedEvent } from '@swic/core/contract';
import { NOW_MS } from './recorded-agent.js';

/** As the agent tells it. */
export function alertsOf(report: AlertsReport): StampedEvent['event'] {
  return { type: 'alerts.counted', report };
}

const MINUTE_MS = 60_000;

/** Three troubles, one of them silenced; a channel that fails, one that gave messages up, one that is fine. */
export const OPEN_ALERTS: AlertsReport = {
  open: [
    {
      trouble: 'flow-held:transport.unreachable',
      rule: 'flow-held',
      level: 'error',
      sinceMs: NOW_MS - 48 * MINUTE_MS,
      count: 12,
      places: ['DEC send', 'DEC receive', 'ACD send'],
      fault: { code: 'transport.unreachable', fate: 'hold', detail: {}, reason: 'connect ECONNREFUSED' },
      untilMs: null,
      toldMs: NOW_MS - 38 * MINUTE_MS,
    },
    {
      trouble: 'documents-rejected:DEC',
      rule: 'documents-rejected',
      level: 'warning',
      sinceMs: NOW_MS - 3 * MINUTE_MS,
      count: 1,
      places: ['DEC'],
      fault: null,
      untilMs: null,
      toldMs: null,
    },
    {
      trouble: 'disk-trouble',
      rule: 'disk-trouble',
      level: 'error',
      sinceMs: NOW_MS - 2 * MINUTE_MS,
      count: 1,
      places: [],
      fault: null,
      untilMs: null,
      toldMs: null,
    },
  ],
  channels: [
    {
      name: '值班',
      kind: 'mail',
      queued: 0,
      delivered: 41,
      dropped: 0,
      lastDeliveredMs: NOW_MS - 38 * MINUTE_MS,
      fault: null,
    },
    {
      name: '关务群',
      kind: 'wecom',
      queued: 3,
      delivered: 7,
      dropped: 2,
      lastDeliveredMs: null,
      fault: { code: 'alert.unreachable', fate: 'retry', detail: {}, reason: null },
    },
    { name: '日志', kind: 'system', queued: 0, delivered: 48, dropped: 0, lastDeliveredMs: NOW_MS, fault: null },
  ],
  silences: [{ rule: 'documents-rejected', untilMs: NOW_MS + 90 * MINUTE_MS, by: '关务员' }],
};

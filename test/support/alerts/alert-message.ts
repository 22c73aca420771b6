import type { AlertMessage, Notice } from '../../../packages/core/src/contract/alerts.js';

/** A message about a held flow, at a fixed time. */
export function makeAlertMessage(change: Partial<AlertMessage> = {}): AlertMessage {
  return {
    id: 'm1',
    kind: 'alert',
    atMs: Date.UTC(2026, 10, 23, 2, 12),
    level: 'error',
    sender: { clientId: 'DXPESW0000000001', environment: 'test', host: 'gate', version: '0.1.0' },
    notices: [makeNotice()],
    report: null,
    link: null,
    ...change,
  };
}

export function makeNotice(change: Partial<Notice> = {}): Notice {
  return {
    trouble: '1',
    phase: 'began',
    rule: 'flow-held',
    level: 'error',
    key: 'flow-held/transport.unreachable',
    sinceMs: Date.UTC(2026, 10, 23, 2),
    endedMs: null,
    count: 2,
    places: ['DEC send', 'DEC receive'],
    fault: { code: 'transport.unreachable', fate: 'hold', detail: { host: '192.0.2.1' }, reason: null },
    untilMs: null,
    ...change,
  };
}

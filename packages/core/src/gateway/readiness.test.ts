import { expect, test } from 'vitest';
import type { Snapshot } from '../contract/snapshot.js';
import { notReadyReasons } from './readiness.js';

const OPEN = { state: 'open', fault: null };
const AWAY = { state: 'retrying', fault: { code: 'transport.unreachable' } };

function snapshot(change: Readonly<Record<string, unknown>> = {}): Snapshot {
  return {
    agent: { state: 'running' },
    ledger: { state: 'sound', fault: null },
    disk: null,
    transport: { send: OPEN, receive: OPEN },
    maintenance: { open: [], next: null, last: null },
    ...change,
  } as unknown as Snapshot;
}

test.each([
  ['running', {}, []],
  ['paused by a person', { agent: { state: 'paused' } }, []],
  ['on its way to the end', { agent: { state: 'draining' } }, ['agent: draining']],
  [
    'without a broker',
    { transport: { send: AWAY, receive: OPEN } },
    ['transport send: retrying transport.unreachable'],
  ],
  [
    'in maintenance',
    { transport: { send: AWAY, receive: AWAY }, maintenance: { open: [{}], next: null, last: null } },
    [],
  ],
  ['without a ledger', { ledger: { state: 'gone', fault: { code: 'ledger.gone' } } }, ['ledger: gone ledger.gone']],
  ['with damage in the ledger', { ledger: { state: 'damaged', fault: null } }, []],
  ['on a full disk', { disk: { freeBytes: 1, isLow: true } }, ['disk: low']],
])('an agent %s is ready or says why not', (_, change, reasons) => {
  expect(notReadyReasons(snapshot(change))).toEqual(reasons);
});

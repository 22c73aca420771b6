import type { BusinessSnapshot, FlowSnapshot, Snapshot } from '@swic/core';
import { expect, test } from 'vitest';
import { troublesOf } from './troubles.js';

const flow = (state: FlowSnapshot['state'], direction: FlowSnapshot['direction'] = 'send'): FlowSnapshot => ({
  direction,
  state,
  sinceMs: 0,
  fault: state === 'held' ? { code: 'disk.full', fate: 'hold', detail: {}, reason: null } : null,
});
const business = (send: FlowSnapshot | null, receive: FlowSnapshot): BusinessSnapshot =>
  ({ key: 'DEC', send, receive }) as BusinessSnapshot;
const snapshot = (parts: Partial<Snapshot>): Snapshot =>
  ({
    transport: { state: 'open', fault: null },
    businesses: [],
    signer: null,
    disk: null,
    ledger: { state: 'sound', fault: null },
    ...parts,
  }) as Snapshot;

test('all is well when nothing is held, also where an operator has stopped or paused something', () => {
  const businesses = [business(flow('running'), flow('stopped', 'receive')), business(null, flow('paused', 'receive'))];
  expect(troublesOf(snapshot({ businesses, disk: { freeBytes: 1, isLow: false } }))).toEqual([]);
});

test('what keeps the agent from its work is named, with its fault', () => {
  const businesses = [business(flow('held'), flow('held', 'receive'))];
  const transport = {
    state: 'retrying',
    fault: { code: 'transport.closed', fate: 'retry', detail: {}, reason: null },
  } as unknown as Snapshot['transport'];
  const signer = { state: 'absent', faultCode: 'signer.absent' } as unknown as Snapshot['signer'];
  expect(troublesOf(snapshot({ businesses, transport, signer, disk: { freeBytes: 1, isLow: true } }))).toEqual([
    { place: 'transport', state: 'retrying', code: 'transport.closed' },
    { place: 'signer', state: 'absent', code: 'signer.absent' },
    { place: 'disk', state: 'low', code: null },
    { place: 'DEC send', state: 'held', code: 'disk.full' },
    { place: 'DEC receive', state: 'held', code: 'disk.full' },
  ]);
});

import type { BusinessSnapshot, FaultCode, FlowSnapshot, LinkSnapshot, Snapshot } from '@swic/core';
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
const link = (state: LinkSnapshot['state'], code: FaultCode | null): LinkSnapshot => ({
  state,
  sinceMs: 0,
  attempt: 0,
  nextAttemptMs: null,
  fault: code === null ? null : { code, fate: 'hold', detail: {}, reason: null },
});
const TRANSPORT = {
  ...link('open', null),
  kind: 'rabbitmq',
  address: '',
  send: link('open', null),
  receive: link('open', null),
  unconfirmed: null,
  otherConsumers: 0,
} satisfies Snapshot['transport'];
const snapshot = (parts: Partial<Snapshot>): Snapshot =>
  ({
    transport: TRANSPORT,
    businesses: [],
    signer: null,
    disk: null,
    ledger: { state: 'sound', fault: null },
    clock: null,
    ...parts,
  }) as Snapshot;

test('all is well when nothing is held, also where an operator has stopped or paused something', () => {
  const businesses = [business(flow('running'), flow('stopped', 'receive')), business(null, flow('paused', 'receive'))];
  expect(troublesOf(snapshot({ businesses, disk: { freeBytes: 1, isLow: false } }))).toEqual([]);
});

test('what keeps the agent from its work is named, with its fault', () => {
  const businesses = [business(flow('held'), flow('held', 'receive'))];
  const retrying = link('retrying', 'transport.closed');
  const transport = { ...TRANSPORT, ...retrying, send: retrying, receive: retrying };
  const signer = { state: 'absent', faultCode: 'signer.absent' } as unknown as Snapshot['signer'];
  const clock = { code: 'clock.implausible', fate: 'hold', detail: {}, reason: null } as const;
  expect(troublesOf(snapshot({ businesses, transport, signer, clock, disk: { freeBytes: 1, isLow: true } }))).toEqual([
    { place: 'transport', state: 'retrying', code: 'transport.closed' },
    { place: 'signer', state: 'absent', code: 'signer.absent' },
    { place: 'disk', state: 'low', code: null },
    { place: 'clock', state: 'doubted', code: 'clock.implausible' },
    { place: 'DEC send', state: 'held', code: 'disk.full' },
    { place: 'DEC receive', state: 'held', code: 'disk.full' },
  ]);
});

test('what failed to take events is a trouble, since what it shows is not complete', () => {
  const fault = { code: 'internal.unexpected', fate: 'halt', detail: {}, reason: null } as const;
  expect(troublesOf(snapshot({ readers: [{ name: 'metrics', count: 10, fault }] }))).toEqual([
    { place: 'reader metrics', state: 'failed', code: 'internal.unexpected' },
  ]);
});

test('the trouble of one direction is told of that direction alone', () => {
  const receive = link('retrying', 'transport.queue-in-use');
  expect(troublesOf(snapshot({ transport: { ...TRANSPORT, receive } }))).toEqual([
    { place: 'transport receive', state: 'retrying', code: 'transport.queue-in-use' },
  ]);
});

test('messages without a confirm, and a receive queue that others use too, are troubles', () => {
  const transport = { ...TRANSPORT, unconfirmed: { messages: 64, sinceMs: 0 }, otherConsumers: 1 };
  expect(troublesOf(snapshot({ transport }))).toEqual([
    { place: 'transport send', state: 'unconfirmed', code: null },
    { place: 'transport receive', state: 'shared', code: null },
  ]);
});

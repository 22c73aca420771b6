import type { BusinessSnapshot, FaultCode, FlowSnapshot, LinkSnapshot, Snapshot } from '@swic/core';
import { expect, test } from 'vitest';
import { troublesOf } from './troubles.js';

const flow = (state: FlowSnapshot['state'], direction: FlowSnapshot['direction'] = 'send'): FlowSnapshot => ({
  direction,
  state,
  sinceMs: 0,
  fault: state === 'held' ? { code: 'disk.full', fate: 'hold', detail: {}, reason: null } : null,
  isByWord: false,
  stoppedBy: null,
});
const business = (send: FlowSnapshot | null, receive: FlowSnapshot): BusinessSnapshot =>
  ({ key: 'DEC', send, receive, now: [], overdue: 0, lost: 0 }) as unknown as BusinessSnapshot;
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
  notConsumingSinceMs: null,
  otherConsumers: 0,
  outages: null,
} satisfies Snapshot['transport'];
const snapshot = (parts: Partial<Snapshot>): Snapshot =>
  ({
    transport: TRANSPORT,
    businesses: [],
    signer: null,
    disk: null,
    ledger: { state: 'sound', fault: null },
    clock: null,
    verified: null,
    ...parts,
  }) as Snapshot;

test('all is well when nothing is held, also where an operator has stopped or paused something', () => {
  const businesses = [business(flow('running'), flow('stopped', 'receive')), business(null, flow('paused', 'receive'))];
  expect(troublesOf(snapshot({ businesses, disk: { freeBytes: 1, isLow: false } }), [])).toEqual([]);
});

test('what keeps the agent from its work is named, with its fault', () => {
  const businesses = [business(flow('held'), flow('held', 'receive'))];
  const retrying = link('retrying', 'transport.closed');
  const transport = { ...TRANSPORT, ...retrying, send: retrying, receive: retrying };
  const signer = { state: 'absent', faultCode: 'signer.absent' } as unknown as Snapshot['signer'];
  const clock = { code: 'clock.implausible', fate: 'hold', detail: {}, reason: null } as const;
  expect(
    troublesOf(snapshot({ businesses, transport, signer, clock, disk: { freeBytes: 1, isLow: true } }), []),
  ).toEqual(
    [
      { place: 'transport', state: 'retrying', code: 'transport.closed', fault: retrying.fault },
      { place: 'signer', state: 'absent', code: 'signer.absent', fault: null },
      { place: 'disk', state: 'low', code: null, fault: null },
      { place: 'clock', state: 'doubted', code: 'clock.implausible', fault: clock },
      { place: 'DEC send', state: 'held', code: 'disk.full', fault: flow('held').fault },
      { place: 'DEC receive', state: 'held', code: 'disk.full', fault: flow('held').fault },
    ].map((trouble) => ({ ...trouble, documents: null })),
  );
});

test('documents that wait for a person are named with their number, unless they are to be left out', () => {
  const now = [
    { standing: 'returned', documents: 5, concerning: 2 },
    { standing: 'unknown', documents: 19, concerning: 19 },
    { standing: 'released', documents: 80, concerning: 0 },
  ];
  const dec = { ...business(flow('running'), flow('running', 'receive')), now, overdue: 3, lost: 1 };
  const state = snapshot({
    businesses: [dec as unknown as BusinessSnapshot],
    verified: { atMs: 1, documents: 100, breaks: 4 },
  });
  const told = (ignored: Parameters<typeof troublesOf>[1]): readonly string[] =>
    troublesOf(state, ignored).map(({ state: kind, documents }) => `${kind} ${documents}`);
  expect(told([])).toEqual(['unknown 19', 'returned 2', 'overdue 3', 'lost 1', 'verify 4']);
  expect(told(['overdue', 'returned', 'verify'])).toEqual(['unknown 19', 'lost 1']);
});

test('what failed to take events is a trouble, since what it shows is not complete', () => {
  const fault = { code: 'internal.unexpected', fate: 'halt', detail: {}, reason: null } as const;
  expect(troublesOf(snapshot({ readers: [{ name: 'metrics', count: 10, fault }] }), [])).toEqual([
    { place: 'reader metrics', state: 'failed', code: 'internal.unexpected', fault, documents: null },
  ]);
});

test('the trouble of one direction is told of that direction alone', () => {
  const receive = link('retrying', 'transport.queue-in-use');
  expect(troublesOf(snapshot({ transport: { ...TRANSPORT, receive } }), [])).toEqual([
    {
      place: 'transport receive',
      state: 'retrying',
      code: 'transport.queue-in-use',
      fault: receive.fault,
      documents: null,
    },
  ]);
});

test('messages without a confirm, and a receive queue that others use too, are troubles', () => {
  const transport = {
    ...TRANSPORT,
    unconfirmed: { messages: 64, sinceMs: 0 },
    notConsumingSinceMs: 0,
    otherConsumers: 1,
  };
  expect(troublesOf(snapshot({ transport }), [])).toEqual([
    { place: 'transport send', state: 'unconfirmed', code: null, fault: null, documents: null },
    { place: 'transport receive', state: 'not-consuming', code: null, fault: null, documents: null },
    { place: 'transport receive', state: 'shared', code: null, fault: null, documents: null },
  ]);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALL_SAMPLES, FAULT, SAMPLES } from '../../../../test/support/telemetry/sample-events.js';
import { TestClock } from '../../../../test/support/telemetry/test-clock.js';
import type { SwicEvent } from '../contract/events.js';
import type { BusinessSnapshot } from '../contract/snapshot.js';
import type { BusinessKey, DocumentId } from '../domain/document.js';
import { RateRing } from './rate-ring.js';
import { createRecorder, type Recorder, type RecorderSetup } from './recorder.js';

const SETUP: RecorderSetup = {
  agent: {
    version: '0.1.0',
    pid: 7,
    clientId: 'DXPESW0000000001',
    environment: 'production',
    locale: 'zh',
    configPath: '/etc/swic.yaml',
  },
  transport: { kind: 'rabbitmq', address: 'mq.example:5672' },
  signer: null,
  businesses: [
    { key: 'DEC', nameZh: '货物申报', nameEn: 'Declaration', initials: 'hwsb', send: 'running', receive: 'running' },
    { key: 'OTHERS', nameZh: '其它', nameEn: 'Others', initials: 'qt', send: null, receive: 'running' },
  ],
};

function start(nowMs = 1_000_000): {
  readonly clock: TestClock;
  readonly recorder: Recorder;
  readonly see: (...events: readonly SwicEvent[]) => void;
} {
  const clock = new TestClock(nowMs);
  const recorder = createRecorder(SETUP, clock);
  let seq = 0;
  return {
    clock,
    recorder,
    see: (...events) => {
      for (const event of events) recorder.read({ seq: ++seq, atMs: clock.nowMs(), event });
    },
  };
}

const dec = (recorder: Recorder): BusinessSnapshot => recorder.snapshot().businesses[0]!;

describe('the snapshot', () => {
  test('says who runs, since when, and in which state', () => {
    const { recorder, see } = start();
    expect(recorder.snapshot().agent).toEqual({
      ...SETUP.agent,
      startedMs: 1_000_000,
      nowMs: 1_000_000,
      state: 'starting',
    });
    see(SAMPLES['gateway.started']);
    expect(recorder.snapshot().agent.state).toBe('running');
    see(SAMPLES['gateway.stopping'], SAMPLES['gateway.stopped']);
    expect(recorder.snapshot().agent.state).toBe('stopped');
  });

  test('counts documents in flight by their ids, also those that were recovered and never claimed in this run', () => {
    const { recorder, see } = start();
    const id = (number: number): DocumentId => String(number) as DocumentId;
    for (const number of [1, 2, 3]) see({ ...SAMPLES['document.claimed'], document: id(number) });
    see({ ...SAMPLES['document.sealed'], document: id(1) }, { ...SAMPLES['document.sealed'], document: id(9) });
    expect(dec(recorder).inFlight).toBe(4);
    see({ ...SAMPLES['document.filed'], document: id(1) }, { ...SAMPLES['document.filed'], document: id(8) });
    see({ ...SAMPLES['document.rejected'], document: id(2) }, { ...SAMPLES['document.withdrawn'], document: id(3) });
    see({ ...SAMPLES['document.unknown'], document: id(9) });
    expect(dec(recorder)).toMatchObject({
      inFlight: 0,
      counts: { filed: 2, rejected: 1, unknown: 1, retried: 0, receipts: 0 },
    });
  });

  test('follows a flow through hold, resume, pause and stop', () => {
    const { clock, recorder, see } = start();
    see(SAMPLES['flow.held']);
    expect(dec(recorder).send).toEqual({
      direction: 'send',
      state: 'held',
      sinceMs: 1_000_000,
      fault: FAULT,
      isByWord: false,
      stoppedBy: null,
    });
    expect(dec(recorder)).toMatchObject({ lastFault: FAULT, lastFaultMs: 1_000_000 });
    see(SAMPLES['gateway.paused']);
    expect([dec(recorder).send?.state, dec(recorder).receive.state]).toEqual(['held', 'paused']);
    see(SAMPLES['gateway.resumed'], SAMPLES['flow.resumed']);
    expect([dec(recorder).send?.state, dec(recorder).receive.state]).toEqual(['running', 'running']);
    void clock.advance(5_000);
    see(SAMPLES['flow.stopped']);
    expect(dec(recorder).send).toEqual({
      direction: 'send',
      state: 'stopped',
      sinceMs: 1_005_000,
      fault: null,
      isByWord: true,
      stoppedBy: 'operator@host',
    });
    expect(recorder.snapshot().businesses[1]?.send).toBeNull();
  });

  test('follows the session with the broker', () => {
    const { recorder, see } = start();
    see(SAMPLES['transport.opening'], SAMPLES['transport.retrying']);
    const retrying = { state: 'retrying', sinceMs: 1_000_000, attempt: 3, nextAttemptMs: 1_000_800, fault: FAULT };
    const stopped = { state: 'stopped', sinceMs: 1_000_000, attempt: 0, nextAttemptMs: null, fault: null };
    expect(recorder.snapshot().transport).toEqual({
      ...SETUP.transport,
      ...retrying,
      outages: { count: 1, sinceMs: 1_000_000, endedMs: null, code: 'transport.closed' },
      send: retrying,
      receive: stopped,
      unconfirmed: null,
      notConsumingSinceMs: null,
      otherConsumers: 0,
    });
    see({ ...SAMPLES['transport.opened'], direction: 'receive' }, SAMPLES['transport.opened']);
    expect(recorder.snapshot().transport).toMatchObject({
      state: 'open',
      attempt: 0,
      nextAttemptMs: null,
      fault: null,
    });
    see(SAMPLES['transport.blocked']);
    expect(recorder.snapshot().transport).toMatchObject({
      state: 'blocked',
      send: { state: 'blocked' },
      receive: { state: 'open' },
    });
  });

  test('tells each direction by itself, and of both the one that is worse off', () => {
    const { recorder, see } = start();
    see(SAMPLES['transport.opened'], { ...SAMPLES['transport.retrying'], direction: 'receive' });
    expect(recorder.snapshot().transport).toMatchObject({
      state: 'retrying',
      fault: FAULT,
      send: { state: 'open', fault: null },
      receive: { state: 'retrying', fault: FAULT },
    });
  });

  test('shows how many messages wait for their confirm, and who else receives', () => {
    const { recorder, see } = start();
    see(SAMPLES['transport.unconfirmed'], SAMPLES['transport.shared']);
    expect(recorder.snapshot().transport).toMatchObject({ unconfirmed: { messages: 64 }, otherConsumers: 1 });
    see(SAMPLES['transport.confirmed'], { ...SAMPLES['transport.shared'], others: 0 });
    expect(recorder.snapshot().transport).toMatchObject({ unconfirmed: null, otherConsumers: 0 });
  });

  test('groups faults by code and place, newest first, and keeps 50 of them', () => {
    const { clock, recorder, see } = start();
    see(SAMPLES['transport.retrying']);
    void clock.advance(1_000);
    see(SAMPLES['worker.replaced'], SAMPLES['transport.retrying']);
    expect(recorder.snapshot().faults).toEqual([
      { fault: FAULT, place: 'transport send', count: 2, firstMs: 1_000_000, lastMs: 1_001_000 },
      { fault: SAMPLES['worker.replaced'].fault, place: 'worker', count: 1, firstMs: 1_001_000, lastMs: 1_001_000 },
    ]);
    for (let number = 0; number < 80; number += 1) see({ ...SAMPLES['box.missing'], path: `/boxes/${number}` });
    expect(recorder.snapshot().faults).toHaveLength(50);
    expect(recorder.snapshot().faults[0]?.place).toBe('/boxes/79');
    expect(recorder.snapshot().faults.at(-1)?.place).toBe('/boxes/30');
  });

  test('shows documents per second of the last minute, without the running second', async () => {
    const { clock, recorder, see } = start();
    see(SAMPLES['document.sent'], SAMPLES['document.sent']);
    expect(dec(recorder).sendRate).toEqual([]);
    await clock.advance(3_000);
    see(SAMPLES['document.sent']);
    expect(dec(recorder).sendRate).toEqual([2, 0, 0]);
    await clock.advance(59_000);
    expect(dec(recorder).sendRate).toHaveLength(60);
    expect(dec(recorder).sendRate[1]).toBe(1);
    await clock.advance(3_600_000);
    expect(dec(recorder).sendRate).toEqual(new Array(60).fill(0));
  });

  test('is a copy: what was handed out does not change afterwards', () => {
    const { recorder, see } = start();
    see(SAMPLES['document.claimed']);
    const before = recorder.snapshot();
    const text = JSON.stringify(before);
    see(...ALL_SAMPLES);
    expect(JSON.stringify(before)).toBe(text);
    expect(recorder.snapshot()).not.toEqual(before);
  });

  test('takes every event of a business that is not configured without a trace', () => {
    const { recorder, see } = start();
    const other = 'NEMS' as BusinessKey;
    const before = recorder.snapshot().businesses;
    for (const event of ALL_SAMPLES) if ('business' in event) see({ ...event, business: other });
    expect(recorder.snapshot().businesses).toEqual(before);
  });

  test('keeps the numbers of the businesses that stay when the configuration changes', () => {
    const { recorder, see } = start();
    see(SAMPLES['document.filed']);
    recorder.setBusinesses([
      ...SETUP.businesses.slice(0, 1),
      {
        key: 'NEMS',
        nameZh: '加工贸易',
        nameEn: 'Processing trade',
        initials: 'jgmy',
        send: 'running',
        receive: 'running',
      },
    ]);
    expect(recorder.snapshot().businesses.map(({ key, counts }) => [key, counts.filed])).toEqual([
      ['DEC', 1],
      ['NEMS', 0],
    ]);
  });

  test('shows the signer as the last event described it', () => {
    const { recorder, see } = start();
    expect(recorder.snapshot().signer).toBeNull();
    const { signer } = SAMPLES['signer.changed'];
    see(SAMPLES['signer.changed'], { type: 'signer.changed', signer: { ...signer, state: 'ready' }, fault: null });
    expect(recorder.snapshot().signer).toEqual({ ...signer, state: 'ready' });
    expect(recorder.snapshot().faults).toMatchObject([{ place: 'signer', fault: { code: 'signer.absent' } }]);
  });
});

test('a rate ring counts like a list of instants would, as long as the clock goes forward', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(90_000), { maxLength: 60 }), fc.nat(200_000), (steps, restMs) => {
      const ring = new RateRing(5_000_500);
      let nowMs = 5_000_500;
      const instants: number[] = [];
      for (const step of steps) {
        nowMs += step;
        instants.push(nowMs);
        ring.add(nowMs);
      }
      nowMs += restMs;
      const second = Math.floor(nowMs / 1_000);
      const known = Math.min(60, second - 5_000);
      const expected = Array.from(
        { length: known },
        (_, at) => instants.filter((instant) => Math.floor(instant / 1_000) === second - known + at).length,
      );
      expect(ring.latest(nowMs)).toEqual(expected);
    }),
  );
});

test('a reader that failed is in the snapshot until the end of the run, and a client that looks on is not', () => {
  const { recorder, see } = start();
  const failed = (reader: string, count: number): SwicEvent => ({ type: 'reader.failed', reader, count, fault: FAULT });
  see(failed('metrics', 1), failed('control', 1), failed('metrics', 10));
  expect(recorder.snapshot().readers).toEqual([{ name: 'metrics', count: 10, fault: FAULT }]);
});

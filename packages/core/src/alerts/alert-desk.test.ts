import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { type AlertsConfig, alertsSchema } from '../config/alerts-schema.js';
import type { AlertMessage } from '../contract/alerts.js';
import type { SwicEvent } from '../contract/events.js';
import { Fault } from '../contract/fault.js';
import type { Snapshot } from '../contract/snapshot.js';
import { NO_MAINTENANCE } from '../domain/maintenance/plan.js';
import type { AlertChannel } from '../ports/alert-channel.js';
import { endProcess } from '../runtime/scope.js';
import { systemClock } from '../runtime/system-clock.js';
import { AlertDesk } from './alert-desk.js';
import { alertPolicy } from './policy.js';
import { type StateFile, stateFileIn } from './state-file.js';

const START_MS = Date.UTC(2026, 10, 23, 2);
const MINUTE_MS = 60_000;
const FAULT = { code: 'transport.unreachable', fate: 'hold', detail: {}, reason: 'as the broker said' } as const;

let dataDir = '';
let events: SwicEvent[] = [];
beforeEach(() => {
  events = [];
  dataDir = mkdtempSync(path.join(tmpdir(), 'swic-alerts-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
});

/** DEC is held in both directions since START_MS, or runs. */
function snapshot(isHeld: boolean): Snapshot {
  const flow = (direction: string) => ({
    direction,
    state: isHeld ? 'held' : 'running',
    sinceMs: START_MS,
    fault: isHeld ? FAULT : null,
  });
  const business = {
    key: 'DEC',
    send: flow('send'),
    receive: flow('receive'),
    now: [],
    overdue: 0,
    oldestWaitingMs: null,
  };
  const ledger = { state: 'sound', fault: null };
  const transport = { send: { state: 'open' }, receive: { state: 'open' } };
  return {
    businesses: [business],
    transport,
    ledger,
    signer: null,
    disk: null,
    log: null,
    verified: null,
  } as unknown as Snapshot;
}

interface Made {
  readonly desk: AlertDesk;
  /** `runMs`: since the start of the run. */
  readonly look: (isHeld: boolean, minutes: number, runMs?: number) => Promise<void>;
}

function openDesk(
  deliver: AlertChannel['deliver'],
  { settings = {}, file = stateFileIn(dataDir) }: { readonly settings?: object; readonly file?: StateFile } = {},
): Made {
  const config: AlertsConfig = alertsSchema.parse({
    channels: { ops: { kind: 'webhook', url: 'http://127.0.0.1:9/' } },
    ...settings,
  });
  let nowMs = START_MS;
  const desk = new AlertDesk({
    config,
    policy: alertPolicy(config),
    channels: new Map([['ops', { kind: 'webhook', perMinuteMax: null, deliver }]]),
    sender: { clientId: 'C', environment: 'test', host: 'h', version: '0' },
    file,
    clock: { ...systemClock, nowMs: () => nowMs },
    emit: (event) => void events.push(event),
  });
  return {
    desk,
    look: (isHeld, minutes, runMs = 60_000) => {
      nowMs = START_MS + minutes * MINUTE_MS;
      const sight = { snapshot: snapshot(isHeld), nowMs, runMs, certificates: [], maintenance: NO_MAINTENANCE };
      return desk.look(sight);
    },
  };
}

/** Runs the lanes until what waits has been delivered. */
async function runUntil(desk: AlertDesk, isDone: () => boolean): Promise<void> {
  const stop = new AbortController();
  const running = desk.run(endProcess, stop.signal);
  await expect.poll(isDone).toBe(true);
  stop.abort();
  await running;
}

test('a broker that is away for twelve minutes is one message, and one more when it is back', async () => {
  const got: AlertMessage[] = [];
  const { desk, look } = openDesk(async (message) => void got.push(message));
  await look(true, 9);
  for (let minutes = 10; minutes < 60; minutes += 1) await look(true, minutes);
  await look(false, 60);
  await runUntil(desk, () => got.length === 2);
  expect(got.map(({ notices }) => notices.map(({ phase, places }) => [phase, places]))).toEqual([
    [['began', ['DEC send', 'DEC receive']]],
    [['over', ['DEC send', 'DEC receive']]],
  ]);
  expect(JSON.stringify(got)).not.toContain('as the broker said');
  expect(desk.report()).toMatchObject({ open: [], channels: [{ name: 'ops', queued: 0, delivered: 2, dropped: 0 }] });
});

test('what was told and not delivered survives a crash, and comes with the same id', async () => {
  const failing = openDesk(() => Promise.reject(new Fault('alert.unreachable')));
  await failing.look(true, 10);
  await runUntil(failing.desk, () => events.some(({ type }) => type === 'alert.failed'));
  const got: AlertMessage[] = [];
  const again = openDesk(async (message) => void got.push(message));
  await again.look(true, 11);
  await runUntil(again.desk, () => got.length > 0);
  const [told] = events.filter((event) => event.type === 'alert.told');
  expect(got[0]?.id).toBe(told?.message);
  // The crash itself is another trouble.
  const heldTold = events.filter((event) => event.type === 'alert.told' && event.rules.includes('flow-held'));
  expect(heldTold).toHaveLength(1);
});

test('nothing is delivered before it is durable', async () => {
  const order: string[] = [];
  const inner = stateFileIn(dataDir);
  const file: StateFile = {
    read: inner.read,
    write: async (state) => {
      await inner.write(state);
      order.push(`written ${state.queues['ops']?.waiting.length ?? 0}`);
    },
  };
  const { desk, look } = openDesk(async () => void order.push('delivered'), { file });
  const stop = new AbortController();
  const running = desk.run(endProcess, stop.signal);
  await look(true, 10);
  await expect.poll(() => order.length).toBe(3);
  stop.abort();
  await running;
  expect(order).toEqual(['written 1', 'delivered', 'written 0']);
});

test('a data directory that cannot be written keeps no person from being told, and is said once', async () => {
  const got: AlertMessage[] = [];
  const file: StateFile = { read: stateFileIn(dataDir).read, write: () => Promise.reject(new Fault('disk.full')) };
  const { desk, look } = openDesk(async (message) => void got.push(message), { file });
  await look(true, 10);
  await look(false, 20);
  await runUntil(desk, () => got.length === 2);
  expect(events.filter(({ type }) => type === 'alert.unkept')).toHaveLength(1);
});

test('a state file that a power cut left half written is put aside, and telling begins anew', async () => {
  const { look } = openDesk(async () => undefined);
  await look(true, 10);
  const { writeFileSync, readFileSync, existsSync } = await import('node:fs');
  const file = path.join(dataDir, 'alerts', 'state.json');
  writeFileSync(file, readFileSync(file).subarray(0, 40));
  const { desk } = openDesk(async () => undefined);
  expect(desk.report().open).toEqual([]);
  expect(existsSync(`${file}.damaged`)).toBe(true);
});

test('a business has its own threshold, and a channel leaves out what is less urgent', async () => {
  const settings = {
    channels: { ops: { kind: 'webhook', url: 'http://127.0.0.1:9/', level: 'error' } },
    rules: { 'flow-held': { level: 'warning' } },
    businesses: { DEC: { 'flow-held': { afterMinutes: 30 } } },
  };
  const { desk, look } = openDesk(async () => undefined, { settings });
  await look(true, 29);
  expect(desk.report().open).toEqual([]);
  await look(true, 30);
  expect(desk.report()).toMatchObject({ open: [{ rule: 'flow-held' }], channels: [{ queued: 0 }] });
});

test('a start after an end that was not ordered is told; one after an ordered end is not', async () => {
  const got: AlertMessage[] = [];
  const first = openDesk(async (message) => void got.push(message));
  await first.look(false, 0);
  await first.desk.end();
  const second = openDesk(async (message) => void got.push(message));
  await second.look(false, 1);
  expect(second.desk.report().open).toEqual([]);
  const third = openDesk(async (message) => void got.push(message));
  await third.look(false, 2);
  expect(third.desk.report().open).toMatchObject([{ rule: 'agent-restarted', count: 1 }]);
  await third.look(false, 62);
  await runUntil(third.desk, () => got.length === 2);
  expect(got.flatMap(({ notices }) => notices.map(({ phase }) => phase))).toEqual(['began', 'over']);
});

test('what was wrong before a start is not told as over by a look that sees nothing yet', async () => {
  const got: AlertMessage[] = [];
  const first = openDesk(async (message) => void got.push(message));
  await first.look(true, 10);
  await first.desk.end();
  const second = openDesk(async (message) => void got.push(message));
  await second.look(false, 11, 0);
  await second.look(true, 12, 5_000);
  expect(second.desk.report().open).toMatchObject([{ trouble: '1', sinceMs: START_MS }]);
  await second.look(false, 20);
  await runUntil(second.desk, () => got.length === 2);
  expect(got.flatMap(({ notices }) => notices.map(({ phase }) => phase))).toEqual(['began', 'over']);
});

test('the end of the silence of all rules is the end of each', async () => {
  const { desk } = openDesk(async () => undefined);
  const untilMs = START_MS + MINUTE_MS;
  await desk.silence({ rule: 'flow-held', untilMs, by: 'duty' });
  await desk.silence({ rule: 'disk-trouble', untilMs, by: 'duty' });
  await desk.silence({ rule: 'disk-trouble', untilMs: START_MS, by: 'duty' });
  expect(desk.report().silences).toMatchObject([{ rule: 'flow-held' }]);
  await desk.silence({ rule: null, untilMs: START_MS, by: 'duty' });
  expect(desk.report().silences).toEqual([]);
});

test('documents and receipts that go to and fro cost no write', async () => {
  let writes = 0;
  const inner = stateFileIn(dataDir);
  const file: StateFile = { read: inner.read, write: (state) => ((writes += 1), inner.write(state)) };
  const { desk, look } = openDesk(async () => undefined, { file });
  await look(false, 0);
  const before = writes;
  for (let minute = 1; minute < 10; minute += 1) {
    desk.see({ type: minute % 2 === 0 ? 'document.sent' : 'receipt.deposited' } as never, START_MS + minute);
    await look(false, minute);
  }
  expect(writes).toBe(before);
});

import { expect, test, vi } from 'vitest';
import type { TestStepRecord } from '../../contract/commands.js';
import { Fault } from '../../contract/fault.js';
import type { LogLines } from '../../contract/log-line.js';
import type { Snapshot } from '../../contract/snapshot.js';
import { systemClock } from '../../runtime/system-clock.js';
import { createBus } from '../../telemetry/bus.js';
import type { CommandHandlers } from './conversation.js';
import { createLocalClient } from './local-client.js';

const STEP: TestStepRecord = { name: 'connect', outcome: 'ok', durationMs: 1, fault: null, note: null };

function open() {
  const bus = createBus(systemClock);
  const handlers = {
    subscribe: async ({ afterSeq }: { readonly afterSeq: number | null }) => bus.backlog(afterSeq),
    pause: async () => Promise.reject(new Fault('command.not-found', { what: 'nothing' })),
    testConnection: async (_: null, __: AbortSignal, notify: (name: 'testStep', step: TestStepRecord) => void) => {
      notify('testStep', STEP);
      return [STEP];
    },
  } as unknown as CommandHandlers;
  const snapshot = vi.fn(() => ({}) as Snapshot);
  const settings = { handlers, onEvent: bus.addReader, snapshot };
  return { bus, snapshot, client: createLocalClient(settings, { protocol: 1, version: '0' }) };
}

test('a watcher gets the backlog of its level, then lines and snapshots while something happens', async () => {
  const { bus, client } = open();
  bus.emit({ type: 'gateway.paused' });
  const lines: LogLines[] = [];
  const snapshots: Snapshot[] = [];
  client.on('lines', (value) => lines.push(value));
  client.on('snapshot', (value) => snapshots.push(value));
  const backlog = await client.call('watch', { afterSeq: null, level: 'info', perSecond: 100 });
  expect(backlog.map(({ type }) => type)).toEqual(['gateway.paused']);
  expect(snapshots).toHaveLength(1);
  bus.emit({ type: 'gateway.resumed' });
  await vi.waitFor(() => expect(lines.flatMap((one) => one.lines).map(({ seq }) => seq)).toEqual([2]));
  await vi.waitFor(() => expect(snapshots.length).toBeGreaterThan(1));
  await client[Symbol.asyncDispose]();
});

test('nothing is sent when the conversation has ended', async () => {
  const { bus, snapshot, client } = open();
  await client.call('watch', { afterSeq: null, level: 'info', perSecond: 100 });
  await client[Symbol.asyncDispose]();
  await client.closed;
  const before = snapshot.mock.calls.length;
  bus.emit({ type: 'gateway.paused' });
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(snapshot.mock.calls.length).toBe(before);
});

test('a command that fails rejects with its own fault, and a test of the connection tells its steps while it runs', async () => {
  const { client } = open();
  const steps: TestStepRecord[] = [];
  client.on('testStep', (step) => steps.push(step));
  await expect(client.call('pause', null)).rejects.toMatchObject({ code: 'command.not-found' });
  expect(await client.call('testConnection', null)).toEqual([STEP]);
  expect(steps).toEqual([STEP]);
});

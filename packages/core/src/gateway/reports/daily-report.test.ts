import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { openMailServer } from '../../../../../test/support/alerts/mail-server.js';
import { makeDocument, START_MS } from '../../../../../test/support/ledger/records.js';
import { TestClock } from '../../../../../test/support/telemetry/test-clock.js';
import { AlertDesk } from '../../alerts/alert-desk.js';
import { createMail } from '../../alerts/channels/mail/channel.js';
import { alertPolicy, reportTime } from '../../alerts/policy.js';
import { stateFileIn } from '../../alerts/state-file.js';
import { alertsSchema } from '../../config/alerts-schema.js';
import type { AlertMessage } from '../../contract/alerts.js';
import type { DailyReport } from '../../contract/day-report.js';
import type { SwicEvent } from '../../contract/events.js';
import { Fault } from '../../contract/fault.js';
import { LEDGER_OPTIONS, openLedger } from '../../ledger/open-ledger.js';
import type { AlertChannel } from '../../ports/alert-channel.js';
import type { Clock } from '../../ports/clock.js';
import { endProcess, Scope } from '../../runtime/scope.js';
import { systemClock } from '../../runtime/system-clock.js';
import { dayReport } from '../commands/report.js';
import { runDailyReports } from './daily-report.js';

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const at = (chinaTime: string): number => Date.parse(`${chinaTime}+08:00`);

let dataDir = '';
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'swic-daily-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
});

interface Run {
  readonly told: AlertMessage[];
  readonly written: DailyReport[];
  readonly events: SwicEvent[];
}

type Write = (report: DailyReport) => Promise<string>;

/** An agent that runs from one moment to another, a minute at a time, on the same data directory as the one before. */
async function runAgent(
  fromMs: number,
  untilMs: number,
  { write, report = {} }: { readonly write?: Write; readonly report?: object } = {},
): Promise<Run> {
  const run: Run = { told: [], written: [], events: [] };
  const time = new TestClock(fromMs);
  let isAsleep = false;
  const clock: Clock = {
    ...time,
    sleep: async (delayMs, signal) => {
      isAsleep = true;
      await time.sleep(delayMs, signal).finally(() => (isAsleep = false));
    },
  };
  const config = alertsSchema.parse({
    channels: { ops: { kind: 'webhook', url: 'http://127.0.0.1:9/', level: 'error' } },
    report: { at: '18:00', channels: ['ops'], directory: 'reports', ...report },
  });
  const settings = config.report;
  if (settings === null) throw new TypeError('no report');
  const deliver = async (message: AlertMessage): Promise<void> => void run.told.push(message);
  const channels = new Map<string, AlertChannel>([['ops', { kind: 'webhook', perMinuteMax: null, deliver }]]);
  const emit = (event: SwicEvent): void => void run.events.push(event);
  const sender = { clientId: 'C', environment: 'test', host: 'h', version: '0' };
  const policy = alertPolicy(config);
  const desk = new AlertDesk({ config, policy, channels, sender, file: stateFileIn(dataDir), clock, emit });
  const read = async (day: string) => ({ day, isWhole: false, businesses: [], signerDays: null, bookHead: null });
  const keep: Write = async (made) => {
    await write?.(made);
    run.written.push(made);
    return 'report';
  };
  const stop = new AbortController();
  {
    await using scope = new Scope(stop.signal, endProcess);
    const making = { time: reportTime(settings), hasChannels: settings.channels.length > 0, desk, read, clock, emit };
    scope.spawn((signal) => desk.run(endProcess, signal));
    scope.spawn((signal) => runDailyReports({ ...making, write: keep }, signal));
    for (let nowMs = fromMs; nowMs <= untilMs; nowMs += MINUTE_MS) {
      // The state is written to a real disk, in its own time.
      while (!isAsleep) await new Promise((resolve) => setImmediate(resolve));
      await time.advance(MINUTE_MS);
    }
    await expect.poll(() => desk.report().channels[0]?.queued).toBe(0);
    stop.abort();
  }
  await desk.end();
  return run;
}

const tellsOf = ({ told }: Run) => told.map(({ kind, report }) => [kind, report?.day, report?.isLate]);
const writesOf = ({ written }: Run) => written.map(({ day, isLate }) => [day, isLate]);

test('a day is told and written once at its time, to a channel whatever its level, and not again by the next run', async () => {
  const first = await runAgent(at('2026-12-05T17:55'), at('2026-12-05T18:05'));
  expect(tellsOf(first)).toEqual([['report', '20261205', false]]);
  expect(writesOf(first)).toEqual([['20261205', false]]);
  expect(first.events).toContainEqual({ type: 'report.written', day: '20261205', file: 'report' });
  const again = await runAgent(at('2026-12-05T18:06'), at('2026-12-05T18:15'));
  expect([...again.told, ...again.written]).toEqual([]);
});

test('the first start after the time of the day reports nothing that no agent was asked for', async () => {
  const run = await runAgent(at('2026-12-05T18:30'), at('2026-12-05T18:35'));
  expect([...run.told, ...run.written]).toEqual([]);
  const next = await runAgent(at('2026-12-06T17:58'), at('2026-12-06T18:02'));
  expect(tellsOf(next)).toEqual([['report', '20261206', false]]);
});

test('an agent that was down for four days says the latest that was missed, late, and then that of the day', async () => {
  await runAgent(at('2026-12-05T17:59'), at('2026-12-05T18:01'));
  const back = await runAgent(at('2026-12-10T17:50'), at('2026-12-10T18:02'));
  expect(tellsOf(back)).toEqual([
    ['report', '20261209', true],
    ['report', '20261210', false],
  ]);
  expect(writesOf(back)).toEqual([
    ['20261209', true],
    ['20261210', false],
  ]);
});

test('a directory that is away holds up no mail; it is said once, and written when it is back, also by the next run', async () => {
  const away: Write = () => Promise.reject(new Fault('disk.missing', { path: 'reports' }));
  await runAgent(at('2026-12-04T18:30'), at('2026-12-04T18:31'));
  const first = await runAgent(at('2026-12-05T17:58'), at('2026-12-05T18:05'), { write: away });
  expect(tellsOf(first)).toEqual([['report', '20261205', false]]);
  expect(first.events.filter(({ type }) => type === 'report.failed')).toMatchObject([
    { day: '20261205', fault: { code: 'disk.missing' } },
  ]);
  const next = await runAgent(at('2026-12-05T18:20'), at('2026-12-05T18:22'));
  expect(next.told).toEqual([]);
  expect(writesOf(next)).toEqual([['20261205', true]]);
});

test('reports that are asked for again after a while begin anew', async () => {
  await runAgent(at('2026-12-05T17:59'), at('2026-12-05T18:01'));
  await runAgent(at('2026-12-06T09:00'), at('2026-12-06T09:01'), { report: { channels: [] } });
  const again = await runAgent(at('2026-12-09T09:00'), at('2026-12-09T09:02'));
  expect(again.told).toEqual([]);
  expect(writesOf(again)).toEqual([['20261208', true]]);
});

test('the day comes by mail from a real ledger, with its numbers and no name of a file', async () => {
  await using server = await openMailServer('takes');
  const nowMs = START_MS + 8 * 60 * MINUTE_MS;
  const clock = { ...systemClock, nowMs: () => nowMs };
  const config = alertsSchema.parse({
    channels: {
      duty: {
        kind: 'mail',
        host: '127.0.0.1',
        port: server.port,
        from: 'a@example.com',
        to: ['b@example.com'],
        username: 'swic',
        password: { env: 'right' },
      },
    },
    report: { channels: ['duty'] },
  });
  const { duty } = config.channels;
  if (duty?.kind !== 'mail' || config.report === null) throw new TypeError('no mail');
  const mail = createMail(
    { ...duty, ca: server.caFile },
    {
      clock,
      secret: async (ref) => ('env' in ref ? ref.env : ''),
      resolvePath: (file) => file,
      proxy: null,
      environment: {},
      locale: 'zh',
      platform: process.platform,
    },
  );
  const ledger = await openLedger(path.join(dataDir, 'ledger'), LEDGER_OPTIONS, systemClock);
  const document = makeDocument(1);
  await ledger.write([{ type: 'document', record: document }], 'soon');
  const file = stateFileIn(dataDir);
  await file.write({ ...file.read(), reports: { toldDay: '20261122', writtenDay: null } });
  const sender = { clientId: 'DXPESW0000000001', environment: 'test', host: 'gate', version: '0' };
  const emit = (): void => undefined;
  const about = { config, policy: alertPolicy(config), channels: new Map([['duty', mail]]) };
  const desk = new AlertDesk({ ...about, sender, file, clock, emit });
  const stop = new AbortController();
  {
    await using scope = new Scope(stop.signal, endProcess);
    const world = { ledger, businesses: [], held: () => [], signerUntilMs: nowMs + 41 * DAY_MS, clock };
    const making = { time: reportTime(config.report), hasChannels: true, desk, write: null, clock, emit };
    scope.spawn((signal) => desk.run(endProcess, signal));
    scope.spawn((signal) => runDailyReports({ ...making, read: (day) => dayReport(world, day) }, signal));
    await expect.poll(() => server.mails.length).toBe(1);
    stop.abort();
  }
  await ledger[Symbol.asyncDispose]();
  const [{ headers, text } = { headers: '', text: '' }] = server.mails;
  const [, subject = ''] = /^Subject: =\?UTF-8\?[BQ]\?(.+)\?=$/im.exec(headers) ?? [];
  expect(subject).not.toBe('');
  expect(text).toContain('DEC：领取 1 份');
  expect(text).toContain('签名证书还有 41 天到期');
  expect(headers + text).not.toContain(document.name);
});

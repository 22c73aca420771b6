import { Fault } from '@swic/core/contract';
import { expect, test } from 'vitest';
import { alertsOf, OPEN_ALERTS } from './open-alerts.js';
import { openScreen } from './open-screen.js';
import { NOW_MS, openRecordedAgent, recordedSnapshot } from './recorded-agent.js';

process.env['TZ'] = 'Asia/Shanghai';

const SIZE = { columns: 100, rows: 30, locale: 'en' } as const;
const SNAPSHOT = recordedSnapshot([alertsOf(OPEN_ALERTS)]);
const silencedFor = (minutes: number): typeof OPEN_ALERTS => ({
  ...OPEN_ALERTS,
  silences: minutes === 0 ? [] : [{ rule: 'flow-held', untilMs: NOW_MS + minutes * 60_000, by: 'wang' }],
});

test('what is wrong is there with its count and age, and with what to do about the one under the cursor', async () => {
  await using screen = openScreen([openRecordedAgent(SNAPSHOT)], SIZE);
  const { terminal } = screen;
  await terminal.shows('DXPESW');
  terminal.type('0');
  await terminal.shows('3 open');
  expect(terminal.picture()).toMatch(/48 min +error +12 12 flows are held/);
  expect(terminal.picture()).toContain('Where: DEC send, DEC receive, ACD send');
  expect(terminal.picture()).not.toContain('ECONNREFUSED');
  terminal.type('j');
  await terminal.shows('alerts.rules.documents-rejected');
  expect(terminal.picture()).toContain('swic documents --state rejected');
  expect(terminal.picture()).toContain('silent: documents are rejected, until');
});

test('a channel that fails comes first, with its queue, what was given up, and why', async () => {
  await using screen = openScreen([openRecordedAgent(SNAPSHOT)], SIZE);
  const { terminal } = screen;
  await terminal.shows('DXPESW');
  terminal.type('0');
  await terminal.shows('3 open');
  const lines = terminal.picture().split('\n');
  const at = lines.findIndex((line) => line.includes('dropped'));
  expect(lines[at + 1]).toMatch(/关务群 +WeCom +3 +7 +2 +- +An alert was not delivered/);
  expect(lines[at + 2]).toMatch(/值班 +mail +0 +41 +0/);
});

test('z silences the rule under the cursor for the time that is typed, Tab completes it, and 0m ends it', async () => {
  const agent = openRecordedAgent(SNAPSHOT, null, { silenceAlerts: ({ minutes }) => silencedFor(minutes) });
  await using screen = openScreen([agent], SIZE);
  const { terminal } = screen;
  await terminal.shows('DXPESW');
  terminal.type('0');
  await terminal.shows('3 open');
  terminal.type('z');
  await terminal.shows('silence a flow is held for');
  terminal.type('4\t');
  await terminal.shows('4h');
  terminal.type('\r');
  await terminal.shows('Silent until');
  terminal.type('z');
  await terminal.shows('silence a flow is held for');
  terminal.type('0m\r');
  await terminal.shows('The silence is over.');
  expect(agent.called.filter(({ name }) => name === 'silenceAlerts').map(({ params }) => params)).toEqual([
    { rule: 'flow-held', minutes: 240, by: null },
    { rule: 'flow-held', minutes: 0, by: null },
  ]);
});

test('Z silences everything, and a word that is no time asks nothing of the agent', async () => {
  const agent = openRecordedAgent(SNAPSHOT, null, { silenceAlerts: () => OPEN_ALERTS });
  await using screen = openScreen([agent], SIZE);
  const { terminal } = screen;
  await terminal.shows('DXPESW');
  terminal.type('0');
  await terminal.shows('3 open');
  terminal.type('Z');
  await terminal.shows('silence all alerts for');
  terminal.type('soon\r');
  await terminal.shows('soon is no time');
  expect(agent.called.map(({ name }) => name)).not.toContain('silenceAlerts');
  terminal.type('Z');
  await terminal.shows('silence all alerts for');
  terminal.type('30m\r');
  await expect
    .poll(() => agent.called.filter(({ name }) => name === 'silenceAlerts').map(({ params }) => params))
    .toEqual([{ rule: null, minutes: 30, by: null }]);
});

test('a test of the channels says how many took it, and why one did not', async () => {
  const fault = new Fault('alert.refused').toRecord();
  const agent = openRecordedAgent(SNAPSHOT, null, {
    testAlerts: () => [
      { channel: 'duty', kind: 'mail', durationMs: 12, fault: null },
      { channel: 'group', kind: 'wecom', durationMs: 30, fault },
    ],
  });
  await using screen = openScreen([agent], SIZE);
  const { terminal } = screen;
  await terminal.shows('DXPESW');
  terminal.type('0');
  await terminal.shows('3 open');
  terminal.type('t');
  await terminal.shows('1 of 2 channels took the test message.');
  expect(terminal.picture()).toContain('[alert.refused]');
  await terminal.hides('Testing ...');
});

test('where the configuration has no alerts it says so, and no key asks the agent for anything', async () => {
  const agent = openRecordedAgent(recordedSnapshot());
  await using screen = openScreen([agent], SIZE);
  const { terminal } = screen;
  await terminal.shows('DXPESW');
  terminal.type('0');
  await terminal.shows('the configuration has no alerts');
  terminal.type('zZt');
  await terminal.shows('docs/alerts.md');
  expect(agent.called.map(({ name }) => name)).not.toContain('silenceAlerts');
  expect(agent.called.map(({ name }) => name)).not.toContain('testAlerts');
});

test('where nothing is wrong it says so beside the channels, and a narrow and low terminal holds it', async () => {
  const calm = recordedSnapshot([alertsOf({ ...OPEN_ALERTS, open: [], silences: [] })]);
  await using screen = openScreen([openRecordedAgent(calm)], { columns: 60, rows: 16, locale: 'zh' });
  const { terminal } = screen;
  await terminal.shows('DXPESW');
  terminal.type('0');
  await terminal.shows('一切正常，没有告警');
  expect(terminal.picture()).toContain('企业微信');
});

test('with --read-only the keys that change something are not there', async () => {
  const agent = openRecordedAgent(SNAPSHOT);
  await using screen = openScreen([agent], { ...SIZE, isReadOnly: true });
  const { terminal } = screen;
  await terminal.shows('DXPESW');
  terminal.type('0');
  await terminal.shows('3 open');
  expect(terminal.picture()).not.toContain('z silence');
  terminal.type('z');
  terminal.type('j');
  await terminal.shows('alerts.rules.documents-rejected');
  expect(terminal.picture()).not.toContain('silence documents');
});

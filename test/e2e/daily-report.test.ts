import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { AlertMessage, DayReport } from '@swic/core';
import { expect, test } from 'vitest';
import { runSwic, startSwic } from '../support/agent-process.js';
import { openHttpReceiver } from '../support/alerts/http-receiver.js';
import { until } from '../support/until.js';
import { openWorld } from '../support/world.js';

test('a report that was missed is told and written by the next start, and after a kill not again', async () => {
  await using receiver = await openHttpReceiver();
  const alerts = {
    channels: { ops: { kind: 'webhook', url: `${receiver.url}/hook` } },
    // Its time is always over.
    report: { at: '00:00', about: 'yesterday', channels: ['ops'], directory: './reports' },
  };
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} }, more: { alerts } });
  const stateDirectory = path.join(world.directory, 'data', 'alerts');
  mkdirSync(stateDirectory, { recursive: true });
  const reports = { toldDay: '20261001', writtenDay: '20261001' };
  writeFileSync(path.join(stateDirectory, 'state.json'), JSON.stringify({ version: 1, queues: {}, reports }));
  const told = (): readonly AlertMessage[] =>
    receiver.taken.map(({ body }) => JSON.parse(body) as AlertMessage).filter(({ kind }) => kind === 'report');
  const files = (): readonly string[] => {
    try {
      return readdirSync(path.join(world.directory, 'reports')).sort();
    } catch {
      return [];
    }
  };
  {
    await using agent = startSwic(world, ['run']);
    await until(
      'it is told and noted as written',
      () => told().length > 0 && /"event":"report.written"/.test(world.logs()),
    );
    agent.kill('SIGKILL');
    await agent.finished;
  }
  const day = told()[0]?.report?.day ?? '';
  const name = `report-${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}`;
  expect(files()).toEqual([`${name}.json`, `${name}.txt`]);
  expect(readFileSync(path.join(world.directory, 'reports', `${name}.txt`), 'utf8')).toMatch(/^swic daily report /);
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  await until('the kill was told', async () => (await client.call('alerts', null))?.open.length === 1);
  await until('nothing waits', async () => (await client.call('alerts', null))?.channels[0]?.queued === 0);
  expect(new Set(told().map(({ id }) => id)).size).toBe(1);
  expect(files()).toHaveLength(2);
});

test('a broker that is away is in the report of the day as held times, while the agent runs and after it has ended', async () => {
  // No server listens on the port of tcpmux.
  const choices = { transport: 'rabbitmq', amqpUrl: 'amqp://127.0.0.1:1', businesses: { DEC: {} } } as const;
  await using world = openWorld(choices);
  const heldIn = (day: DayReport | null) => day?.businesses.find(({ business }) => business === 'DEC')?.held ?? [];
  {
    await using agent = startSwic(world, ['run']);
    await using client = await agent.connect();
    await until(
      'it was held for a second',
      async () => heldIn(await client.call('report', { day: null })).length === 2,
    );
    agent.kill('SIGINT');
    await agent.finished;
  }
  const { stdout } = await runSwic(world, ['report', '--json']);
  const held = heldIn(JSON.parse(stdout) as DayReport);
  expect(held.map(({ direction, code }) => [direction, code]).sort()).toEqual([
    ['receive', 'transport.unreachable'],
    ['send', 'transport.unreachable'],
  ]);
});

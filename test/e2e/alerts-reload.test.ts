import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AlertMessage, Notice } from '@swic/core';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { runSwic, startSwic } from '../support/agent-process.js';
import { type HttpReceiver, openHttpReceiver } from '../support/alerts/http-receiver.js';
import { until } from '../support/until.js';
import { openWorld, type World } from '../support/world.js';

/** `swic.yaml` with these alerts; null = without any. */
function setAlerts(world: World, alerts: object | null): void {
  const { alerts: _before, ...rest } = parse(readFileSync(world.config, 'utf8')) as Record<string, unknown>;
  writeFileSync(world.config, stringify(alerts === null ? rest : { ...rest, alerts }));
}

const toldTo = ({ taken }: HttpReceiver): readonly Notice[] =>
  taken.flatMap(({ body }) => (JSON.parse(body) as AlertMessage).notices);
const hook = (url: string): object => ({ ops: { kind: 'webhook', url: `${url}/hook` } });
const rules = { 'flow-held': { afterMinutes: 0 } };

test('alerts that are added, changed and taken away count at once, and what was told is not told again', async () => {
  await using first = await openHttpReceiver();
  await using second = await openHttpReceiver();
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  await until('the agent runs', async () => (await client.call('status', null)).agent.state === 'running');
  rmSync(world.box('Deccus001', 'OutBox'), { recursive: true });
  await expect(client.call('silenceAlerts', { rule: null, minutes: 5, by: null })).rejects.toMatchObject({
    code: 'command.failed',
  });

  setAlerts(world, { channels: hook(first.url), rules });
  expect(await client.call('reloadConfig', null)).toEqual({ applied: ['alerts'], restartNeeded: [] });
  await until('the held flow was told', () => toldTo(first).some(({ phase }) => phase === 'began'));

  setAlerts(world, { channels: hook(second.url), rules });
  expect((await client.call('reloadConfig', null)).restartNeeded).toEqual([]);
  expect((await client.call('alerts', null))?.open.map(({ rule }) => rule)).toEqual(['flow-held']);
  expect(await client.call('testAlerts', { channel: 'ops' })).toMatchObject([{ channel: 'ops', fault: null }]);
  expect(second.taken).toHaveLength(1);
  const before = first.taken.length;
  await client.call('stopFlow', { business: 'DEC', direction: null });
  await until('it was told as over', () => toldTo(second).some(({ phase }) => phase === 'over'));
  expect(toldTo(second).map(({ rule, phase }) => `${rule} ${phase}`)).toEqual(['flow-held over']);
  expect(first.taken).toHaveLength(before);

  setAlerts(world, null);
  expect(await client.call('reloadConfig', null)).toEqual({ applied: ['alerts'], restartNeeded: [] });
  expect(await client.call('alerts', null)).toBeNull();
  expect((await client.call('status', null)).alerts).toBeNull();
  const { stdout } = await runSwic(world, ['metrics']);
  expect(stdout).toMatch(/^swic_alerts_open\{level="error"\} 0$/m);
  expect(stdout).not.toMatch(/swic_alerts_queued\{/);
});

test('messages that wait for a channel are kept when another is added, and a change is no restart by itself', async () => {
  await using deaf = await openHttpReceiver(() => ({ status: 500, body: '' }));
  await using good = await openHttpReceiver();
  await using world = openWorld({
    transport: 'embedded',
    businesses: { DEC: {} },
    more: { alerts: { channels: hook(deaf.url), rules } },
  });
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  await until('the agent runs', async () => (await client.call('status', null)).agent.state === 'running');
  rmSync(world.box('Deccus001', 'OutBox'), { recursive: true });
  await until('it was tried', () => deaf.taken.length > 0);
  const { id } = JSON.parse(deaf.taken[0]?.body ?? '') as AlertMessage;
  // The way of the channel is mended, under the same name.
  setAlerts(world, { channels: hook(good.url), rules });
  await client.call('reloadConfig', null);
  await until('it came', () => good.taken.length > 0);
  expect(good.taken.map(({ body }) => (JSON.parse(body) as AlertMessage).id)).toEqual([id]);
  expect(toldTo(good).map(({ rule }) => rule)).toEqual(['flow-held']);
  const report = await client.call('alerts', null);
  expect(report?.open.map(({ rule }) => rule)).toEqual(['flow-held']);
  expect(report?.channels).toMatchObject([{ name: 'ops', queued: 0, delivered: 1, dropped: 0 }]);
});

test('alerts with a mistake change nothing: those before go on', async () => {
  await using receiver = await openHttpReceiver();
  await using world = openWorld({
    transport: 'embedded',
    businesses: { DEC: {} },
    more: { alerts: { channels: hook(receiver.url), rules } },
  });
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  await until('the agent runs', async () => (await client.call('status', null)).agent.state === 'running');
  setAlerts(world, { channels: { ops: { kind: 'webhok', url: receiver.url } }, rules });
  await expect(client.call('reloadConfig', null)).rejects.toMatchObject({ code: 'config.invalid' });
  expect(await client.call('testAlerts', { channel: 'ops' })).toMatchObject([{ fault: null }]);
  expect(receiver.taken).toHaveLength(1);
});

import { rmSync } from 'node:fs';
import type { AlertMessage, Notice } from '@swic/core';
import { expect, test } from 'vitest';
import { runSwic, startSwic } from '../support/agent-process.js';
import { openHttpReceiver } from '../support/alerts/http-receiver.js';
import { until } from '../support/until.js';
import { openWorld } from '../support/world.js';

test('a flow that is held is told to a webhook once, over a kill too, and a person sees and tests it', async () => {
  await using receiver = await openHttpReceiver();
  const alerts = {
    channels: { ops: { kind: 'webhook', url: `${receiver.url}/hook`, secret: { env: 'ALERT_KEY' } } },
    rules: { 'flow-held': { afterMinutes: 0 } },
  };
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} }, more: { alerts } });
  const environment = { ALERT_KEY: 'synthetic' };
  {
    await using agent = startSwic(world, ['run'], environment);
    await using client = await agent.connect();
    await until('the agent runs', async () => (await client.call('status', null)).agent.state === 'running');
    rmSync(world.box('Deccus001', 'OutBox'), { recursive: true });
    await until('it was told', () => receiver.taken.length > 0);
    const list = await runSwic(world, ['alerts', 'list']);
    expect(list).toMatchObject({ code: 1 });
    expect((await runSwic(world, ['status'])).stdout).toMatch(/^alerts: 1 open, \d messages wait, 0 dropped$/m);
    expect(list.stdout).toMatch(/error +flow-held .* flows? (?:is|are) held: .+ \[disk\.missing\] +DEC send/);
    agent.kill('SIGKILL');
    await agent.finished;
  }
  expect(JSON.parse(receiver.taken[0]?.body ?? '')).toMatchObject({
    kind: 'alert',
    notices: [{ rule: 'flow-held', phase: 'began', fault: { code: 'disk.missing', reason: null } }],
  });
  await using _agent = startSwic(world, ['run'], environment);
  // The start makes the box anew.
  const told = (): readonly (Notice & { readonly id: string })[] =>
    receiver.taken.flatMap(({ body }) => {
      const { id, notices } = JSON.parse(body) as AlertMessage;
      return notices.map((notice) => ({ ...notice, id }));
    });
  await until('it was told as over', () => told().some(({ phase }) => phase === 'over'));
  const held = told().filter(({ rule }) => rule === 'flow-held');
  expect(new Set(held.filter(({ phase }) => phase === 'began').map(({ id }) => id)).size).toBe(1);
  expect(new Set(held.map(({ trouble }) => trouble)).size).toBe(1);
  await until('the kill was told', () => told().some(({ rule }) => rule === 'agent-restarted'));
  expect(await runSwic(world, ['alerts', 'test', 'ops'])).toMatchObject({ code: 0 });
  expect((await runSwic(world, ['alerts', 'test', 'opps'])).code).toBe(1);
  const silenced = await runSwic(world, ['alerts', 'silence', '2h', '--rule', 'flow-held']);
  expect(silenced.stdout).toMatch(/^silenced until .*: flow-held, by /);
  const { stdout } = await runSwic(world, ['metrics']);
  expect(stdout).toMatch(/^swic_alerts_open\{level="error"\} 1$/m);
  expect(stdout).toMatch(/^swic_alerts_queued\{channel="ops"\} 0$/m);
  const kinds = receiver.taken.map(({ body }) => (JSON.parse(body) as { readonly kind: string }).kind);
  expect(kinds.filter((kind) => kind === 'test')).toHaveLength(1);
});

import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runSwic, startSwic } from '../support/agent-process.js';
import { findFreePorts } from '../support/free-ports.mjs';
import { until } from '../support/until.js';
import { openWorld } from '../support/world.js';

test('before the first start, status says so and other questions tell what to do; nothing is made', async () => {
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
  expect(await runSwic(world, ['status'])).toMatchObject({
    code: 0,
    stdout: 'No agent is running, and the ledger of this configuration has no document yet.\n',
  });
  const asData = await runSwic(world, ['status', '--json']);
  expect(JSON.parse(asData.stdout)).toEqual({ isRunning: false, counts: [] });
  const { code, stderr } = await runSwic(world, ['documents']);
  expect(code).toBe(1);
  expect(stderr).toContain('ledger.none');
  expect(stderr).toContain('swic run');
  expect(existsSync(path.join(world.directory, 'data'))).toBe(false);
});

test('status --check tells by its exit code whether an agent runs and does its work', async () => {
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
  expect((await runSwic(world, ['status', '--check'])).code).toBe(69);
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  await until('all is well', async () => (await runSwic(world, ['status', '--check'])).code === 0);
  rmSync(world.box('Deccus001', 'OutBox'), { recursive: true });
  await until('the flow is held', async () => {
    const { businesses } = await client.call('status', null);
    return businesses.some(({ send }) => send?.state === 'held');
  });
  const { code, stdout } = await runSwic(world, ['status', '--check']);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^DEC send: held, .+ \[disk\.missing\]  path=.*OutBox +errno=ENOENT$/m);
});

test('the numbers of a run can be asked for, and scraped where the configuration says so', async () => {
  const [port = 0] = await findFreePorts(1);
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} }, more: { metrics: { port } } });
  await using _agent = startSwic(world, ['run']);
  let scraped = '';
  await until('its flow is counted', async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`).catch(() => null);
    scraped = (await answer?.text()) ?? '';
    return scraped.includes('swic_flow_running{business="DEC",direction="send"} 1\n');
  });
  const { stdout } = await runSwic(world, ['metrics']);
  for (const text of [scraped, stdout]) expect(text).toMatch(/^swic_up\{version="[^"]+"\} 1$/m);
});

import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { DoctorReport } from '../../packages/core/src/contract/doctor.js';
import { runSwic, startSwic } from '../support/agent-process.js';
import { openWorld } from '../support/world.js';

const outcomesOf = ({ sections }: DoctorReport): Readonly<Record<string, string>> =>
  Object.fromEntries(sections.map(({ check, outcome }) => [check, outcome]));

test('the doctor looks without an agent and by the agent, and tells by its exit code whether it can work', async () => {
  // No test leaves this machine: the proxy is a closed port.
  const network = { proxy: 'http://127.0.0.1:1' };
  await using world = openWorld({
    transport: 'embedded',
    businesses: { DEC: {} },
    more: { network, environment: 'test' },
  });
  const before = await runSwic(world, ['doctor', '--locale', 'zh']);
  expect(before).toMatchObject({ code: 0, stdout: expect.stringMatching(/^【联调测试环境】swic doctor/) });
  expect(before.stdout).toContain('127.0.0.1:1 没有应答');
  expect(existsSync(path.join(world.directory, 'data'))).toBe(false);
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  const beside = JSON.parse((await runSwic(world, ['doctor', '--json'])).stdout) as DoctorReport;
  expect(beside).toMatchObject({ isByAgent: true, isHealthy: true, environment: 'test' });
  expect(outcomesOf(beside)).toMatchObject({ agent: 'ok', boxes: 'ok', owner: 'ok', broker: 'ok', ledger: 'ok' });
  // A frontend asks the same over the control socket.
  expect(outcomesOf(await client.call('doctor', null))).toEqual(outcomesOf(beside));
  const inBox = world.box('Deccus001', 'InBox');
  rmSync(inBox, { recursive: true });
  const broken = await runSwic(world, ['doctor']);
  expect(broken).toMatchObject({ code: 1, stdout: expect.stringContaining(inBox) });
  expect(broken.stdout).toContain('→ ');
});

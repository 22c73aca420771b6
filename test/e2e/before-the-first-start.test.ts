import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runSwic } from '../support/agent-process.js';
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

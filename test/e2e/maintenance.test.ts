import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { runSwic, startSwic } from '../support/agent-process.js';
import { declaration } from '../support/documents.js';
import { openPlatform } from '../support/platform.js';
import { until } from '../support/until.js';
import { openWorld } from '../support/world.js';

/** China time, as swic.yaml has it. */
const minute = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

test('a start in the middle of a maintenance sends nothing, says why and is no trouble, and an earlier end counts at once', async () => {
  const nowMs = Date.now();
  const dated = { 'power cut': { from: minute(nowMs - 60_000), to: minute(nowMs + 3_600_000) } };
  await using world = openWorld({
    transport: 'embedded',
    businesses: { DEC: {} },
    more: { maintenance: { dated } },
  });
  await using _platform = await openPlatform(world);
  world.drop('Deccus001', 'one.xml', declaration(1));
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  const dec = async () => (await client.call('status', null)).businesses.find(({ key }) => key === 'DEC');
  await until('the file is counted', async () => (await dec())?.waiting === 1);
  expect(await dec()).toMatchObject({
    send: { state: 'held', fault: { code: 'maintenance.planned' } },
    lastFault: null,
  });
  const { stdout } = await runSwic(world, ['status']);
  expect(stdout).toMatch(/^maintenance "power cut" until .*: sending waits and resumes by itself$/m);
  const check = await runSwic(world, ['status', '--check']);
  expect(check).toMatchObject({ code: 0, stdout: expect.stringMatching(/^maintenance ".*" until /) as string });
  expect(check.stdout).not.toContain('nothing is held');
  expect(world.list('Deccus001', 'SentBox')).toEqual([]);

  const { maintenance: _over, ...rest } = parse(readFileSync(world.config, 'utf8')) as Record<string, unknown>;
  writeFileSync(world.config, stringify(rest));
  await until('it is sent', () => world.list('Deccus001', 'SentBox').length === 1);
  expect(world.logs()).toMatch(/Maintenance has ended: power cut/);
  await until('it is over', async () => (await client.call('status', null)).maintenance.open.length === 0);
});

test('run --once in the middle of a maintenance ends at once, says until when nothing is sent, and is not finished', async () => {
  const nowMs = Date.now();
  const dated = { 'power cut': { from: minute(nowMs - 60_000), to: minute(nowMs + 3_600_000) } };
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} }, more: { maintenance: { dated } } });
  world.drop('Deccus001', 'one.xml', declaration(1));
  // With its default it would wait for half a minute, and a person may have named hours.
  const run = await runSwic(world, ['run', '--once', '--wait', '100']);
  expect(run).toMatchObject({ code: 4 });
  expect(run.stderr).toMatch(/Nothing is sent in a maintenance: power cut, .* Run it again afterwards\./);
  expect(run.stderr).toContain('1 still in OutBox');
  expect(world.list('Deccus001', 'OutBox')).toEqual(['one.xml']);
  const json = await runSwic(world, ['run', '--once', '--wait', '100', '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({ drained: { waitingFiles: 1 }, maintenance: [{ name: 'power cut' }] });
});

test('run --once in the middle of a maintenance with nothing to send is a good end', async () => {
  const nowMs = Date.now();
  const dated = { 'power cut': { from: minute(nowMs - 60_000), to: minute(nowMs + 3_600_000) } };
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} }, more: { maintenance: { dated } } });
  expect(await runSwic(world, ['run', '--once', '--wait', '100'])).toMatchObject({ code: 0 });
});

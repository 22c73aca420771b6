import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { ATTEMPT_HEADER } from '../../packages/core/src/domain/message.js';
import { type Finished, runSwic, startNode, startSwic } from '../support/agent-process.js';
import { declaration } from '../support/documents.js';
import { openPlatform } from '../support/platform.js';
import { describeWithBroker } from '../support/rabbitmq.js';
import { until } from '../support/until.js';
import { openWorld, type World } from '../support/world.js';

const FOLDER = 'Deccus001';
const CRASH_AGENT = fileURLToPath(new URL('crash-agent.mjs', import.meta.url));
const DEC = { send: { settleMs: 50, unknownWaitMs: 200 } };

const dataOf = (world: World): string => path.join(world.directory, 'data');
const drop = (world: World, from: number, to: number): void => {
  for (let number = from; number <= to; number += 1) world.drop(FOLDER, `doc-${number}.xml`, declaration(number));
};
const json = (finished: Finished): Record<string, unknown> => JSON.parse(finished.stdout) as Record<string, unknown>;

/** The number of a declaration that the envelope carries. */
function nameIn(body: Uint8Array): string {
  const text = Buffer.from(body).toString('utf8');
  const [, data = ''] = /<(?:\w+:)?Data>([^<]*)</.exec(text) ?? [];
  return /T\d{17}/.exec(Buffer.from(data, 'base64').toString('utf8'))?.[0] ?? text;
}

describeWithBroker('a backup', () => {
  test('of a running agent is restored where the data directory was lost, and nothing is sent under a second id', async () => {
    await using world = openWorld({ transport: 'rabbitmq', businesses: { DEC } });
    await using platform = await openPlatform(world);
    const file = path.join(world.directory, 'swic.backup');
    const name = path.join(dataOf(world), 'installation');
    {
      await using agent = startSwic(world, ['run']);
      await using _client = await agent.connect();
      drop(world, 1, 3);
      await until('three are answered', () => world.list(FOLDER, 'InBox').length === 3);
      const made = await runSwic(world, ['backup', file, '--json']);
      expect(made.code, made.stderr).toBe(0);
      expect(json(made)).toMatchObject({ file, documents: 3, receipts: 3 });
      const inUse = await runSwic(world, ['restore', file, '--yes']);
      expect([74, 75]).toContain(inUse.code);
      agent.kill('SIGTERM');
      expect(await agent.finished).toMatchObject({ code: 0 });
    }
    const installation = readFileSync(name, 'utf8');
    drop(world, 4, 10);
    await using crashing = startNode(world, [CRASH_AGENT, world.config, 'session', 'send', 'after', '3'], {});
    await crashing.finished;
    expect(world.list(FOLDER, 'TempBox').length).toBeGreaterThan(0);
    rmSync(dataOf(world), { recursive: true });
    expect(await runSwic(world, ['run', '--once'])).toMatchObject({ code: 74 });

    const restored = await runSwic(world, ['restore', file, '--locale', 'en']);
    expect(restored.code, restored.stderr).toBe(0);
    expect(restored.stdout).toContain('has forgotten what was sent and received after');
    expect(readFileSync(name, 'utf8')).toBe(installation);
    expect(await runSwic(world, ['ledger', 'check'])).toMatchObject({ code: 74 });

    const next = await runSwic(world, ['run', '--once']);
    expect(next.code, next.stderr).toBe(0);
    await until('all are at the platform', () => new Set(platform.received.map((one) => nameIn(one.body))).size === 10);
    const idsOf = new Map<string, Set<string>>();
    for (const { id, body } of platform.received)
      idsOf.set(nameIn(body), (idsOf.get(nameIn(body)) ?? new Set()).add(id));
    for (const [document, ids] of idsOf) expect(ids.size, document).toBe(1);
    const marked = new Set(platform.received.flatMap(({ id, headers }) => (ATTEMPT_HEADER in headers ? [id] : [])));
    for (const [id, count] of platform.counts()) if (count > 1) expect(marked).toContain(id);
    const traced = await runSwic(world, ['trace', 'doc-1.xml']);
    expect(traced.stdout).toContain('doc-1');

    expect(await runSwic(world, ['ledger', 'rebuild'])).toMatchObject({ code: 0 });
    expect(await runSwic(world, ['ledger', 'repair'])).toMatchObject({ code: 0 });
    expect(await runSwic(world, ['ledger', 'check'])).toMatchObject({ code: 0 });
    expect(await runSwic(world, ['verify'])).toMatchObject({ code: 0 });
  }, 240_000);

  test('replaces a ledger only when told to, and one that was altered or cut off changes nothing', async () => {
    await using world = openWorld({ transport: 'rabbitmq', businesses: { DEC } });
    await using _platform = await openPlatform(world);
    drop(world, 1, 2);
    expect((await runSwic(world, ['run', '--once'])).code).toBe(0);
    const file = path.join(world.directory, 'swic.backup');
    expect(await runSwic(world, ['backup', file])).toMatchObject({ code: 0 });
    expect(await runSwic(world, ['backup', file])).toMatchObject({ code: 73 });
    const text = gunzipSync(readFileSync(file)).toString('utf8');

    const bad = path.join(world.directory, 'bad.backup');
    const broken: readonly Uint8Array[] = [
      readFileSync(file).subarray(0, 300),
      gzipSync(text.replace('doc-1', 'doc-7')),
      gzipSync(text.slice(0, text.lastIndexOf('{'))),
      Buffer.from('no backup'),
    ];
    for (const content of broken) {
      writeFileSync(bad, content);
      const refused = await runSwic(world, ['restore', bad, '--yes']);
      expect(refused.code).toBe(74);
      expect(refused.stderr).toContain('[backup.broken]');
    }
    const unasked = await runSwic(world, ['restore', file]);
    expect(unasked.code).toBe(73);
    expect(unasked.stderr).toContain('[ledger.exists]');
    expect(readdirSync(dataOf(world)).filter((entry) => entry.startsWith('ledger'))).toEqual(['ledger']);

    const configuration = readFileSync(world.config, 'utf8');
    rmSync(world.config);
    const replaced = await runSwic(world, ['restore', file, '--yes', '--json']);
    expect(replaced.code, replaced.stderr).toBe(0);
    expect(readFileSync(world.config, 'utf8')).toBe(configuration);
    expect(existsSync(String(json(replaced)['copy']))).toBe(true);
    expect(await runSwic(world, ['verify'])).toMatchObject({ code: 0 });
  }, 180_000);
});

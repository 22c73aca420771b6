import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ATTEMPT_HEADER } from '../../packages/core/src/domain/message.js';
import { type Finished, runSwic, startNode, startSwic } from '../support/agent-process.js';
import { declaration } from '../support/documents.js';
import { openPlatform, type WatchedPlatform } from '../support/platform.js';
import { describeWithBroker } from '../support/rabbitmq.js';
import { until } from '../support/until.js';
import { expectVerified } from '../support/verify.js';
import { openWorld, type World } from '../support/world.js';

const FOLDER = 'Deccus001';
const CRASH_AGENT = fileURLToPath(new URL('crash-agent.mjs', import.meta.url));
const DEC = { send: { settleMs: 50, unknownWaitMs: 200 } };
const DOCUMENTS = 12;

const dataOf = (world: World): string => path.join(world.directory, 'data');
const ledgerOf = (world: World): string => path.join(dataOf(world), 'ledger');
const drop = (world: World, from: number, to: number): void => {
  for (let number = from; number <= to; number += 1) world.drop(FOLDER, `doc-${number}.xml`, declaration(number));
};

/** Three are filed; of the others some are in TempBox, and one of those is at the platform. Returns how many are in TempBox. */
async function crash(world: World): Promise<number> {
  drop(world, 1, 3);
  expect((await runSwic(world, ['run', '--once'])).code).toBe(0);
  drop(world, 4, DOCUMENTS);
  await using crashing = startNode(world, [CRASH_AGENT, world.config, 'session', 'send', 'after', '3'], {});
  await crashing.finished;
  const left = world.list(FOLDER, 'TempBox').length;
  expect(left).toBeGreaterThan(0);
  return left;
}

/** Each document came under one id, and what came twice is marked. */
async function expectNothingDoubled(platform: WatchedPlatform): Promise<void> {
  await until(
    'all are at the platform',
    () => new Set(platform.received.map(({ body }) => nameIn(body))).size === DOCUMENTS,
  );
  const idsOf = new Map<string, Set<string>>();
  for (const { id, body } of platform.received) {
    const ids = idsOf.get(nameIn(body)) ?? new Set();
    idsOf.set(nameIn(body), ids.add(id));
  }
  for (const [name, ids] of idsOf) expect(ids.size, name).toBe(1);
  const marked = new Set(platform.received.flatMap(({ id, headers }) => (ATTEMPT_HEADER in headers ? [id] : [])));
  for (const [id, count] of platform.counts()) if (count > 1) expect(marked).toContain(id);
}

/** The number of a declaration that the envelope carries. */
function nameIn(body: Uint8Array): string {
  const text = Buffer.from(body).toString('utf8');
  const [, data = ''] = /<(?:\w+:)?Data>([^<]*)</.exec(text) ?? [];
  return /T\d{17}/.exec(Buffer.from(data, 'base64').toString('utf8'))?.[0] ?? text;
}

const json = (finished: Finished): Record<string, unknown> => JSON.parse(finished.stdout) as Record<string, unknown>;

describeWithBroker('looking after the ledger', () => {
  test('rebuilds one that is lost from what the boxes hold, and nothing is sent under a second id', async () => {
    await using world = openWorld({ transport: 'rabbitmq', businesses: { DEC } });
    await using platform = await openPlatform(world);
    const left = await crash(world);
    const sent = world.list(FOLDER, 'SentBox').length;
    rmSync(dataOf(world), { recursive: true });

    const lost = await runSwic(world, ['ledger', 'check', '--json']);
    expect(lost.code).toBe(74);
    expect(json(lost)).toMatchObject({ isThere: false, problems: [{ kind: 'lost' }] });
    expect(existsSync(dataOf(world))).toBe(false);
    const refused = await runSwic(world, ['run', '--once']);
    expect(refused.code).toBe(74);
    expect(refused.stderr).toContain('swic ledger rebuild');
    expect(await runSwic(world, ['ledger', 'repair'])).toMatchObject({ code: 74 });

    const rebuilt = await runSwic(world, ['ledger', 'rebuild', '--json']);
    expect(rebuilt.code, rebuilt.stderr).toBe(0);
    expect(json(rebuilt)).toMatchObject({ filed: sent, rejected: 0, unknown: left });
    const again = await runSwic(world, ['ledger', 'rebuild', '--json']);
    expect(json(again)).toMatchObject({ copy: null, filed: 0, rejected: 0, unknown: left });
    expect(await runSwic(world, ['ledger', 'check'])).toMatchObject({ code: 0 });

    const next = await runSwic(world, ['run', '--once']);
    expect(next.code, next.stderr).toBe(0);
    await expectNothingDoubled(platform);
    await expectVerified(world);
    const traced = await runSwic(world, ['trace', 'doc-1.xml', '--json']);
    expect(traced.code, traced.stderr).toBe(0);
  }, 180_000);

  test('names a damaged table, and repairs the ledger or says that it has to be rebuilt; nothing is sent under a second id', async () => {
    await using world = openWorld({ transport: 'rabbitmq', businesses: { DEC } });
    await using platform = await openPlatform(world);
    await crash(world);
    // A table is what an opening makes of the log.
    await runSwic(world, ['verify']);
    for (const name of readdirSync(ledgerOf(world)).filter((file) => file.endsWith('.ldb')))
      flip(path.join(ledgerOf(world), name));

    const found = await runSwic(world, ['ledger', 'check', '--json']);
    expect(found.code).toBe(74);
    expect((json(found)['problems'] as { kind: string }[]).map(({ kind }) => kind)).toContain('table');
    const repaired = await runSwic(world, ['ledger', 'repair']);
    if (repaired.code !== 0) {
      const rebuilt = await runSwic(world, ['ledger', 'rebuild']);
      expect(rebuilt.code, rebuilt.stderr).toBe(0);
    }
    expect(readdirSync(dataOf(world)).some((name) => name.startsWith('ledger.before-'))).toBe(true);
    expect(await runSwic(world, ['ledger', 'check'])).toMatchObject({ code: 0 });

    const next = await runSwic(world, ['run', '--once']);
    expect(next.code, next.stderr).toBe(0);
    await expectNothingDoubled(platform);
  }, 180_000);

  test('is looked at, and not touched, while an agent runs, which is what is said', async () => {
    await using world = openWorld({ transport: 'rabbitmq', businesses: { DEC } });
    await using _platform = await openPlatform(world);
    await using agent = startSwic(world, ['run']);
    await using _client = await agent.connect();
    expect(await runSwic(world, ['ledger', 'check'])).toMatchObject({ code: 0 });
    const backup = path.join(world.directory, 'backup');
    expect(await runSwic(world, ['backup', backup])).toMatchObject({ code: 0 });
    // Its ledger is in its place: to speak of a data directory that was removed would send people looking for it.
    for (const words of [
      ['ledger', 'repair'],
      ['ledger', 'rebuild'],
      ['ledger', 'rollback'],
      ['restore', backup],
    ])
      expect(await runSwic(world, words)).toMatchObject({
        code: 75,
        stderr: expect.stringContaining('[instance.already-running]'),
      });
    expect(readdirSync(dataOf(world)).some((name) => name.startsWith('ledger.'))).toBe(false);
  }, 120_000);

  test('is not rebuilt from an OutBox that another agent has', async () => {
    await using world = openWorld({ transport: 'rabbitmq', businesses: { DEC } });
    const outBox = path.join(world.directory, 'boxes', FOLDER, 'OutBox');
    mkdirSync(outBox, { recursive: true });
    const owner = { installation: '00000000-0000-4000-8000-000000000000', owner: '/elsewhere', host: hostname() };
    const lease = { ...owner, pid: process.pid, isReserved: false, sinceMs: 0 };
    writeFileSync(path.join(outBox, '.swic-lease'), JSON.stringify(lease));
    expect(await runSwic(world, ['ledger', 'rebuild'])).toMatchObject({ code: 75 });
  }, 60_000);
});

/** From its filters on, which say which keys there are. */
function flip(file: string): void {
  const content = readFileSync(file);
  for (let at = Math.floor(content.length * 0.7); at < content.length - 60; at += 50)
    content[at] = (content[at] ?? 0) ^ 0xff;
  writeFileSync(file, content);
}

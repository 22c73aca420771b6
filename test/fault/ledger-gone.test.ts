import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ATTEMPT_HEADER } from '../../packages/core/src/domain/message.js';
import { runSwic, startNode, startSwic } from '../support/agent-process.js';
import { declaration } from '../support/documents.js';
import { openPlatform } from '../support/platform.js';
import { describeWithBroker } from '../support/rabbitmq.js';
import { until } from '../support/until.js';
import { expectVerified } from '../support/verify.js';
import { openWorld, type World } from '../support/world.js';

const FOLDER = 'Deccus001';
const CRASH_AGENT = fileURLToPath(new URL('crash-agent.mjs', import.meta.url));
const DEC = { send: { settleMs: 50, unknownWaitMs: 200 } };

const dataOf = (world: World): string => path.join(world.directory, 'data');
const drop = (world: World, from: number, to: number): void => {
  for (let number = from; number <= to; number += 1) world.drop(FOLDER, `doc-${number}.xml`, declaration(number));
};

describeWithBroker('a data directory that goes away while the agent runs', () => {
  test('holds sending and receiving, says so, and goes on when it is back', async () => {
    await using world = openWorld({ transport: 'rabbitmq', businesses: { DEC } });
    await using platform = await openPlatform(world);
    await using agent = startSwic(world, ['run']);
    await using client = await agent.connect();
    drop(world, 1, 2);
    await until('work goes on', () => world.list(FOLDER, 'InBox').length === 2);

    const aside = path.join(world.directory, 'aside');
    renameSync(dataOf(world), aside);
    drop(world, 3, 7);
    await until('all flows are held', async () => {
      const { businesses, ledger } = await client.call('status', null);
      const dec = businesses.find(({ key }) => key === 'DEC');
      return ledger.state === 'gone' && dec?.send?.state === 'held' && dec.receive.state === 'held';
    });
    const check = await runSwic(world, ['status', '--check']);
    expect(check).toMatchObject({ code: 74 });
    expect(check.stderr).toContain('[ledger.gone]');
    await expect.poll(() => agent.said()).toContain('The ledger is gone');
    expect(platform.received).toHaveLength(2);

    renameSync(aside, dataOf(world));
    await until('the rest is sent', () => world.list(FOLDER, 'InBox').length === 7, 60_000);
    expect(platform.received).toHaveLength(7);
    agent.kill('SIGTERM');
    expect(await agent.finished).toMatchObject({ code: 0 });
    await expectVerified(world);
  }, 120_000);

  test('ends with the exit code of a lost ledger, also when there was nothing to send or to write', async () => {
    await using world = openWorld({ transport: 'embedded', businesses: { DEC } });
    await using agent = startSwic(world, ['run']);
    await using client = await agent.connect();
    renameSync(dataOf(world), path.join(world.directory, 'aside'));
    mkdirSync(dataOf(world));
    await until('it is told', async () => (await client.call('status', null)).ledger.state === 'gone');
    agent.kill('SIGTERM');
    expect(await agent.finished).toMatchObject({ code: 74, signal: null });
  });

  test('sends nothing more when it is removed and made again, and the next start does not take the empty ledger for a first one', async () => {
    await using world = openWorld({ transport: 'rabbitmq', businesses: { DEC } });
    await using platform = await openPlatform(world);
    {
      await using agent = startSwic(world, ['run']);
      await using client = await agent.connect();
      drop(world, 1, 2);
      await until('work goes on', () => world.list(FOLDER, 'InBox').length === 2);
      rmSync(dataOf(world), { recursive: true, force: true });
      mkdirSync(dataOf(world));
      drop(world, 3, 7);
      await until('it is held', async () => (await client.call('status', null)).ledger.state === 'gone');
      let said = '';
      await until('it can be reached again', async () => {
        const check = await runSwic(world, ['status', '--check']);
        said = check.stdout;
        return check.code === 1;
      });
      expect(said).toContain('[ledger.gone]');
      const second = await runSwic(world, ['run', '--once']);
      expect(second.code, second.stderr).toBe(74);
      agent.kill('SIGTERM');
      expect(await agent.finished).toMatchObject({ code: 74, signal: null });
    }
    const next = await runSwic(world, ['run', '--once']);
    expect(next.code, next.stderr).toBe(74);
    expect(next.stderr).toContain('[ledger.lost]');
    expect(platform.received).toHaveLength(2);
    expect(world.list(FOLDER, 'OutBox').length + world.list(FOLDER, 'TempBox').length).toBe(5);
  }, 120_000);
});

describeWithBroker('a ledger that is damaged while documents are in TempBox', () => {
  const mishaps: readonly (readonly [string, (ledger: string) => void])[] = [
    ['a byte of its log is another', (ledger) => flipInLogs(ledger)],
    ['its log is gone', (ledger) => logsOf(ledger).map((log) => rmSync(log))],
    [
      'it is an older copy',
      (ledger) => {
        rmSync(ledger, { recursive: true });
        renameSync(`${ledger}.copy`, ledger);
      },
    ],
    ['bytes of a table are others', (ledger) => flipInTables(ledger)],
  ];

  test.each(mishaps)(
    'sends nothing under a second id: %s',
    async (what, damage) => {
      await using world = openWorld({ transport: 'rabbitmq', businesses: { DEC } });
      await using platform = await openPlatform(world);
      const ledger = path.join(dataOf(world), 'ledger');
      drop(world, 1, 3);
      expect((await runSwic(world, ['run', '--once'])).code).toBe(0);
      if (what === 'it is an older copy') cpSync(ledger, `${ledger}.copy`, { recursive: true });
      drop(world, 4, 20);
      await using crashing = startNode(world, [CRASH_AGENT, world.config, 'session', 'send', 'after', '6'], {});
      await crashing.finished;
      const left = world.list(FOLDER, 'TempBox').length;
      expect(left).toBeGreaterThan(0);
      // A table is what an opening makes of the log.
      if (what === 'bytes of a table are others') await runSwic(world, ['verify']);
      damage(ledger);

      const next = await runSwic(world, ['run', '--once']);
      if (what === 'bytes of a table are others') {
        // It cannot even be read: nothing moves without a person.
        expect(next).toMatchObject({ code: 74 });
        expect(next.stderr).toContain('swic ledger check');
        expect(world.list(FOLDER, 'TempBox')).toHaveLength(left);
        return;
      }
      expect(next.stderr + next.stdout).toContain('The ledger is damaged');
      await until(
        'all are at the platform',
        () => new Set(platform.received.map(({ body }) => digest(body))).size >= 20,
      );
      const idsOf = new Map<string, Set<string>>();
      for (const { id, body } of platform.received) {
        const ids = idsOf.get(digest(body)) ?? new Set();
        idsOf.set(digest(body), ids.add(id));
      }
      for (const ids of idsOf.values()) expect(ids.size).toBe(1);
      const marked = new Set(platform.received.flatMap(({ id, headers }) => (ATTEMPT_HEADER in headers ? [id] : [])));
      for (const [id, count] of platform.counts()) if (count > 1) expect(marked).toContain(id);
    },
    120_000,
  );
});

/** What was sent, without the envelope around it, which has a time of its own. */
function digest(body: Uint8Array): string {
  const text = Buffer.from(body).toString('utf8');
  const [, data = text] = /<(?:\w+:)?Data>([^<]*)</.exec(text) ?? [];
  return /T\d{17}/.exec(Buffer.from(data, 'base64').toString('utf8'))?.[0] ?? text;
}

const logsOf = (ledger: string): readonly string[] =>
  readdirSync(ledger)
    .filter((name) => name.endsWith('.log'))
    .map((name) => path.join(ledger, name));

function flipInLogs(ledger: string): void {
  for (const log of logsOf(ledger)) {
    const content = readFileSync(log);
    for (const share of [0.3, 0.6]) {
      const at = Math.floor(content.length * share);
      if (at < content.length) content[at] = (content[at] ?? 0) ^ 0xff;
    }
    writeFileSync(log, content);
  }
}

/** Filters first: they say which keys there are. */
function flipInTables(ledger: string): void {
  for (const name of readdirSync(ledger).filter((file) => file.endsWith('.ldb'))) {
    const file = path.join(ledger, name);
    expect(existsSync(file)).toBe(true);
    const content = readFileSync(file);
    for (let at = Math.floor(content.length * 0.7); at < content.length - 60; at += 50)
      content[at] = (content[at] ?? 0) ^ 0xff;
    writeFileSync(file, content);
  }
}

import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ControlClient } from '@swic/core/client';
import { expect, test } from 'vitest';
import { type RunningSwic, startSwic } from '../support/agent-process.js';
import { declaration, truncatedDeclaration } from '../support/documents.js';
import { openPlatform, type WatchedPlatform } from '../support/platform.js';
import { until } from '../support/until.js';
import { expectVerified } from '../support/verify.js';
import { openWorld, type World } from '../support/world.js';
import { zipOf } from '../support/zip-writer.js';

const FOLDER = 'Deccus001';

interface Scene extends AsyncDisposable {
  readonly world: World;
  readonly platform: WatchedPlatform;
  readonly agent: RunningSwic;
  readonly client: ControlClient;
  /** Proves that the agent goes on: one more document, and its answer. */
  goesOn(): Promise<void>;
}

test('a file that is still being written is not sent until it is whole', async () => {
  await using scene = await open({ incompleteGraceMs: 60_000 });
  const { world, client, platform } = scene;
  const file = path.join(world.box(FOLDER, 'OutBox'), '慢.xml');
  const whole = declaration(1);
  writeFileSync(file, whole.slice(0, 400));

  await until('it is known to be unfinished', async () => {
    const { why } = await client.call('why', { file: '慢.xml' });
    return why?.reason === 'incomplete';
  });
  await scene.goesOn();
  expect(platform.received).toHaveLength(1);
  appendFileSync(file, whole.slice(400));

  await until('it is answered', () => world.list(FOLDER, 'InBox').length === 2);
  expect(world.list(FOLDER, 'FailBox')).toEqual([]);
  expect(platform.received).toHaveLength(2);
});

test.each([
  ['an XML', 'whole.xml', () => Buffer.from(declaration(1))],
  ['a ZIP', 'whole.zip', () => archive()],
] as const)('%s that has its full size before it is written waits for its writer', async (_, name, whole) => {
  await using scene = await open({ incompleteGraceMs: 60_000 }, { zipMatch: 'off' });
  const { world, client, platform } = scene;
  const bytes = whole();
  const file = path.join(world.box(FOLDER, 'OutBox'), name);
  const half = Buffer.alloc(bytes.length);
  bytes.copy(half, 0, 0, bytes.length >> 1);
  const isHeldBack = async (): Promise<boolean> =>
    (await client.call('why', { file: name })).why?.reason === 'incomplete';
  writeFileSync(file, Buffer.alloc(bytes.length));
  await until('it is known to be unwritten', isHeldBack);
  writeFileSync(file, half, { flag: 'r+' });
  await scene.goesOn();
  await until('it is known to be half written', isHeldBack);
  expect(world.list(FOLDER, 'FailBox')).toEqual([]);
  expect(platform.received).toHaveLength(1);
  writeFileSync(file, bytes, { flag: 'r+' });

  await until('it is filed', () => world.list(FOLDER, 'SentBox').length === 2);
  expect(platform.received).toHaveLength(2);
});

test('a ZIP whose attachment has a hole waits for it to be filled, then it is refused by the name of the attachment', async () => {
  await using scene = await open({ incompleteGraceMs: 4_000 }, { zipMatch: 'off' });
  const { world, client, platform } = scene;
  const bytes = Buffer.from(archive());
  bytes.fill(0, 700, 740);
  for (const name of ['mended.zip', 'broken.zip']) world.drop(FOLDER, name, bytes);
  await until('it waits', async () => (await client.call('why', { file: 'mended.zip' })).why?.reason === 'incomplete');
  writeFileSync(path.join(world.box(FOLDER, 'OutBox'), 'mended.zip'), archive(), { flag: 'r+' });

  await until('one is filed', () => world.list(FOLDER, 'SentBox').length === 1);
  await until('one is refused', () => world.list(FOLDER, 'FailBox').length === 1);
  const explanation = world.list(FOLDER, 'InBox').find((name) => name.startsWith('Failed_broken'));
  expect(world.read(FOLDER, 'InBox', explanation ?? '')).toContain('合同.pdf');
  expect(platform.received).toHaveLength(1);
});

test('a file whose writer died in the middle goes to FailBox, with its explanation in InBox', async () => {
  await using scene = await open({ incompleteGraceMs: 300 });
  const { world, platform } = scene;
  writeFileSync(path.join(world.box(FOLDER, 'OutBox'), 'cut.xml'), truncatedDeclaration(1));

  await until('it is rejected', () => world.list(FOLDER, 'FailBox').length === 1);
  await until('it is explained', () => world.list(FOLDER, 'InBox').length === 1);

  expect(world.list(FOLDER, 'InBox')[0]).toMatch(/^Failed_cut_/);
  expect(world.read(FOLDER, 'InBox', world.list(FOLDER, 'InBox')[0] ?? '')).toContain('document.truncated');
  expect(platform.received).toEqual([]);
});

test('files that the firm removes, renames and rewrites under us are its own: what is claimed is sent once, and nothing breaks', async () => {
  await using scene = await open({});
  const { world, platform } = scene;
  const outBox = world.box(FOLDER, 'OutBox');
  const names = Array.from({ length: 60 }, (_, number) => `doc-${number}.xml`);
  for (const [number, name] of names.entries()) world.drop(FOLDER, name, declaration(number));
  // While the agent finds, settles and claims them.
  for (const [number, name] of names.entries()) {
    const file = path.join(outBox, name);
    const act = [
      unlinkSync,
      (at: string) => renameSync(at, `${at}.moved.xml`),
      // Rewrites what is there and never makes a new file.
      (at: string) => writeFileSync(at, declaration(number), { flag: 'r+' }),
    ];
    try {
      act[number % 4]?.(file);
    } catch (reason) {
      // Claimed already: then it is no longer the firm's.
      expect((reason as NodeJS.ErrnoException).code).toBe('ENOENT');
    }
    if (number % 10 === 9) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  await until('OutBox is empty', () => world.list(FOLDER, 'OutBox').length === 0);
  await until('everything is answered', () => {
    const sent = world.list(FOLDER, 'SentBox').length;
    return world.list(FOLDER, 'TempBox').length === 0 && world.list(FOLDER, 'InBox').length === sent;
  });
  await scene.goesOn();
  expect(new Set(platform.counts().values())).toEqual(new Set([1]));
  expect(platform.received).toHaveLength(world.list(FOLDER, 'SentBox').length);
});

test.skipIf(!canForbid())(
  'a file that may not be taken waits, holds up no other, and is sent when it may',
  async () => {
    await using scene = await open({});
    const { world, client } = scene;
    const file = path.join(world.box(FOLDER, 'OutBox'), 'locked.xml');
    writeFileSync(path.join(world.directory, 'locked.xml'), declaration(1));
    renameSync(path.join(world.directory, 'locked.xml'), file);
    execFileSync('chattr', ['+i', file]);
    try {
      await until('it is put off', async () => {
        const { why } = await client.call('why', { file: 'locked.xml' });
        return why?.reason === 'put-off' || why?.reason === 'locked' || why?.reason === 'denied';
      });
      await scene.goesOn();
      expect(world.list(FOLDER, 'OutBox')).toEqual(['locked.xml']);
    } finally {
      execFileSync('chattr', ['-i', file]);
    }
    await until('it is answered', () => world.list(FOLDER, 'InBox').length === 2);
  },
);

test('a TempBox that is away holds the flow, is named, and loses nothing', async () => {
  await using scene = await open({});
  const { world, client } = scene;
  await scene.goesOn();
  const tempBox = world.box(FOLDER, 'TempBox');
  renameSync(tempBox, `${tempBox}.away`);
  world.drop(FOLDER, 'waits.xml', declaration(60));
  await until('the flow is held', async () => {
    const { businesses } = await client.call('status', null);
    return businesses.some(({ key, send }) => key === 'DEC' && send?.fault?.code === 'disk.missing');
  });
  await expect.poll(() => scene.agent.said()).toContain(tempBox);
  expect(world.list(FOLDER, 'OutBox')).toEqual(['waits.xml']);
  renameSync(`${tempBox}.away`, tempBox);
  await until('it is sent', () => world.list(FOLDER, 'SentBox').some((file) => file.includes('waits')));
});

test('directories that are removed and made again while it runs: work goes on by itself', async () => {
  await using scene = await open({});
  const { world, client } = scene;
  await scene.goesOn();
  rmSync(world.box(FOLDER, 'OutBox'), { recursive: true });
  await until('the agent has noticed', () => scene.agent.said().includes(world.box(FOLDER, 'OutBox')));
  mkdirSync(world.box(FOLDER, 'OutBox'));
  await scene.goesOn();

  // As when a volume goes away and comes back.
  renameSync(world.box(FOLDER, 'SentBox'), path.join(world.directory, 'away'));
  world.drop(FOLDER, 'waits.xml', declaration(50));
  await until('it is sent and waits for its place', async () => {
    const [trace] = await client.call('trace', { query: 'waits.xml' });
    return trace?.document.stage === 'sent';
  });
  renameSync(path.join(world.directory, 'away'), world.box(FOLDER, 'SentBox'));
  await until('it is filed', () => world.list(FOLDER, 'SentBox').some((file) => file.includes('waits')));

  rmSync(world.box(FOLDER, 'InBox'), { recursive: true });
  world.drop(FOLDER, 'answered.xml', declaration(51));
  await until('its receipt waits', () => scene.agent.said().includes('disk.missing'));
  mkdirSync(world.box(FOLDER, 'InBox'));
  await until('it is there', () => world.list(FOLDER, 'InBox').some((file) => file.includes('answered')));
});

test('receipts that waited for a stopped flow are deposited once their InBox is back, though it was away at the start', async () => {
  await using scene = await open({});
  const { world, client } = scene;
  const inBox = world.box(FOLDER, 'InBox');
  const all = {
    business: null,
    states: null,
    customs: null,
    sinceMs: null,
    untilMs: null,
    text: null,
    before: null,
    limit: 9,
  };
  await client.call('stopFlow', { business: 'DEC', direction: 'receive' });
  world.drop(FOLDER, 'one.xml', declaration(1));
  await until('its receipt waits', async () => (await client.call('listReceipts', all)).length === 1);
  renameSync(inBox, `${inBox}.away`);
  await client.call('startFlow', { business: 'DEC', direction: 'receive' });
  await until('the flow is held', async () => {
    const { businesses } = await client.call('status', null);
    return businesses.some(({ key, receive }) => key === 'DEC' && receive.state === 'held');
  });
  renameSync(`${inBox}.away`, inBox);
  await until('it is deposited', () => world.list(FOLDER, 'InBox').length === 1);
});

/** A declaration and an attachment of which two thirds lie behind byte 700. */
function archive(): Buffer {
  const attachment = Buffer.from(Array.from({ length: 2_000 }, (_, index) => (index * 7_919) % 251));
  return zipOf([
    { name: '合同.pdf', content: attachment, isStored: true },
    { name: 'a.xml', content: declaration(2) },
  ]);
}

type Settings = Readonly<Record<string, unknown>>;

async function open(send: Settings, business: Settings = {}): Promise<Scene> {
  const world = openWorld({
    transport: 'embedded',
    businesses: { DEC: { send: { settleMs: 50, scanIntervalMs: 200, ...send }, ...business } },
  });
  const platform = await openPlatform(world);
  const agent = startSwic(world, ['run']);
  const client = await agent.connect();
  let extra = 100;
  return {
    world,
    platform,
    agent,
    client,
    async goesOn() {
      const name = `goes-on-${extra}`;
      world.drop(FOLDER, `${name}.xml`, declaration(extra));
      extra += 1;
      await until('a new document is answered', () => world.list(FOLDER, 'InBox').some((file) => file.includes(name)));
    },
    async [Symbol.asyncDispose]() {
      agent.kill('SIGTERM');
      const finished = await agent.finished;
      await expectVerified(world);
      await client[Symbol.asyncDispose]();
      await agent[Symbol.asyncDispose]();
      await platform[Symbol.asyncDispose]();
      await world[Symbol.asyncDispose]();
      expect(finished).toMatchObject({ code: 0 });
    },
  };
}

/** Root cannot be kept from a file by its mode; an immutable one may not be renamed by any user. */
function canForbid(): boolean {
  const probe = path.join(mkdtempSync(path.join(tmpdir(), 'swic-immutable-')), 'file');
  writeFileSync(probe, '');
  try {
    execFileSync('chattr', ['+i', probe], { stdio: 'ignore' });
    execFileSync('chattr', ['-i', probe], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(path.dirname(probe), { recursive: true });
  }
}

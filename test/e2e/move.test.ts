import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { addWebUser } from '@swic/core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Finished, runSwic, startNode, startSwic } from '../support/agent-process.js';
import { declaration } from '../support/documents.js';
import { openPlatform } from '../support/platform.js';
import { describeWithBroker } from '../support/rabbitmq.js';
import { until } from '../support/until.js';
import { CLIENT_ID, openWorld, type World } from '../support/world.js';

const FOLDER = 'Deccus001';
const CRASH_AGENT = fileURLToPath(new URL('../fault/crash-agent.mjs', import.meta.url));
const DEC = { send: { settleMs: 50, unknownWaitMs: 200 } };
const MAIL = {
  kind: 'mail',
  host: 'localhost',
  port: 2525,
  security: 'none',
  from: 'a@example.com',
  to: ['b@example.com'],
};

const json = (finished: Finished): Record<string, unknown> => JSON.parse(finished.stdout) as Record<string, unknown>;
const drop = (world: World, from: number, to: number): void => {
  for (let number = from; number <= to; number += 1) world.drop(FOLDER, `doc-${number}.xml`, declaration(number));
};

/** Another machine: a directory of its own, with the same brokers in reach. */
function openOther(world: World): World {
  const directory = mkdtempSync(path.join(tmpdir(), 'swic-moved-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return { ...world, directory, config: path.join(directory, 'swic.yaml') };
}

/** Relative paths of all files below, with their content. */
function contents(directory: string): ReadonlyMap<string, string> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return new Map(
    entries
      .map(({ parentPath, name }) => path.join(parentPath, name))
      .map((file) => [path.relative(directory, file), createHash('sha256').update(readFileSync(file)).digest('hex')]),
  );
}

const boxFiles = ({ directory }: World): ReadonlyMap<string, string> =>
  new Map([...contents(path.join(directory, 'boxes'))].filter(([name]) => !name.includes('.swic-lease')));

describeWithBroker('a move to another machine', () => {
  test('stops the agent, takes everything along, and the old machine starts no more', async () => {
    await using world = openWorld({ transport: 'rabbitmq', businesses: { DEC } });
    await using platform = await openPlatform(world);
    const file = path.join(world.directory, 'swic.move');
    const other = openOther(world);
    {
      await using agent = startSwic(world, ['run']);
      await using client = await agent.connect();
      drop(world, 1, 5);
      await until('five are answered', () => world.list(FOLDER, 'InBox').length === 5);
      await addWebUser(path.join(world.directory, 'data'), { name: 'li', role: 'viewer' }, 'a long password of li');
      await runSwic(world, ['stop', 'DEC', 'send']);
      await client[Symbol.asyncDispose]();
      drop(world, 6, 7);
      const packed = await runSwic(world, ['move', 'pack', file, '--json']);
      expect(packed.code, packed.stderr).toBe(0);
      expect(await agent.finished).toMatchObject({ code: 0 });
      expect(json(packed)).toMatchObject({ file, documents: 5, receipts: 5, waiting: 2, inFlightTotal: 0 });
    }
    const again = await runSwic(world, ['run', '--once']);
    expect(again).toMatchObject({ code: 75 });
    expect(again.stderr).toContain('[instance.moved]');
    expect(await runSwic(world, ['move', 'pack', `${file}2`])).toMatchObject({ code: 75 });
    expect(existsSync(`${file}2`)).toBe(false);
    const before = boxFiles(world);

    const unpacked = await runSwic(other, ['move', 'unpack', file, '--json']);
    expect(json(unpacked), unpacked.stderr).toMatchObject({ documents: 5, receipts: 5, kept: [], missing: [] });
    expect(json(unpacked)['verify']).toMatchObject({ documents: 5, breaks: [], unlisted: 0 });
    expect(json(unpacked)['doctor']).toMatchObject({ clientId: CLIENT_ID });
    expect(boxFiles(other)).toEqual(before);
    const place = path.join('boxes', FOLDER, 'SentBox', world.list(FOLDER, 'SentBox')[0] ?? '');
    const changedMs = (one: World): number => Math.round(statSync(path.join(one.directory, place)).mtimeMs);
    expect(changedMs(other)).toBe(changedMs(world));
    expect((await runSwic(other, ['web', 'user', 'list'])).stdout).toContain('li');
    // It is all there, so nothing is in doubt; and what a person had stopped stays so.
    expect(await runSwic(other, ['ledger', 'check'])).toMatchObject({ code: 0 });
    await using agent = startSwic(other, ['run']);
    await using client = await agent.connect();
    expect(platform.counts().size).toBe(5);
    await client.call('startFlow', { business: 'DEC', direction: 'send' });
    await until('the two that waited are sent', () => platform.counts().size === 7);
    agent.kill('SIGTERM');
    expect(await agent.finished).toMatchObject({ code: 0 });
    expect([...platform.counts().values()]).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(await runSwic(other, ['verify', '--full'])).toMatchObject({ code: 0 });
  }, 240_000);

  test('names what is on its way and which secrets have to be typed anew, and the new machine goes on', async () => {
    const hold = { send: { ...DEC.send, onUnknown: 'hold' } };
    const web = { password: { keyring: 'broker-password' } };
    await using world = openWorld({ transport: 'rabbitmq', businesses: { DEC: hold } });
    await using platform = await openPlatform(world);
    const file = path.join(world.directory, 'swic.move');
    const other = openOther(world);
    drop(world, 1, 3);
    await using crashing = startNode(world, [CRASH_AGENT, world.config, 'session', 'send', 'after', '1'], {});
    await crashing.finished;
    expect(world.list(FOLDER, 'TempBox').length).toBeGreaterThan(0);
    const text = readFileSync(world.config, 'utf8');
    writeFileSync(world.config, `${text}alerts: { channels: { mail: ${JSON.stringify({ ...MAIL, ...web })} } }\n`);

    const packed = await runSwic(world, ['move', 'pack', file, '--locale', 'en']);
    expect(packed.code, packed.stderr).toBe(0);
    expect(packed.stdout).toMatch(/documents? (?:is|are) on the way/);
    expect(packed.stdout).toContain('swic secret set broker-password');
    const unpacked = await runSwic(other, ['move', 'unpack', file, '--locale', 'zh']);
    expect(unpacked.stdout).toContain('swic secret set broker-password');
    expect(unpacked.stdout).toContain('密码不在任何文件中');
    expect(other.config).not.toBe(world.config);
    const sent = platform.counts().size;
    const next = await runSwic(other, ['run', '--once', '--wait', '3']);
    // What is of unknown outcome waits for a person there, too; the others are sent.
    expect(next.code, next.stderr).toBe(4);
    expect(platform.counts().size).toBeGreaterThanOrEqual(sent);
    expect([...platform.counts().values()].every((count) => count === 1)).toBe(true);
    expect(await runSwic(other, ['verify'])).toMatchObject({ code: 0 });
  }, 240_000);
});

describe('a move', () => {
  const open = (): World => openWorld({ transport: 'embedded', businesses: { DEC } });
  const dataOf = (world: World): string => path.join(world.directory, 'data');

  test('that is cut off leaves a machine that does not start, and is repeated', async () => {
    await using world = open();
    drop(world, 1, 3);
    await runSwic(world, ['run', '--once', '--wait', '1']);
    const file = path.join(world.directory, 'swic.move');
    const mark = (state: string): string => JSON.stringify({ state, sinceMs: 1, file });
    writeFileSync(path.join(dataOf(world), 'moved'), mark('packing'));
    expect(await runSwic(world, ['run', '--once'])).toMatchObject({ code: 75 });
    expect(await runSwic(world, ['move', 'pack', file])).toMatchObject({ code: 0 });

    const other = openOther(world);
    expect(await runSwic(other, ['move', 'unpack', file])).toMatchObject({ stderr: '' });
    const after = contents(other.directory);
    // As a kill between the last file and the end leaves it: half of a file, and the mark.
    const inBox = path.join(other.directory, 'boxes', FOLDER, 'SentBox', '.swic-move.part');
    mkdirSync(path.dirname(inBox), { recursive: true });
    writeFileSync(inBox, 'half');
    writeFileSync(path.join(dataOf(other), 'moved'), mark('unpacking'));
    expect(await runSwic(other, ['run', '--once'])).toMatchObject({ code: 75 });
    const again = await runSwic(other, ['move', 'unpack', file, '--json']);
    expect(json(again), again.stderr).toMatchObject({ files: 0, kept: [] });
    expect(existsSync(path.join(dataOf(other), 'moved'))).toBe(false);
    const names = [...after.keys()].filter((name) => !/ledger|logs|queues/.test(name));
    expect([...contents(other.directory).keys()]).toEqual(expect.arrayContaining(names));
  }, 120_000);

  test('changes nothing where a file of the firm is in the way, where the file is broken, or over a ledger', async () => {
    await using world = open();
    drop(world, 1, 3);
    await runSwic(world, ['run', '--once', '--wait', '1']);
    drop(world, 4, 4);
    const file = path.join(world.directory, 'swic.move');
    expect(await runSwic(world, ['move', 'pack', file])).toMatchObject({ code: 0 });
    const other = openOther(world);
    const bad = path.join(world.directory, 'bad.move');
    writeFileSync(bad, readFileSync(file).subarray(0, 900));
    expect((await runSwic(other, ['move', 'unpack', bad])).stderr).toContain('[backup.broken]');
    expect(readdirSync(other.directory)).toEqual([]);

    const taken = path.join(other.directory, 'boxes', FOLDER, 'OutBox', 'doc-4.xml');
    mkdirSync(path.dirname(taken), { recursive: true });
    writeFileSync(taken, 'of the firm');
    const refused = await runSwic(other, ['move', 'unpack', file]);
    expect(refused).toMatchObject({ code: 73 });
    expect(refused.stderr).toContain('[move.taken]');
    expect([...contents(other.directory).keys()]).toEqual([path.relative(other.directory, taken)]);

    const there = ['--data-dir', path.join(other.directory, '数据'), '--boxes-dir', path.join(other.directory, 'b')];
    await runSwic(other, ['move', 'unpack', file, ...there]);
    expect(existsSync(path.join(other.directory, 'b', FOLDER, 'OutBox', 'doc-4.xml'))).toBe(true);
    expect(existsSync(path.join(other.directory, '数据', 'ledger'))).toBe(true);
    expect(await runSwic(other, ['move', 'unpack', file, ...there])).toMatchObject({ code: 73 });
    expect((await runSwic(world, ['move', 'unpack', file, '--yes'])).stderr).toContain('[instance.moved]');
  }, 120_000);

  test('is called off by a word, and says that the file must not be used', async () => {
    await using world = open();
    await runSwic(world, ['run', '--once', '--wait', '1']);
    const file = path.join(world.directory, 'swic.move');
    expect(await runSwic(world, ['move', 'cancel', '--yes'])).toMatchObject({ code: 1 });
    expect(await runSwic(world, ['move', 'pack', file])).toMatchObject({ code: 0 });
    expect(await runSwic(world, ['move', 'cancel'])).toMatchObject({ code: 1 });
    const cancelled = await runSwic(world, ['move', 'cancel', '--yes', '--locale', 'en']);
    expect(cancelled).toMatchObject({ code: 0 });
    expect(cancelled.stderr).toContain(file);
    expect(await runSwic(world, ['run', '--once', '--wait', '1'])).toMatchObject({ code: 0 });
    // A mark without words, as a power cut leaves it, is a mark.
    writeFileSync(path.join(dataOf(world), 'moved'), '');
    expect(await runSwic(world, ['run', '--once'])).toMatchObject({ code: 75 });
  }, 120_000);
});

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect } from 'amqplib';
import { expect, test } from 'vitest';
import { type Finished, runSwic, startSwic } from '../support/agent-process.js';
import { canMount } from '../support/can-mount.js';
import { describeWithCompiler } from '../support/compiler.js';
import { startMqSimulator } from '../support/mqi/simulator.js';
import { describeWithBroker, getAmqpUrl } from '../support/rabbitmq.js';
import { until } from '../support/until.js';
import { MQ_USER, openWorld, type World } from '../support/world.js';

interface Report {
  readonly outcome: string;
  readonly queues: readonly string[];
  readonly rounds: readonly {
    readonly round: { readonly kind: string; readonly documents: number };
    readonly result: { readonly outcome: string; readonly reason?: string; readonly disturbances?: number };
  }[];
}

/** A configuration whose agent has run, and a directory for what the drill makes. */
function worldWithData(): World & { readonly ground: string } {
  const world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
  mkdirSync(path.join(world.directory, 'data'));
  const ground = path.join(world.directory, 'ground');
  return { ...world, ground };
}

const reportOf = ({ stdout }: Finished): Report => JSON.parse(stdout) as Report;

test('swic selftest sends its documents, is answered, leaves nothing behind and shows its result again', async () => {
  await using world = worldWithData();
  const done = await runSwic(world, ['selftest', '--documents', '20']);
  expect(done).toMatchObject({ code: 0 });
  expect(done.stdout).toMatch(/undisturbed +21 +0 +0 +0 +0/);
  expect(done.stdout).toMatch(/Passed: 21 documents over embedded/);
  const [kept, ...rest] = readdirSync(path.join(world.directory, 'data', 'selftests'));
  expect(kept).toMatch(/^selftest-\d{8}T\d{9}Z\.json$/);
  expect(rest).toEqual([]);
  expect(readdirSync(path.join(world.directory, 'data'))).toEqual(['selftests']);

  const last = await runSwic(world, ['selftest', '--last']);
  expect(last).toMatchObject({ code: 0, stdout: done.stdout });
  const chinese = await runSwic(world, ['selftest', '--last', '--locale', 'zh']);
  expect(chinese.stdout).toMatch(/无干扰 +21[\s\S]*通过：/);
});

test('swic selftest --chaos kills the agent on both sides of every step, and all is recovered', async () => {
  await using world = worldWithData();
  const done = await runSwic(world, ['selftest', '--chaos', '--documents', '8', '--dir', world.ground, '--json']);
  const { outcome, rounds } = reportOf(done);
  expect({ outcome, code: done.code, stderr: done.stderr }).toEqual({ outcome: 'passed', code: 0, stderr: '' });
  const kills = rounds.filter(({ round }) => round.kind === 'kill');
  expect(kills).toHaveLength(26);
  expect(kills.every(({ result }) => result.outcome === 'played')).toBe(true);
  expect(rounds.find(({ round }) => round.kind === 'cut')?.result.reason).toBe('no-connection');
  expect(readdirSync(world.ground)).toEqual([]);
}, 280_000);

test('swic selftest that is ended by Ctrl-C removes its files and its agents, and keeps no result', async () => {
  await using world = worldWithData();
  await using drill = startSwic(world, ['selftest', '--chaos', '--dir', world.ground]);
  await until('it has begun', () => drill.said().includes('Ctrl-C'));
  drill.kill('SIGINT');
  expect(await drill.finished).toMatchObject({ code: 130 });
  expect(readdirSync(world.ground)).toEqual([]);
  expect(readdirSync(path.join(world.directory, 'data'))).toEqual([]);
});

test('a drill that is killed leaves no agent behind, and the next one removes its files', async () => {
  await using world = worldWithData();
  await using drill = startSwic(world, ['selftest', '--documents', '5000', '--dir', world.ground]);
  await until('its agent has begun', () => findPid(world.ground) !== null);
  const agentPid = findPid(world.ground) ?? 0;
  expect(isAlive(agentPid)).toBe(true);
  drill.kill('SIGKILL');
  await until('its agent has ended', () => !isAlive(agentPid));
  expect(readdirSync(world.ground)).toHaveLength(1);
  expect(await runSwic(world, ['selftest', '--documents', '3', '--dir', world.ground])).toMatchObject({ code: 0 });
  expect(readdirSync(world.ground)).toEqual([]);
}, 60_000);

test('a document that another program takes out of SentBox is found: exit code 1, and everything is left to be looked at', async () => {
  await using world = worldWithData();
  const words = ['selftest', '--chaos', '--only', 'boxes.claim', '--documents', '8', '--dir', world.ground];
  await using drill = startSwic(world, words);
  const sent = (): readonly string[] => filesBelow(world.ground, path.join('Deccus001', 'SentBox'));
  await until('the second round has begun', () => filesBelow(world.ground, 'r002').length > 0, 60_000);
  const taken = sent().find((file) => file.includes('r001-000003')) ?? '';
  rmSync(taken);
  const done = await drill.finished;
  expect(done).toMatchObject({ code: 1 });
  expect(done.stdout).toMatch(/VERIFY .*r001-000003/);
  expect(done.stdout).toMatch(/LOST +all of it once more +r001-000003: its file/);
  expect(done.stdout).toMatch(/FAILED: /);
  const [kept = ''] = readdirSync(world.ground);
  expect(done.stdout).toContain(path.join(world.ground, kept));
  expect(await runSwic(world, ['selftest', '--last'])).toMatchObject({ code: 1 });
}, 90_000);

/** Of the agent that runs in the drill below this directory. */
function findPid(ground: string): number | null {
  const [config] = filesBelow(ground, 'swic.yaml');
  if (config === undefined) return null;
  const found = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && commandOf(name).includes(config));
  return found[0] === undefined ? null : Number(found[0]);
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  return !/^State:\s+Z/m.test(statusOf(pid)) && statusOf(pid) !== '';
}

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  } catch {
    return '';
  }
}

function filesBelow(directory: string, part: string): readonly string[] {
  try {
    return readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .filter((file) => file.includes(part));
  } catch {
    // A file or directory that went while it was looked at, or nothing is there yet.
    return [];
  }
}

test('an agent that no drill has started refuses to be killed by the environment', async () => {
  await using world = worldWithData();
  const order = { port: 'boxes', method: 'claim', side: 'before', nth: 1 };
  const words = JSON.stringify({ token: 'guessed', order });
  const refused = await runSwic(world, ['run', '--once'], { SWIC_DRILL: words });
  expect(refused).toMatchObject({ code: 2, signal: null });
  expect(refused.stderr).toMatch(/SWIC_DRILL is for swic selftest alone/);
  // Also where the token is right: the process is no child of a drill.
  writeFileSync(path.join(world.directory, 'drill-token'), 'guessed');
  expect(await runSwic(world, ['run', '--once'], { SWIC_DRILL: words })).toMatchObject({ code: 2, signal: null });
});

test('without a configuration swic selftest runs all the same, and says that there is no earlier result', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'swic-none-'));
  try {
    await using world = worldWithData();
    const none = { ...world, config: path.join(directory, 'swic.yaml') };
    expect(await runSwic(none, ['selftest', '--last', '--locale', 'en'])).toMatchObject({ code: 1 });
    const done = await runSwic(none, ['selftest', '--documents', '5', '--dir', directory, '--locale', 'en']);
    expect(done).toMatchObject({ code: 0 });
    expect(readdirSync(directory)).toEqual([]);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

describeWithBroker('swic selftest over RabbitMQ', () => {
  test('kills and cuts between hand-over and accept, in queues of its own that are gone afterwards', async () => {
    await using world = worldWithData();
    const words = ['--over', 'rabbitmq', '--broker', getAmqpUrl(), '--chaos', '--only', 'plain,session.send,cut'];
    const done = await runSwic(world, ['selftest', ...words, '--documents', '60', '--json']);
    const { outcome, rounds, queues } = reportOf(done);
    expect({ outcome, stderr: done.stderr }).toEqual({ outcome: 'passed', stderr: '' });
    expect(rounds.map(({ round }) => round.kind)).toEqual(['plain', 'kill', 'kill', 'kill', 'kill', 'cut', 'whole']);
    expect(rounds.at(-2)?.result).toMatchObject({ outcome: 'played', disturbances: 3 });
    for (const queue of queues) expect(await isThere(queue)).toBe(false);
    expect(queues).toHaveLength(2);
  }, 120_000);

  test('takes the broker of the configuration, and never its queues', async () => {
    await using world = openWorld({ transport: 'rabbitmq', businesses: { DEC: {} } });
    const words = ['selftest', '--over', 'rabbitmq', '--documents', '10', '--dir', world.directory, '--json'];
    const done = await runSwic(world, words);
    const { outcome, queues } = reportOf(done);
    expect({ outcome, stderr: done.stderr }).toEqual({ outcome: 'passed', stderr: '' });
    for (const queue of queues) expect(queue).toMatch(/^swic\.selftest\.[0-9a-f]{12}\.(send|receive)$/);
    // Those of the configuration were not even declared.
    for (const queue of [world.sendQueue, world.receiveQueue]) expect(await isThere(queue)).toBe(false);
  }, 60_000);
});

async function isThere(queue: string): Promise<boolean> {
  const connection = await connect(getAmqpUrl());
  try {
    const channel = await connection.createChannel();
    channel.on('error', () => undefined);
    return await channel.checkQueue(queue).then(
      () => true,
      () => false,
    );
  } finally {
    await connection.close();
  }
}

test('a broker that is not there, or not in the configuration, is said before anything is started', async () => {
  await using world = worldWithData();
  expect(await runSwic(world, ['selftest', '--over', 'rabbitmq'])).toMatchObject({ code: 2 });
  const away = await runSwic(world, ['selftest', '--over', 'rabbitmq', '--broker', 'amqp://127.0.0.1:1']);
  expect(away).toMatchObject({ code: 69 });
  expect(away.stderr).toMatch(/transport\.unreachable/);
  expect(readdirSync(path.join(world.directory, 'data', 'selftests'))).toEqual([]);
});

describeWithCompiler('swic selftest over IBM MQ', () => {
  test('kills and cuts in the two queues of the administrator, and refuses any others', async () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'swic-qm-'));
    const names = ['SWIC.SELFTEST.SEND', 'SWIC.SELFTEST.RECV'];
    const queues = [...names, 'SW.SEND', 'SW.RECV'].map((name) => ({ name }));
    const queueManager = await startMqSimulator({ directory, users: [MQ_USER], queues });
    try {
      await using world = openWorld({ transport: 'ibmmq', businesses: { DEC: {} }, queueManager });
      const over = ['selftest', '--over', 'ibmmq', '--dir', world.directory];
      for (const given of [[], ['--queues', 'SW.SEND,SW.RECV']])
        expect(await runSwic(world, [...over, ...given])).toMatchObject({ code: 2 });
      const chaos = [
        '--queues',
        names.join(','),
        '--chaos',
        '--only',
        'session.send,cut',
        '--documents',
        '50',
        '--json',
      ];
      const done = await runSwic(world, [...over, ...chaos]);
      expect({ outcome: reportOf(done).outcome, stderr: done.stderr }).toEqual({ outcome: 'passed', stderr: '' });
    } finally {
      await queueManager.stop();
      rmSync(directory, { recursive: true, force: true });
    }
  }, 120_000);
});

test.skipIf(!canMount())(
  'swic selftest fills a volume of its own, and the agent goes on when there is room',
  async () => {
    await using world = worldWithData();
    const words = ['selftest', '--chaos', '--only', 'full-disk', '--documents', '20', '--dir', world.ground];
    const done = await runSwic(world, words);
    expect(done).toMatchObject({ code: 0 });
    expect(done.stdout).toMatch(/disk full +21 +1 +0 +0 /);
    expect(readdirSync(world.ground)).toEqual([]);
  },
  120_000,
);

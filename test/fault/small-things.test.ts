import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runSwic, startSwic } from '../support/agent-process.js';
import { declaration } from '../support/documents.js';
import { until } from '../support/until.js';
import { openWorld, type World } from '../support/world.js';

const FOLDER = 'Deccus001';
const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));
const SWIC = path.join(CHECKOUT, 'packages/agent/bin/swic.cjs');
const isRoot = process.getuid?.() === 0;

interface Shell {
  readonly code: number | null;
  readonly output: string;
}

/** `$SWIC` is the command; everything else is the shell's. */
async function sh(world: World, script: string, limitMs = 60_000): Promise<Shell> {
  const env = { ...process.env, SWIC: `${process.execPath} ${SWIC}`, CONFIG: world.config };
  const child = spawn('bash', ['-o', 'pipefail', '-c', script], { cwd: world.directory, env, timeout: limitMs });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

const AS = 'setpriv --reuid 54321 --clear-groups';

/**
 * Scripts whose commands run as `AS`. The checkout is mounted into the world for them: it may be below a directory that only root may
 * enter, as one of mktemp is. Outside of the script the mount does not exist, so nothing that is done to the world reaches it.
 */
function asStranger(world: World, script: string): Promise<Shell> {
  const there = `mount --bind ${CHECKOUT} checkout && SWIC="${process.execPath} $PWD/checkout/packages/agent/bin/swic.cjs"`;
  return sh(
    world,
    `mkdir -p checkout && chown -R 54321 . && unshare --mount bash -o pipefail -c '${there} && ${script}'`,
  );
}

function open(): World {
  return openWorld({ transport: 'embedded', businesses: { DEC: {} } });
}

// /dev/full, signals and uids are of Linux.
describe.skipIf(process.platform !== 'linux')('a small thing does not end the agent', () => {
  const run = '$SWIC run --once --wait 1 --config $CONFIG';
  test.each([
    ['standard error is full', `${run} 2>/dev/full`],
    ['standard error is closed', `${run} 2>&-`],
    [
      'the reader of standard error has gone',
      `{ ${run} 2>&1 >/dev/null; echo $? >code; } | true; sleep 0; exit $(cat code)`,
    ],
    ['standard input is closed', `${run} <&-`],
    ['there is no HOME, no locale and no PATH', `env -i ${run}`],
    ['the locale is unknown and TMPDIR names nothing', `LANG=xx_YY.KOI8 LC_ALL=xx TMPDIR=/nowhere ${run}`],
    ['the working directory was removed', `mkdir gone && cd gone && rmdir ../gone && ${run}`],
  ])('%s', async (_, script) => {
    await using world = open();
    world.drop(FOLDER, 'one.xml', declaration(1));
    const { code, output } = await sh(world, script);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(world.list(FOLDER, 'SentBox')).toHaveLength(1);
  });

  test('a result that a full disk does not take is told, and a closed pipe is no failure', async () => {
    await using world = open();
    expect(await sh(world, '$SWIC --help | head -1')).toMatchObject({ code: 0 });
    expect(await sh(world, '$SWIC config schema | head -c 1')).toMatchObject({ code: 0 });
    const full = await sh(world, '$SWIC --help >/dev/full');
    expect(full).toMatchObject({ code: 74, output: expect.stringContaining('command.output-lost') as string });
  });

  test.skipIf(!isRoot)('a uid without a name can run it, settle and keep secrets', async () => {
    await using world = open();
    world.drop(FOLDER, 'one.xml', declaration(1));
    const own = await asStranger(world, `${AS} ${run}`);
    expect(own).toMatchObject({ code: 0 });
    expect(world.list(FOLDER, 'SentBox')).toHaveLength(1);
    const settle = await asStranger(world, `${AS} $SWIC settle nothing sent --config $CONFIG --locale en`);
    expect(settle).toMatchObject({ code: 1, output: expect.not.stringContaining('internal.unexpected') as string });
    const secret = await asStranger(
      world,
      `export SWIC_SECRETS_FILE=$PWD/secrets.json; echo pin | ${AS} $SWIC secret set pin --file && ${AS} $SWIC secret list`,
    );
    expect(secret).toMatchObject({ code: 0, output: expect.stringContaining('pin') as string });
    const homeless = await asStranger(world, `env -i ${AS} $SWIC secret list --locale en`);
    expect(homeless.output).toContain('SWIC_SECRETS_FILE');
    expect(homeless.output).not.toContain('internal.unexpected');
  });

  test.skipIf(!isRoot)('without a watch of the system files are found all the same, and that is told', async () => {
    await using world = open();
    const none =
      'unshare -Ur bash -c "echo 0 >/proc/sys/user/max_inotify_watches; echo 0 >/proc/sys/user/max_inotify_instances;';
    world.drop(FOLDER, 'one.xml', declaration(1));
    const { code, output } = await sh(world, `${none} exec ${run}"`);
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('watch.unavailable') as string });
    expect(world.list(FOLDER, 'SentBox')).toHaveLength(1);
  });
});

test.skipIf(process.platform === 'win32')('a terminal that is closed drains the agent as SIGTERM does', async () => {
  await using world = open();
  await using agent = startSwic(world, ['run']);
  await using _client = await agent.connect();
  agent.kill('SIGHUP');
  expect(await agent.finished).toMatchObject({ code: 0, stderr: expect.stringContaining('Stopped') as string });
});

test('logs that are removed while the agent runs are made again, and it says so', async () => {
  await using world = open();
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  const logs = path.join(world.directory, 'data', 'logs');
  rmSync(logs, { recursive: true });
  let number = 0;
  await until('there is a log again', () => {
    number += 1;
    world.drop(FOLDER, `doc-${number}.xml`, declaration(number));
    return existsSync(logs) && readdirSync(logs).length > 0;
  });
  await expect.poll(() => agent.said()).toContain('disk.missing');
  await until('it is well again', async () => (await client.call('status', null)).log === null);
  await client.call('shutdown', null);
  expect(await agent.finished).toMatchObject({ code: 0 });
  const [name = ''] = readdirSync(logs);
  expect(readFileSync(path.join(logs, name), 'utf8')).toContain('gateway.stopped');
});

test('a start that fails leaves its reason in the log', async () => {
  await using world = open();
  mkdirSync(world.box(FOLDER, 'OutBox'), { recursive: true });
  // Two boxes that are one directory.
  symlinkSync(world.box(FOLDER, 'OutBox'), world.box(FOLDER, 'SentBox'), 'junction');
  const { code } = await runSwic(world, ['run']);
  expect(code).not.toBe(0);
  const logs = path.join(world.directory, 'data', 'logs');
  const text = existsSync(logs) ? readdirSync(logs).map((name) => readFileSync(path.join(logs, name), 'utf8')) : [];
  expect(text.join('')).toContain('gateway.failed');
});

test.skipIf(process.platform === 'win32')(
  'a data directory that others may write into is closed at the start',
  async () => {
    await using world = open();
    await runSwic(world, ['run', '--once', '--wait', '1']);
    chmodSync(path.join(world.directory, 'data'), 0o777);
    expect(await runSwic(world, ['run', '--once', '--wait', '1'])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('777') as string,
    });
  },
);

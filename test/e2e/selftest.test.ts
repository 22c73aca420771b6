import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type Finished, runSwic, startSwic } from '../support/agent-process.js';
import { until } from '../support/until.js';
import { openWorld, type World } from '../support/world.js';

interface Report {
  readonly outcome: string;
  readonly rounds: readonly {
    readonly round: { readonly kind: string; readonly documents: number };
    readonly result: { readonly outcome: string; readonly reason?: string; readonly marked?: number };
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

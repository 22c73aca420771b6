import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runSwic, startNode, startSwic } from '../support/agent-process.js';
import { declaration } from '../support/documents.js';
import { openPlatform } from '../support/platform.js';
import { until } from '../support/until.js';
import { expectVerified } from '../support/verify.js';
import { openWorld, type World } from '../support/world.js';

const FOLDER = 'Deccus001';
const SHIFTED_AGENT = fileURLToPath(new URL('./shifted-agent.mjs', import.meta.url));
const HOUR_MS = 3_600_000;
const DOCUMENTS = 3;

test('a move into SentBox that a power cut took back is done again, and nothing is sent twice', async () => {
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: { send: { settleMs: 50 } } } });
  await using platform = await openPlatform(world);
  for (let number = 0; number < DOCUMENTS; number += 1) world.drop(FOLDER, `doc-${number}.xml`, declaration(number));
  // Its clock is an hour ahead: what it claims was claimed after the renames by which this test takes its moves back.
  await using first = startNode(world, [SHIFTED_AGENT, world.config, String(HOUR_MS)], {});
  await until('all are filed', () => world.list(FOLDER, 'SentBox').length === DOCUMENTS);
  await until('all are answered', () => world.list(FOLDER, 'InBox').length === DOCUMENTS);
  first.kill('SIGTERM');
  await first.finished;
  takeBack(world);
  goThroughRestart(world);

  await using agent = startSwic(world, ['run']);
  await using _client = await agent.connect();

  // Before anything else is done: the socket listens only when recovery is over.
  expect(world.list(FOLDER, 'OutBox')).toEqual([]);
  expect(world.list(FOLDER, 'SentBox')).toHaveLength(DOCUMENTS);
  // One that is sent now proves that those were not.
  world.drop(FOLDER, 'last.xml', declaration(99));
  await until('the last is answered', () => world.list(FOLDER, 'InBox').length === DOCUMENTS + 1);
  expect([...platform.counts().values()]).toEqual(Array.from({ length: DOCUMENTS + 1 }, () => 1));
  agent.kill('SIGTERM');
  expect(await agent.finished).toMatchObject({ code: 0 });
  await expectVerified(world);
});

test('what the firm itself puts back into OutBox is sent again, also after a restart of the machine', async () => {
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: { send: { settleMs: 50 } } } });
  await using platform = await openPlatform(world);
  world.drop(FOLDER, 'doc-0.xml', declaration(0));
  expect(await runSwic(world, ['run', '--once'])).toMatchObject({ code: 0 });
  takeBack(world);
  goThroughRestart(world);

  expect(await runSwic(world, ['run', '--once'])).toMatchObject({ code: 0 });

  expect(platform.received).toHaveLength(2);
  expect(new Set(platform.received.map(({ id }) => id)).size).toBe(2);
});

/** What the disk shows when both moves of each file never reached it. */
function takeBack(world: World): void {
  for (const file of world.list(FOLDER, 'SentBox')) {
    const name = path.basename(file).replace(/_\d{17}\.xml$/, '.xml');
    renameSync(path.join(world.box(FOLDER, 'SentBox'), file), path.join(world.box(FOLDER, 'OutBox'), name));
  }
}

/** The mark of another boot of the machine. */
function goThroughRestart(world: World): void {
  const mark = path.join(world.directory, 'data', 'last-boot');
  expect(readFileSync(mark, 'utf8')).not.toBe('');
  writeFileSync(mark, 'another-boot');
}

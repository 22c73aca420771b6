import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runSwic, startNode } from '../support/agent-process.js';
import { declaration } from '../support/documents.js';
import { openWorld } from '../support/world.js';

const FOLDER = 'Deccus001';
const SCRIPT = fileURLToPath(new URL('killed-between-renames.mjs', import.meta.url));
const RUN = ['run', '--once', '--wait', '5'];

test('a restore that is killed between its two renames leaves no ledger that passes for new; it is said, and repeated as it was', async () => {
  const more = { sandbox: { enabled: true, delayMs: 1 } };
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: { send: { settleMs: 50 } } }, more });
  world.drop(FOLDER, 'one.xml', declaration(1));
  expect(await runSwic(world, RUN)).toMatchObject({ code: 0 });
  const file = path.join(world.directory, 'swic.backup');
  expect(await runSwic(world, ['backup', file])).toMatchObject({ code: 0 });
  const sent = world.list(FOLDER, 'SentBox');

  await using killed = startNode(world, [SCRIPT, 'restore', file, '--yes', '--config', world.config], {});
  await killed.finished;
  const left = readdirSync(path.join(world.directory, 'data'));
  expect(left).not.toContain('ledger');
  expect(left.filter((name) => /^ledger\.(?:restoring|before-restore)-\d+$/.test(name))).toHaveLength(2);

  // A file that waits is not sent by a ledger that does not know the ones before it.
  world.drop(FOLDER, 'two.xml', declaration(2));
  const refused = await runSwic(world, RUN);
  expect(refused).toMatchObject({ code: 74, stderr: expect.stringContaining('[ledger.lost]') as string });
  expect(world.list(FOLDER, 'SentBox')).toEqual(sent);

  expect(await runSwic(world, ['restore', file])).toMatchObject({ code: 0 });
  expect(await runSwic(world, RUN)).toMatchObject({ code: 0 });
  expect(world.list(FOLDER, 'SentBox')).toHaveLength(2);
  expect(await runSwic(world, ['verify', '--full'])).toMatchObject({ code: 0 });
}, 120_000);

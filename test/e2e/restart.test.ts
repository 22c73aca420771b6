import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startSwic } from '../support/agent-process.js';
import { declaration } from '../support/documents.js';
import { describeWithTmux, openTmux } from '../support/tmux.js';
import { until } from '../support/until.js';
import { openWorld } from '../support/world.js';

const SWIC = fileURLToPath(new URL('../../packages/agent/bin/swic.cjs', import.meta.url));
const FOLDER = 'Deccus001';

test('an agent that is asked to restart starts again in the same process, with the configuration as it is then', async () => {
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
  await using agent = startSwic(world, ['run']);
  const before = await (async () => {
    await using client = await agent.connect();
    const { agent: now } = await client.call('status', null);
    writeFileSync(world.config, readFileSync(world.config, 'utf8').replace('locale: en', 'locale: zh'));
    expect(await client.call('restart', null)).toEqual({ accepted: true });
    await client.closed;
    return now;
  })();
  await using client = await agent.connect();
  const { agent: after } = await client.call('status', null);
  expect(after).toMatchObject({ pid: before.pid, locale: 'zh' });
  expect(after.startedMs).toBeGreaterThan(before.startedMs);
  world.drop(FOLDER, 'one.xml', declaration(1));
  await until('it sends', () => world.list(FOLDER, 'SentBox').length === 1);
  agent.kill('SIGTERM');
  expect(await agent.finished).toMatchObject({ code: 0 });
}, 60_000);

describeWithTmux('in a real terminal', () => {
  test('a setting that takes effect after a restart offers it, and a hosted agent restarts behind its dashboard', async () => {
    await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
    await using screen = await openTmux({
      columns: 110,
      rows: 40,
      words: [process.execPath, SWIC, '--config', world.config],
      directory: world.directory,
    });
    await screen.shows('hosted here');
    await screen.press('8');
    await screen.shows('documents at a time');
    await screen.press('End', 'Enter');
    await screen.shows('log.keepDays');
    await screen.press('C-u');
    await screen.type('12');
    await screen.press('Enter');
    await screen.shows('Write this into the configuration?');
    await screen.press('y');
    await screen.shows('After a restart: logs kept (days)');
    await screen.press('A');
    await screen.shows('Restart swic?');
    await screen.press('y');
    await screen.shows('Restarting');
    await until('it is back', async () => /running/.test(await screen.picture()), 15_000);
    await screen.press('4');
    await screen.press('Home');
    // Lines of the run before are in the log files.
    await screen.shows('the beginning of the log files');
    expect((await screen.picture()).match(/ swic \S+ started|started/g)?.length ?? 0).toBeGreaterThanOrEqual(2);
    await screen.press('q');
    await screen.shows('[y]');
    await screen.press('y');
    await screen.shows('[ended 0]');
  }, 60_000);
});

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runSwic, startSwic } from '../support/agent-process.js';
import { brokenDeclaration, declaration } from '../support/documents.js';
import { openPlatform } from '../support/platform.js';
import { describeWithTmux, openTmux } from '../support/tmux.js';
import { until } from '../support/until.js';
import { openWorld, type World } from '../support/world.js';

const SWIC = fileURLToPath(new URL('../../packages/agent/bin/swic.cjs', import.meta.url));
const FOLDER = 'Deccus001';

/** An editor of a few behaviours, as `$EDITOR`: it gets the path of the copy as its last word. */
function makeEditor(world: World): (behaviour: 'fails' | 'leaves' | 'breaks' | 'mends') => Record<string, string> {
  const script = path.join(world.directory, 'editor.mjs');
  writeFileSync(
    script,
    `import { readFileSync, writeFileSync } from 'node:fs';
const [behaviour, file] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');
if (behaviour === 'fails') process.exit(3);
if (behaviour === 'breaks') writeFileSync(file, text.replace('</DecHead>', ''));
if (behaviour === 'mends') writeFileSync(file, text.replace('<IEFlag>I</IEFlag><IEFlag>I</IEFlag>', '<IEFlag>I</IEFlag>'));
`,
  );
  return (behaviour) => ({ VISUAL: '', EDITOR: `${process.execPath} ${script} ${behaviour}` });
}

const openOne = (): World => openWorld({ transport: 'embedded', businesses: { DEC: {} } });

test('a refused document is corrected into its successor, or handled by a word; until then, and only then, it waits for a person', async () => {
  await using world = openOne();
  await using _platform = await openPlatform(world);
  const editor = makeEditor(world);
  world.drop(FOLDER, 'refused.xml', brokenDeclaration(1));
  world.drop(FOLDER, 'forgotten.xml', brokenDeclaration(2));
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  await until('both are refused', () => world.list(FOLDER, 'FailBox').length === 2);
  const edit = (behaviour: Parameters<typeof editor>[0]): ReturnType<typeof runSwic> =>
    runSwic(world, ['resend', 'refused.xml', '--edit'], editor(behaviour));
  const copyIn = (text: string): string => /--with "([^"]+)"/.exec(text)?.[1] ?? 'no copy was named';

  const failed = await edit('fails');
  expect(failed).toMatchObject({ code: 1, stdout: '' });
  expect(failed.stderr).toContain('code=3');
  expect(readFileSync(copyIn(failed.stderr), 'utf8')).toBe(brokenDeclaration(1));

  const same = await edit('leaves');
  expect(same).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('Nothing is different') });

  const broken = await edit('breaks');
  expect(broken).toMatchObject({ code: 1, stdout: '' });
  expect(broken.stderr).toMatch(/^ {2}\d+:\d+ .*DecHead/m);
  expect(readFileSync(copyIn(broken.stderr), 'utf8')).not.toContain('</DecHead>');
  expect(world.list(FOLDER, 'OutBox')).toEqual([]);

  // What was begun is gone on with.
  writeFileSync(copyIn(broken.stderr), declaration(1));
  const mended = await runSwic(world, ['resend', 'refused.xml', '--with', copyIn(broken.stderr)]);
  expect(mended).toMatchObject({ code: 0, stdout: expect.stringContaining('queued as refused.xml') });
  await until('the successor is sent', () => world.list(FOLDER, 'SentBox').length === 1);
  const traces = await client.call('trace', { query: 'refused.xml' });
  const [successor, origin] = traces.map(({ document }) => document);
  expect(successor).toMatchObject({ stage: 'filed', origin: origin?.id });
  expect(origin).toMatchObject({ stage: 'rejected', standing: { replacedBy: successor?.id } });

  const again = await runSwic(world, ['resend', String(origin?.id), '--edit'], editor('mends'));
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining(`replaced by ${successor?.id}`) });
  expect(again.stderr).not.toContain('--with');

  expect((await runSwic(world, ['status', '--check'])).stdout).toContain('1 rejected into FailBox');
  expect(await runSwic(world, ['handle', 'forgotten.xml', '--note', 'keyed in by hand'])).toMatchObject({ code: 0 });
  expect(await runSwic(world, ['status', '--check'])).toMatchObject({ code: 0 });
  const twice = await runSwic(world, ['handle', 'forgotten.xml', '--locale', 'zh']);
  expect(twice).toMatchObject({ code: 1, stderr: expect.stringContaining('已标记为已处理') });
  const shown = await runSwic(world, ['trace', 'forgotten.xml']);
  expect(shown.stdout).toContain('keyed in by hand');
  expect(await runSwic(world, ['resend', 'nothing.xml', '--edit'], editor('mends'))).toMatchObject({ code: 1 });
}, 60_000);

describeWithTmux('in a real terminal', () => {
  test('from a refused document to its successor with a few keys of the dashboard; D handles another', async () => {
    await using world = openOne();
    await using _platform = await openPlatform(world);
    const editor = makeEditor(world);
    world.drop(FOLDER, 'refused.xml', brokenDeclaration(1));
    await using agent = startSwic(world, ['run']);
    await using _client = await agent.connect();
    await until('it is refused', () => world.list(FOLDER, 'FailBox').length === 1);
    const open = (behaviour: Parameters<typeof editor>[0]): ReturnType<typeof openTmux> => {
      const words = Object.entries(editor(behaviour)).map(([name, value]) => `${name}=${value}`);
      return openTmux({
        columns: 120,
        rows: 30,
        words: ['env', ...words, process.execPath, SWIC, 'tui', '--config', world.config],
        directory: world.directory,
      });
    };
    {
      await using screen = await open('fails');
      await screen.press('2');
      await screen.shows('refused.xml');
      await screen.press('E');
      await screen.shows('The editor failed');
    }
    await using screen = await open('mends');
    await screen.press('2', 'f');
    await screen.shows('refused.xml');
    await screen.press('E');
    await screen.shows('The copy passes the checks');
    await screen.press('y');
    await screen.shows('Queued as refused.xml');
    await until('the successor is sent', () => world.list(FOLDER, 'SentBox').length === 1);
    await until('faults only is empty', async () => !/\d\d:\d\d .*refused\.xml/.test(await screen.picture()));

    world.drop(FOLDER, 'forgotten.xml', brokenDeclaration(2));
    await screen.shows('forgotten.xml');
    await screen.press('D');
    await screen.shows('forgotten.xml dealt with?');
    await screen.press('y');
    await screen.shows('forgotten.xml is dealt with');
    await until('faults only is empty again', async () => !/\d\d:\d\d .*forgotten\.xml/.test(await screen.picture()));
  }, 60_000);
});

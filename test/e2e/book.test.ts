import { execFile } from 'node:child_process';
import { createWriteStream, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openPromise } from 'yauzl';
import { runSwic, startSwic } from '../support/agent-process.js';
import { brokenDeclaration, declaration } from '../support/documents.js';
import { openPlatform } from '../support/platform.js';
import { until } from '../support/until.js';
import { describeWithBrowser, openBrowser } from '../support/web/browser.js';
import { openWorld } from '../support/world.js';

const run = promisify(execFile);
const FOLDER = 'Deccus001';

async function unpack(file: string, into: string): Promise<void> {
  const zip = await openPromise(file, { autoClose: false, lazyEntries: true });
  for await (const entry of zip.eachEntry()) {
    const target = path.join(into, entry.fileName);
    mkdirSync(path.dirname(target), { recursive: true });
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target));
  }
  zip.close();
}

test('the book of a running agent is exported, proven by swic and by its own verifier, and a kill leaves it whole', async () => {
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
  await using _platform = await openPlatform(world);
  world.drop(FOLDER, 'good.xml', declaration(1));
  world.drop(FOLDER, 'bad.xml', brokenDeclaration(2));
  const file = path.join(world.directory, 'book.zip');
  {
    await using agent = startSwic(world, ['run']);
    await using _client = await agent.connect();
    await until(
      'both have ended',
      () => world.list(FOLDER, 'FailBox').length + world.list(FOLDER, 'SentBox').length === 2,
    );
    await until('its receipts are there', () =>
      world.list(FOLDER, 'InBox').some((name) => name.startsWith('Successed_')),
    );
    expect(await runSwic(world, ['handle', 'bad.xml', '--note', 'keyed in by hand'])).toMatchObject({ code: 0 });
    const alive = await runSwic(world, ['book', 'verify']);
    expect(alive).toMatchObject({ code: 0, stdout: expect.stringContaining('2 documents') });
    expect(await runSwic(world, ['book', 'export', '--out', file, '--receipts'])).toMatchObject({ code: 0 });
    agent.kill('SIGKILL');
    await agent.finished;
  }
  expect(await runSwic(world, ['book', 'verify'])).toMatchObject({ code: 0 });
  expect(await runSwic(world, ['book', 'verify', file])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('none was changed'),
  });

  const place = path.join(world.directory, 'unpacked');
  await unpack(file, place);
  const alone = await run(process.execPath, [path.join(place, 'verify.mjs')], { env: {} });
  expect(alone.stdout).toContain('none was changed');
  expect(readdirSync(path.join(place, 'receipts')).length).toBeGreaterThan(0);
  const report = readFileSync(path.join(place, 'report.zh.html'), 'utf8');
  for (const word of ['good.xml', '交换平台已确认', 'bad.xml', '校验失败', 'keyed in by hand'])
    expect(report).toContain(word);
}, 60_000);

describeWithBrowser('the verifier of the book in a real browser', () => {
  test('proves the directory that a person chooses, and names what was changed in it', async () => {
    await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
    await using _platform = await openPlatform(world);
    world.drop(FOLDER, 'good.xml', declaration(1));
    expect(await runSwic(world, ['run', '--once'])).toMatchObject({ code: 0 });
    const file = path.join(world.directory, 'book.zip');
    expect(await runSwic(world, ['book', 'export', '--out', file, '--receipts'])).toMatchObject({ code: 0 });
    const place = path.join(world.directory, 'unpacked');
    await unpack(file, place);

    const browser = await openBrowser();
    try {
      const page = await browser.newPage();
      await page.goto(pathToFileURL(path.join(place, 'verify.html')).href);
      const said = async (): Promise<string> => (await page.locator('pre').textContent()) ?? '';
      await page.locator('input').setInputFiles(place);
      await until('it is proven', async () => (await said()).includes('none was changed'));
      const entries = path.join(place, 'entries.ndjson');
      writeFileSync(entries, readFileSync(entries, 'utf8').replace('good.xml', 'evil.xml'));
      await page.locator('input').setInputFiles(place);
      await until('it is found', async () => /entry \d+: its body was changed/.test(await said()));
      expect(await said()).toContain('Broken in');
    } finally {
      await browser.close();
    }
  }, 60_000);
});

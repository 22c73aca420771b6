import { execFile } from 'node:child_process';
import { createWriteStream, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openPromise } from 'yauzl';
import { runSwic, startSwic } from '../support/agent-process.js';
import { brokenDeclaration, declaration } from '../support/documents.js';
import { openPlatform } from '../support/platform.js';
import { until } from '../support/until.js';
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

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SWIC_VERSION } from '@swic/core/version';
import { expect, onTestFinished, test } from 'vitest';
import { runSwic } from '../support/agent-process.js';
import { openHttpReceiver } from '../support/alerts/http-receiver.js';
import { openWorld, type World } from '../support/world.js';

const WRITE_LIST = fileURLToPath(new URL('../../scripts/release/write-list.mjs', import.meta.url));
const writeList = (...words: string[]): string =>
  execFileSync(process.execPath, [WRITE_LIST, ...words], { encoding: 'utf8' });

interface Kept {
  readonly directory: string;
  readonly key: string;
}

/** A list with this version's package and, beside it, one of `1.0.0` to `99.0.0` as it is asked for. */
function keepList(world: World, later: string | null): Kept {
  const directory = path.join(world.directory, '版本 list');
  mkdirSync(directory);
  const name = `swic-${SWIC_VERSION}.tgz`;
  writeFileSync(path.join(directory, name), 'the package');
  const sha256 = createHash('sha256').update('the package').digest('hex');
  writeFileSync(path.join(directory, 'SHA256SUMS'), `${sha256}  ${name}\n${'0'.repeat(64)}  swic.cdx.json\n`);
  const file = path.join(world.directory, 'list.pem');
  const said = writeList('--new-key', file);
  const files = [{ kind: 'deb', name: `swic_${later}_amd64.deb`, sha256: 'b'.repeat(64), bytes: 9 }];
  const releases = later === null ? [] : [{ version: later, date: '2027-01-02', files }];
  writeFileSync(path.join(directory, 'releases.json'), JSON.stringify({ format: 1, releases }));
  writeList('--key', file, '--out', directory);
  return { directory, key: /\['(.+)'\]/.exec(said)?.[1] ?? '' };
}

const configure = (world: World, update: object, more: object = {}): void =>
  writeFileSync(
    world.config,
    JSON.stringify({
      clientId: 'DXPESW0000000001',
      transport: { kind: 'embedded' },
      locale: 'en',
      businesses: { DEC: {} },
      update,
      ...more,
    }),
  );
const open = (): World => openWorld({ transport: 'embedded', businesses: {} });
const serve = (directory: string) =>
  openHttpReceiver(({ path: asked }) => {
    const name = path.basename(asked);
    return { status: 200, body: readFileSync(path.join(directory, name), 'utf8') };
  });

test('a directory with a later version is exit code 1 with its files, and without one 0', async () => {
  await using world = open();
  const { directory, key } = keepList(world, '99.0.0');
  configure(world, { from: directory, keys: [key] });
  const found = await runSwic(world, ['update', 'check']);
  expect(found).toMatchObject({ code: 1, stderr: '' });
  expect(found.stdout).toMatch(/^Version 99\.0\.0 of 2027-01-02 is there; installed is /);
  expect(found.stdout).toContain(`swic_99.0.0_amd64.deb      9  ${'b'.repeat(64)}`);
  const json = await runSwic(world, ['update', 'check', '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({
    isNewer: true,
    isInstalledListed: true,
    latest: { version: '99.0.0' },
  });
  writeList('--key', path.join(world.directory, 'list.pem'), '--out', directory, '--withdraw', '99.0.0');
  expect(await runSwic(world, ['update', 'check'])).toMatchObject({ code: 0, stderr: '' });
  expect((await runSwic(world, ['update', 'check', '--locale', 'zh'])).stdout).toContain('已是最新');
});

test('an address is asked for both files, and what a proxy is named for goes through it', async () => {
  await using world = open();
  const { directory, key } = keepList(world, '99.0.0');
  await using server = await serve(directory);
  configure(world, { from: `${server.url}/swic/`, keys: [key] }, { network: { proxy: 'none' } });
  expect(await runSwic(world, ['update', 'check'])).toMatchObject({ code: 1 });
  expect(server.taken.map(({ path: asked }) => asked).sort()).toEqual([
    '/swic/releases.json',
    '/swic/releases.json.sig',
  ]);

  const asked: string[] = [];
  const proxy = createServer().on('connect', ({ url = '' }, client) => {
    asked.push(url);
    const there = connect(Number(new URL(server.url).port), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      there.pipe(client).pipe(there);
    });
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  onTestFinished(() => void proxy.close());
  const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  configure(world, { from: 'http://list.invalid/swic', keys: [key] }, { network: { proxy: address } });
  expect(await runSwic(world, ['update', 'check'])).toMatchObject({ code: 1 });
  expect(asked).toEqual(['list.invalid:80', 'list.invalid:80']);
});

test.each([
  [
    'one byte of the list is another',
    (dir: string) => alter(dir, 'releases.json', (text) => text.replace('99.0', '98.0')),
  ],
  [
    'the signature is another',
    (dir: string) => alter(dir, 'releases.json.sig', (text) => text.replace(/^..../, 'AAAA')),
  ],
  ['the signature is empty', (dir: string) => alter(dir, 'releases.json.sig', () => '')],
])('where %s, nothing of it is used', async (_, change) => {
  await using world = open();
  const { directory, key } = keepList(world, '99.0.0');
  change(directory);
  configure(world, { from: directory, keys: [key] });
  const found = await runSwic(world, ['update', 'check']);
  expect(found.code).toBe(1);
  expect(found.stdout).toBe('');
  expect(found.stderr).toContain('[update.untrusted]');
});

function alter(directory: string, name: string, change: (text: string) => string): void {
  const file = path.join(directory, name);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

test('a list of another key is not believed, and one of two keys is enough', async () => {
  await using world = open();
  const { directory, key } = keepList(world, '99.0.0');
  const other = /\['(.+)'\]/.exec(writeList('--new-key', path.join(world.directory, 'other.pem')))?.[1] ?? '';
  configure(world, { from: directory, keys: [other] });
  expect((await runSwic(world, ['update', 'check'])).stderr).toContain('[update.untrusted]');
  configure(world, { from: directory, keys: [other, key] });
  expect((await runSwic(world, ['update', 'check'])).stdout).toContain('Version 99.0.0');
});

test('a place that is away, or answers with an error or a redirect, is unreachable', async () => {
  await using world = open();
  const { directory, key } = keepList(world, null);
  configure(world, { from: path.join(directory, 'away'), keys: [key] });
  expect(await runSwic(world, ['update', 'check'])).toMatchObject({ code: 69 });
  for (const status of [302, 404, 500]) {
    await using server = await openHttpReceiver(() => ({ status, body: '' }));
    configure(world, { from: server.url, keys: [key] }, { network: { proxy: 'none' } });
    const found = await runSwic(world, ['update', 'check']);
    expect(found).toMatchObject({ code: 69, stdout: '' });
    expect(found.stderr).toContain(String(status));
  }
});

test('without update in the configuration nothing is asked, and a wrong key or address is named by its line', async () => {
  await using world = open();
  expect(await runSwic(world, ['update', 'check'])).toMatchObject({ code: 78 });
  configure(world, { from: 'https://user:pw@example.com/', keys: ['c2hvcnQ='] });
  const { code, stdout, stderr } = await runSwic(world, ['config', 'check']);
  expect(code).toBe(78);
  expect(stdout + stderr).toContain('update.from');
  expect(stdout + stderr).toContain('update.keys.0');
  expect(stdout + stderr).not.toContain('user:pw');
});

test('a downloaded file is of a release only where every byte is', async () => {
  await using world = open();
  const { directory, key } = keepList(world, null);
  configure(world, { from: directory, keys: [key] });
  const file = path.join(directory, `swic-${SWIC_VERSION}.tgz`);
  expect(await runSwic(world, ['update', 'verify', file])).toMatchObject({ code: 0 });
  writeFileSync(file, 'the packagE');
  const found = await runSwic(world, ['update', 'verify', file, '--json']);
  expect(found.code).toBe(1);
  expect(JSON.parse(found.stdout)).toMatchObject({ version: null });
  expect((await runSwic(world, ['update', 'verify', path.join(directory, 'away')])).code).toBe(74);
});

test('a package that is not the one of SHA256SUMS is not put into a list', async () => {
  await using world = open();
  const { directory } = keepList(world, null);
  writeFileSync(path.join(directory, `swic-${SWIC_VERSION}.tgz`), 'swapped');
  expect(() => writeList('--key', path.join(world.directory, 'list.pem'), '--out', directory)).toThrow(/SHA256SUMS/);
});

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BYTES_MAX, findPart, isForbidden, PARTS } from '../../scripts/package/contents.mjs';
import { makePackages } from '../../scripts/package/make-packages.mjs';
import { ROOT } from '../../scripts/package/places.mjs';
import { filesInTarball } from './archive.mjs';

/** What `npm test` checks of the packages: the npm package, twice. The others: `npm run test:packages`. */
const run = promisify(execFile);
let directory: string;
let tarball: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'swic-packages-'));
  for (const name of ['one', 'two'])
    await makePackages({ out: join(directory, name), kinds: ['npm'], say: () => undefined });
  tarball =
    readFileSync(join(directory, 'one', 'SHA256SUMS'), 'utf8')
      .split(/\s+/)
      .find((word) => word.endsWith('.tgz')) ?? '';
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('two runs give the same bytes', () => {
  const [one, two] = ['one', 'two'].map((name) => readFileSync(join(directory, name, 'SHA256SUMS'), 'utf8'));
  expect(one).toMatch(/^[0-9a-f]{64} {2}swic-\S+\.cdx\.json\n[0-9a-f]{64} {2}swic-\S+\.tgz\n$/);
  expect(two).toBe(one);
});

test('the npm package holds what the table says, and nothing else', () => {
  const files = filesInTarball(join(directory, 'one', tarball), 'package/');
  expect(files.filter((file) => findPart('npm', file) === undefined)).toEqual([]);
  expect(files.filter(isForbidden)).toEqual([]);
  const filled = new Set(files.map((file) => findPart('npm', file)?.path));
  expect(PARTS.filter(({ path, kinds }) => kinds.includes('npm') && !filled.has(path))).toEqual([]);
});

test('the npm package keeps to its size', () => {
  expect(statSync(join(directory, 'one', tarball)).size).toBeLessThan(BYTES_MAX.npm);
});

test('swic demo runs from the npm package, outside of a checkout', async () => {
  const home = join(directory, 'home');
  mkdirSync(home);
  await run('tar', ['--extract', '--gzip', '--file', join(directory, 'one', tarball), '--directory', home]);
  // What npm would install beside it, from here.
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  const options = { cwd: home, env: { ...process.env, LC_ALL: 'C' } };
  const { stdout } = await run(process.execPath, ['package/bin/swic.cjs', 'demo', '--once'], options);
  expect(stdout).toMatch(/^DEC .* 5 +1 +0 +\d+$/m);
}, 60_000);

test.each([
  ['packages/core/src/index.ts', 'a source'],
  ['lib/bell.test.js', 'a test'],
  ['lib/main.js.map', 'a map'],
  ['node_modules/typescript/lib/tsc.js', 'a tool'],
])('%s would be refused: it is %s', (path) => {
  expect(isForbidden(path)).toBe(true);
});

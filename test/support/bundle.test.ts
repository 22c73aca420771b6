import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bundlesIn, findBundle, nameOfBuild } from '../../packages/agent/bin/bundle.cjs';

let packages: string;

beforeEach(() => {
  packages = mkdtempSync(join(tmpdir(), 'swic-bundle-'));
  for (const name of ['core', 'card-ffi', 'desk', 'tui', 'web', 'agent']) {
    mkdirSync(join(packages, name, 'dist'), { recursive: true });
    writeFileSync(join(packages, name, 'dist', '.tsbuildinfo'), '{}');
  }
});
afterEach(() => rmSync(packages, { recursive: true, force: true }));

test('the bundle of this build is found', () => {
  expect(findBundle(packages)).toBeNull();
  const own = join(bundlesIn(packages), nameOfBuild(packages));
  mkdirSync(own, { recursive: true });
  expect(findBundle(packages)).toBe(own);
});

test.each(['core', 'card-ffi', 'desk', 'tui', 'web', 'agent'])(
  'after a build of %s alone the bundle is of another build and not run',
  (name) => {
    mkdirSync(join(bundlesIn(packages), nameOfBuild(packages)), { recursive: true });
    expect(findBundle(packages)).not.toBeNull();
    const later = new Date(Date.now() + 1_000);
    utimesSync(join(packages, name, 'dist', '.tsbuildinfo'), later, later);
    expect(findBundle(packages)).toBeNull();
  },
);

test('a product without the notes of the compiler runs as it was built', () => {
  mkdirSync(join(bundlesIn(packages), nameOfBuild(packages)), { recursive: true });
  rmSync(join(packages, 'tui', 'dist', '.tsbuildinfo'));
  expect(findBundle(packages)).toBeNull();
});

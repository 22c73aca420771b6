import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/package/places.mjs';
import { checkVersion, compare, lockWith } from '../../scripts/release/changes.mjs';

/** What a release reads and writes, in a repository of its own. */
const SOURCE = 'packages/core/src/contract/version.ts';
const FILES = ['package.json', 'package-lock.json', 'CHANGELOG.md', 'scripts/release', SOURCE];
const who = {
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};
const env = { ...process.env, ...who, GIT_CONFIG_GLOBAL: '/dev/null' };
let clone: string;

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'swic-release-'));
  const manifests = readdirSync(join(ROOT, 'packages')).map((name) => `packages/${name}/package.json`);
  for (const file of [...FILES, ...manifests]) cpSync(join(ROOT, file), join(clone, file), { recursive: true });
  writeFileSync(
    join(clone, 'CHANGELOG.md'),
    '# Changelog\n\n## Unreleased\n\n- Something.\n\n## 0.0.1 (2026-01-01)\n\n- x\n',
  );
  git('init', '--quiet');
  commit();
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

const git = (...words: string[]): string => execFileSync('git', words, { cwd: clone, encoding: 'utf8', env }).trim();
const commit = (): void => {
  git('add', '--all');
  git('commit', '--quiet', '--message', 'x');
};
const release = (...words: string[]): { readonly code: number | null; readonly text: string } => {
  const line = ['scripts/release/main.mjs', '--kinds', 'none', '--date', '2026-12-01', ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, line, { cwd: clone, encoding: 'utf8', env });
  return { code: status, text: stdout + stderr };
};
const read = (file: string): string => readFileSync(join(clone, file), 'utf8');

describe('a release', () => {
  test('writes the version everywhere, heads the changelog, commits and tags', () => {
    expect(release('9.1.0')).toMatchObject({ code: 0 });
    expect(read('CHANGELOG.md')).toContain('# Changelog\n\n## 9.1.0 (2026-12-01)\n\n- Something.\n');
    expect(read(SOURCE)).toContain("VERSION = '9.1.0'");
    const agent = JSON.parse(read('packages/agent/package.json'));
    expect([agent.version, agent.dependencies['@swic/core']]).toEqual(['9.1.0', '9.1.0']);
    expect(JSON.parse(read('package-lock.json')).packages['packages/core'].version).toBe('9.1.0');
    expect(git('tag', '--points-at', 'HEAD')).toBe('v9.1.0');
    expect(git('log', '-1', '--format=%s')).toBe('Release 9.1.0');
    expect(git('status', '--porcelain')).toBe('');
  });

  test('that is only tried changes nothing and says what it would do', () => {
    const head = git('rev-parse', 'HEAD');
    const { code, text } = release('9.1.0', '--dry-run');
    expect([code, text]).toEqual([0, expect.stringContaining('would change CHANGELOG.md')]);
    expect([git('rev-parse', 'HEAD'), git('status', '--porcelain'), git('tag', '--list')]).toEqual([head, '', '']);
  });

  test('is refused with a wrong version, a change that is not committed, a tag that exists, and nothing to release', () => {
    expect(release('1.0')).toEqual({ code: 1, text: expect.stringContaining('is not a version') });
    expect(git('status', '--porcelain')).toBe('');
    writeFileSync(join(clone, 'left.txt'), 'x');
    expect(release('9.1.0').text).toContain('changes that are not committed');
    commit();
    git('tag', 'v9.1.0');
    expect(release('9.1.0').text).toContain('the tag v9.1.0 exists');
    writeFileSync(join(clone, 'CHANGELOG.md'), '# Changelog\n\n## Unreleased\n\n## 0.0.1 (2026-01-01)\n\n- x\n');
    commit();
    expect(release('9.2.0').text).toContain('nothing to release');
  });

  test('takes its commit back where the packages or the tag cannot be made', () => {
    const head = git('rev-parse', 'HEAD');
    const hook = join(clone, '.git/hooks/reference-transaction');
    writeFileSync(hook, '#!/bin/sh\n[ "$1" = prepared ] && grep -q refs/tags/ && exit 1\nexit 0\n', { mode: 0o755 });
    expect(release('9.1.0')).toEqual({ code: 1, text: expect.stringContaining('everything is as before') });
    expect([git('rev-parse', 'HEAD'), git('status', '--porcelain')]).toEqual([head, '']);
  });
});

test.each([
  ['v1.0.0', 'is not a version'],
  ['01.0.0', 'is not a version'],
  ['0.9.0', 'does not come after 1.0.0'],
  ['1.0.0', 'does not come after 1.0.0'],
])('a release of %s after 1.0.0 is refused', (version, why) => {
  expect(() => checkVersion(version, '1.0.0', '## 1.0.0 (2026-01-01)\n')).toThrow(why);
});

test('the version of package.json can be released where it has not been', () => {
  expect(() => checkVersion('1.0.0', '1.0.0', '## Unreleased\n')).not.toThrow();
});

test('versions follow each other as semantic versions do', () => {
  const order = ['0.1.0', '0.2.0-rc.2', '0.2.0-rc.10', '0.2.0', '0.10.0', '1.0.0'];
  expect([...order].reverse().sort(compare)).toEqual(order);
});

test('a lock file with the version of now is the one that npm wrote', () => {
  const text = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
  expect(lockWith(text, JSON.parse(text).version)).toBe(text);
});

import { expect, test } from 'vitest';
import { releaseOf } from '../../scripts/package/release.mjs';

test('the topmost release of the changelog gives version and day', () => {
  expect(releaseOf('# Changelog\n\n## 1.2.0 (2026-12-01)\n\n- x\n\n## 1.1.0 (2026-11-01)\n')).toEqual({
    version: '1.2.0',
    date: '2026-12-01',
  });
});

test.each([
  ['changes since', '## Unreleased\n\n- x\n\n## 1.1.0 (2026-11-01)\n'],
  ['no release yet', '# Changelog\n'],
])('with %s it is not released', (_, changelog) => {
  expect(releaseOf(changelog)).toBeNull();
});

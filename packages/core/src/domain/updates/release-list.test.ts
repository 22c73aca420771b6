import { expect, test } from 'vitest';
import { latestOf, parseReleaseList } from './release-list.js';

const FILE = { kind: 'deb', name: 'swic_1.2.0_amd64.deb', sha256: 'a'.repeat(64), bytes: 7 };
const RELEASE = { version: '1.2.0', date: '2026-12-05', files: [FILE] };
const listOf = (releases: unknown, format: unknown = 1): string => JSON.stringify({ format, releases });

test('a list is read, also with members and kinds of files of a later version', () => {
  const later = { ...RELEASE, notes: 'x', files: [{ ...FILE, kind: 'msix', mirror: 'y' }] };
  expect(parseReleaseList(JSON.stringify({ format: 1, releases: [later], more: 1 }))).toEqual([
    { ...RELEASE, files: [{ ...FILE, kind: 'msix' }] },
  ]);
  expect(parseReleaseList(listOf([]))).toEqual([]);
});

test.each([
  ['no JSON', '{'],
  ['another format', listOf([RELEASE], 2)],
  ['no releases', '{"format":1}'],
  ['a version that is none', listOf([{ ...RELEASE, version: '1.2' }])],
  ['a day that is none', listOf([{ ...RELEASE, date: 'soon' }])],
  ['a name that leads into another directory', listOf([{ ...RELEASE, files: [{ ...FILE, name: '../x.deb' }] }])],
  ['a name with a control code', listOf([{ ...RELEASE, files: [{ ...FILE, name: 'a\u001b[2J' }] }])],
  ['a sum that is none', listOf([{ ...RELEASE, files: [{ ...FILE, sha256: 'A'.repeat(64) }] }])],
  ['a size that is none', listOf([{ ...RELEASE, files: [{ ...FILE, bytes: -1 }] }])],
  ['null for a release', listOf([null])],
])('%s is no list', (_, text) => {
  expect(parseReleaseList(text)).toBeNull();
});

test('the latest is the highest version, not the first of the list, and 1.10 comes after 1.9', () => {
  const versions = ['1.9.9', '1.10.0', '1.2.30'].map((version) => ({ ...RELEASE, version }));
  expect(latestOf(versions)?.version).toBe('1.10.0');
  expect(latestOf([])).toBeNull();
});

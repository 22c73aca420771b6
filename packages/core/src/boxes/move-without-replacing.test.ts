import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeDirectory } from '../../../../test/support/boxes/box-world.js';
import { moveWithoutReplacing } from './move-without-replacing.js';

test('a finished file gets its name', () => {
  using directory = makeDirectory();
  writeFileSync(join(directory.path, 'a.part'), 'whole');
  expect(moveWithoutReplacing(join(directory.path, 'a.part'), join(directory.path, 'a'))).toBe(true);
  expect(readdirSync(directory.path)).toEqual(['a']);
  expect(readFileSync(join(directory.path, 'a'), 'utf8')).toBe('whole');
});

test('a file that has the name stays as it is, and so does the other', () => {
  using directory = makeDirectory();
  writeFileSync(join(directory.path, 'a.part'), 'new');
  writeFileSync(join(directory.path, 'a'), 'old');
  expect(moveWithoutReplacing(join(directory.path, 'a.part'), join(directory.path, 'a'))).toBe(false);
  expect(readFileSync(join(directory.path, 'a'), 'utf8')).toBe('old');
  expect(readFileSync(join(directory.path, 'a.part'), 'utf8')).toBe('new');
});

test('what else is wrong is thrown', () => {
  using directory = makeDirectory();
  expect(() => moveWithoutReplacing(join(directory.path, 'gone'), join(directory.path, 'a'))).toThrow(/ENOENT/);
});

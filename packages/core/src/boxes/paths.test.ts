import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { directoriesIn, makeDirectory } from '../../../../test/support/boxes/box-world.js';
import { boxesBelow, ensureBoxes, existingFolder } from './paths.js';

test('missing boxes are made, with everything above them', () => {
  using root = makeDirectory();
  const directories = boxesBelow(join(root.path, 'boxes', 'Deccus001'));
  ensureBoxes(directories);
  ensureBoxes(directories);
  expect(readdirSync(join(root.path, 'boxes', 'Deccus001')).sort()).toEqual([
    'FailBox',
    'InBox',
    'OutBox',
    'SentBox',
    'TempBox',
  ]);
});

test('a folder that is there in another casing is used as it is written', () => {
  using root = makeDirectory();
  mkdirSync(join(root.path, 'deccus001', 'OUTBOX'), { recursive: true });
  expect(existingFolder(root.path, 'Deccus001')).toBe(join(root.path, 'deccus001'));
  const { outBox, sentBox } = boxesBelow(existingFolder(root.path, 'Deccus001'));
  expect(outBox).toBe(join(root.path, 'deccus001', 'OUTBOX'));
  expect(sentBox).toBe(join(root.path, 'deccus001', 'SentBox'));
  mkdirSync(join(root.path, 'Deccus001'));
  expect(existingFolder(root.path, 'Deccus001')).toBe(join(root.path, 'Deccus001'));
});

test('two boxes that are one directory are refused, whatever they are called', () => {
  using root = makeDirectory();
  const directories = directoriesIn(root.path);
  mkdirSync(directories.outBox);
  symlinkSync(directories.outBox, directories.sentBox);
  expect(() => ensureBoxes(directories)).toThrow(expect.objectContaining({ code: 'config.invalid' }));
});

test('a box whose place is taken by a file says so', () => {
  using root = makeDirectory();
  writeFileSync(join(root.path, 'OutBox'), 'x');
  expect(() => ensureBoxes(directoriesIn(root.path))).toThrow(expect.objectContaining({ code: 'disk.failed' }));
});

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { makeDirectory } from '../../../../test/support/boxes/box-world.js';
import { filesUnder } from './files-under.js';

test('a link to a directory is not entered, so that a link to a parent has an end and no file is found twice', () => {
  using root = makeDirectory();
  const box = join(root.path, 'box');
  mkdirSync(join(box, '20261123'), { recursive: true });
  mkdirSync(join(root.path, 'elsewhere'));
  for (const file of ['box/a.xml', 'box/20261123/b.xml', 'elsewhere/c.xml']) writeFileSync(join(root.path, file), 'x');
  symlinkSync(join(root.path, 'elsewhere'), join(box, 'linked'), 'junction');
  symlinkSync(box, join(box, '20261123', 'up'), 'junction');
  const found = [...filesUnder(box)].map((file) => relative(box, file)).sort();
  expect(found).toEqual([join('20261123', 'b.xml'), 'a.xml']);
});

test('a directory that is not there is told', () => {
  using root = makeDirectory();
  expect(() => [...filesUnder(join(root.path, 'none'))]).toThrow(expect.objectContaining({ code: 'ENOENT' }));
});

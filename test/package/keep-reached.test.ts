import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { keepReached } from '../../scripts/package/keep-reached.mjs';

test('of a library stays what its entry leads to, in circles too, and whatever is no module', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'swic-reached-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  mkdirSync(path.join(directory, 'inner'));
  const files = {
    'entry.mjs': 'export { one } from "./inner/one.mjs";',
    'inner/one.mjs': "import { two } from '../two.mjs';\nexport const one = two;",
    'two.mjs': "import { one } from './inner/one.mjs';\nexport const two = () => one;",
    'three.mjs': "export { one } from './inner/one.mjs';",
    'inner/four.mjs': '',
    'package.json': '{}',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(directory, name), text);
  keepReached(directory, 'entry.mjs');
  expect(readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort()).toEqual([
    'entry.mjs',
    'inner',
    path.join('inner', 'one.mjs'),
    'package.json',
    'two.mjs',
  ]);
  keepReached(path.join(directory, 'not-there'), 'entry.mjs');
});

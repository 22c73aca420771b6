import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { chooseProduction, keepNamed, keepReached } from '../../scripts/package/keep-reached.mjs';

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

test('of the index of a library stay the names that other packages import, from where they are', () => {
  const modules = mkdtempSync(path.join(tmpdir(), 'swic-named-'));
  onTestFinished(() => rmSync(modules, { recursive: true, force: true }));
  mkdirSync(path.join(modules, 'kit'));
  mkdirSync(path.join(modules, 'ink', 'build'), { recursive: true });
  const index = path.join(modules, 'kit', 'index.mjs');
  const write = (): void =>
    writeFileSync(
      index,
      "import { throttle } from './throttle.mjs';\nimport { each as all, map } from './each.mjs';\nexport { all as each, map, throttle, lost };\n",
    );
  write();
  const use = path.join(modules, 'ink', 'build', 'ink.js');
  writeFileSync(use, "import { throttle, each as loop } from 'kit/all';\nimport { map } from 'other';\n");
  const which = { library: 'kit', specifier: 'kit/all', index: 'index.mjs' };
  keepNamed(modules, which);
  expect(readFileSync(index, 'utf8')).toBe(
    "export { each as each } from './each.mjs';\nexport { throttle as throttle } from './throttle.mjs';\n",
  );
  write();
  writeFileSync(use, "import { lost } from 'kit/all';\n");
  expect(() => keepNamed(modules, which)).toThrow(/says not where lost is from/);
});

test('an entry of React names what is in the package, so that ink can import it by name', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'swic-react-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const entry = path.join(directory, 'constants.js');
  const real = path.join(import.meta.dirname, '../../node_modules/react-reconciler/constants.js');
  writeFileSync(entry, readFileSync(real, 'utf8'));
  chooseProduction(directory);
  const text = readFileSync(entry, 'utf8');
  expect(text).toContain("module.exports = require('./cjs/react-reconciler-constants.production.js');");
  expect(text).not.toMatch(/development|NODE_ENV/);
});

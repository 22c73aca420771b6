import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/package/places.mjs';
import { vendorIbmMq } from '../../scripts/package/vendor-ibmmq.mjs';

const require = createRequire(import.meta.url);
const SOURCE = join(ROOT, 'node_modules/ibmmq');
const TABLES = ['mqidefs_linuxIntel.js', 'mqidefs_windows.js'];
let directory: string;
const placeOf = (name: string): string => join(directory, name, 'node_modules/ibmmq');

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'swic-vendor-'));
  await vendorIbmMq(join(directory, 'both'));
  await vendorIbmMq(join(directory, 'windows'), ['win32-x64']);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('the IBM MQ binding of a package', () => {
  test.each(TABLES)('has every constant of %s that IBM gives, with its value', (name) => {
    expect(require(join(placeOf('both'), 'lib', name))).toEqual(require(join(SOURCE, 'lib', name)));
  });

  test('has in a package of one platform the table of that one, whole', () => {
    const own = readdirSync(join(placeOf('windows'), 'lib')).filter((name) => name.startsWith('mqidefs_'));
    expect(own).toEqual(['mqidefs_windows.js']);
    const [table = ''] = own.map((name) => join(placeOf('windows'), 'lib', name));
    expect(require(table)).toEqual(require(join(SOURCE, 'lib/mqidefs_windows.js')));
  });

  test('names the licence in each of its files, and each can be parsed', () => {
    const lib = join(placeOf('both'), 'lib');
    for (const name of readdirSync(lib)) {
      const own = /Copyright \(c\) .*/.exec(readFileSync(join(SOURCE, 'lib', name), 'utf8'))?.[0] ?? '';
      expect(readFileSync(join(lib, name), 'utf8'), name).toContain(own);
      expect(() => new Script(`(function () {${readFileSync(join(lib, name), 'utf8')}\n})`), name).not.toThrow();
      expect(readFileSync(join(lib, name), 'utf8'), name).toContain('Apache License');
    }
  });
});

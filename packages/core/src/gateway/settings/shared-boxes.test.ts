import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseConfig } from '../../config/load.js';
import { businessKey } from '../../domain/document.js';
import type { Directories } from './directories.js';
import { type Placed, refuseSharedBoxes, sharedBoxProblems } from './shared-boxes.js';

let root: string;
beforeEach(() => (root = mkdtempSync(path.join(tmpdir(), 'swic-shared-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

function placed(key: string, changes: Partial<Directories> = {}, isReceiveOnly = false): Placed {
  const at = (box: string): string => path.join(root, key, box);
  const own = { outBox: at('O'), sentBox: at('S'), inBox: at('I'), failBox: at('F'), tempBox: at('T') };
  const directories = { ...own, ...changes };
  for (const directory of Object.values(directories)) mkdirSync(directory, { recursive: true });
  return { definition: { key: businessKey(key), isReceiveOnly }, directories };
}

test('two businesses with one TempBox do not start: each would send what the other had in it', () => {
  const first = placed('DEC');
  const second = placed('NPTS', { tempBox: first.directories.tempBox });
  expect(() => refuseSharedBoxes(second, [first])).toThrow(/config\.invalid/);
});

test('a SentBox that is the OutBox of another business is refused, through a link too, in either order', () => {
  const first = placed('DEC');
  const link = path.join(root, 'link');
  symlinkSync(first.directories.outBox, link, 'junction');
  const second = placed('NPTS', { sentBox: link });
  expect(() => refuseSharedBoxes(second, [first])).toThrow(/config\.invalid/);
  expect(() => refuseSharedBoxes(first, [second])).toThrow(/config\.invalid/);
});

test('an InBox may be shared, and so may boxes that do not exist yet or that nothing is taken from', () => {
  const first = placed('DEC');
  refuseSharedBoxes(placed('NPTS', { inBox: first.directories.inBox }), [first, placed('RMFT')]);
  refuseSharedBoxes(placed('SAS', { outBox: first.directories.outBox }, true), [first]);
  const away = placed('MFT');
  rmSync(path.join(root, 'MFT'), { recursive: true });
  refuseSharedBoxes(away, [first, away]);
});

test('a configuration in which two businesses share boxes is not called valid before its boxes are made either', () => {
  const problemsOf = (second: string): readonly string[] => {
    const text = `clientId: DXPESW0000000001\ntransport: { kind: embedded }\nbusinesses:\n  DEC: { boxes: { root: ./one } }\n  NPTS: { boxes: { root: ./${second} } }\n`;
    const result = parseConfig(text, path.join(root, 'swic.yaml'));
    if (result.outcome === 'invalid') throw new Error(JSON.stringify(result.problems));
    return sharedBoxProblems(result.loaded).map(({ level, path: at, zh }) => `${level} ${at} ${zh}`);
  };
  expect(problemsOf('one')).toEqual([expect.stringMatching(/^error businesses.NPTS 与业务 DEC 共用目录 .*one/)]);
  expect(problemsOf('two')).toEqual([]);
});

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesBelow, makeDirectory } from '../../../../test/support/boxes/box-world.js';
import { createManualClock } from '../../../../test/support/boxes/manual-clock.js';
import { filedName } from '../domain/naming.js';
import { cleanSentBox } from './retention.js';

const never = new AbortController().signal;
/** 12:00 in China. */
const NOON_MS = Date.UTC(2026, 10, 23, 4);

function put(root: string, ...files: readonly string[]): void {
  for (const file of files) {
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), 'x');
  }
}

const all = async (_day: string, names: readonly string[]): Promise<ReadonlySet<string>> => new Set(names);

test('days that ended more than seven days ago go, and only files named as ours', async () => {
  using root = makeDirectory();
  const own = filedName('进口.xml', NOON_MS).name;
  put(
    root.path,
    `20261115/${own}`,
    '20261115/a_20261115104158048.zip',
    `20261114/${own}`,
    '20261114/notes.txt',
    `20261116/${own}`,
    `20261123/${own}`,
    `archive/${own}`,
    `20261341/${own}`,
    own,
  );
  mkdirSync(join(root.path, '20261114', 'a_20261114104158048.xml'));
  symlinkSync(join(root.path, 'archive'), join(root.path, '20261113'));
  const cleaned = await cleanSentBox(
    { sentBox: root.path, keepDays: 7, utcOffsetMinutes: 480, filedOn: all },
    createManualClock(NOON_MS),
    never,
  );
  expect(cleaned).toEqual({ files: 3, directories: 1, olderThanMs: NOON_MS - 7 * 86_400_000 });
  expect(filesBelow(root.path)).toEqual(
    [
      '20261113',
      '20261114/notes.txt',
      `20261116/${own}`,
      `20261123/${own}`,
      `20261341/${own}`,
      `archive/${own}`,
      own,
    ].sort(),
  );
});

test('every file is kept for whole days', async () => {
  using root = makeDirectory();
  put(root.path, '20261122/a_20261122235959999.xml');
  const settings = { sentBox: root.path, keepDays: 1, utcOffsetMinutes: 480, filedOn: all };
  const midnightMs = Date.UTC(2026, 10, 23, 16);
  expect((await cleanSentBox(settings, createManualClock(midnightMs - 1), never)).files).toBe(0);
  expect((await cleanSentBox(settings, createManualClock(midnightMs), never)).files).toBe(1);
});

test('zero days keep for ever, and a missing SentBox is said to be missing', async () => {
  using root = makeDirectory();
  put(root.path, '20200101/a_20200101104158048.xml');
  const clock = createManualClock(NOON_MS);
  const settings = { sentBox: root.path, keepDays: 0, utcOffsetMinutes: 480, filedOn: all };
  expect((await cleanSentBox(settings, clock, never)).files).toBe(0);
  const missing = { ...settings, sentBox: join(root.path, 'nowhere'), keepDays: 1 };
  await expect(cleanSentBox(missing, clock, never)).rejects.toMatchObject({ code: 'disk.missing' });
});

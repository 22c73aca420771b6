import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tryLock } from './lock.js';
import { createQueueDirectory, type QueueDirectory, queueDirectory } from './queue-directory.js';

let root: string;
let queue: QueueDirectory;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'swic-lock-'));
  queue = queueDirectory(root, 'SW.RECV');
  await createQueueDirectory(queue);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a lock is held once, in this process too, and again after it was released', async () => {
  const first = await tryLock(queue);
  expect(await tryLock(queue)).toBeNull();
  await first?.release();
  const second = await tryLock(queue);
  expect(second).not.toBeNull();
  await second?.release();
});

test('a lock whose files a power failure has broken is repaired', async () => {
  await (await tryLock(queue))?.release();
  for (const name of readdirSync(queue.lock)) writeFileSync(join(queue.lock, name), 'rubbish');
  const lock = await tryLock(queue);
  expect(lock).not.toBeNull();
  await lock?.release();
});

test('queues of any name have directories of their own, inside the one they belong to', () => {
  const names = [
    'SW.SEND',
    'sw.send',
    '../../etc',
    '..',
    '',
    '进口',
    '出口',
    'con',
    'a/b',
    'a\\b',
    'x'.repeat(300),
    `${'x'.repeat(300)}y`,
  ];
  const directories = names.map((name) => queueDirectory(root, name).root);
  expect(new Set(directories.map((directory) => directory.toLowerCase())).size).toBe(names.length);
  for (const directory of directories) {
    expect(join(directory, '..')).toBe(root);
    mkdirSync(directory, { recursive: true });
  }
});

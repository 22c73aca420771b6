import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeDirectory } from '../../../../../test/support/boxes/box-world.js';
import { businessKey } from '../../domain/document.js';
import { stoppedFlowsIn } from './stopped-flows.js';

const send = { business: businessKey('DEC'), direction: 'send' } as const;
const receive = { business: businessKey('DEC'), direction: 'receive' } as const;

const by = 'operator@host';

test('a flow that a person has stopped is stopped after a restart, since the first word and by that person, until a person starts it', async () => {
  using directory = makeDirectory();
  await stoppedFlowsIn(directory.path).note(send, { sinceMs: 5_000, by });
  await stoppedFlowsIn(directory.path).note(send, { sinceMs: 9_000, by: 'another@host' });
  const later = stoppedFlowsIn(directory.path);
  expect([later.find(send), later.find(receive)]).toEqual([{ sinceMs: 5_000, by }, null]);
  expect(later.all()).toEqual([{ flow: send, sinceMs: 5_000, by }]);
  await later.forget(send);
  await later.forget(receive);
  expect(stoppedFlowsIn(directory.path).find(send)).toBeNull();
  expect(stoppedFlowsIn(directory.path).all()).toEqual([]);
});

test('a word whose time was lost in a power cut still counts, and so does one of before it was kept who said it', async () => {
  using directory = makeDirectory();
  await stoppedFlowsIn(directory.path).note(send, { sinceMs: 5_000, by });
  writeFileSync(join(directory.path, 'stopped', 'DEC.send'), '');
  expect(stoppedFlowsIn(directory.path).find(send)).toEqual({ sinceMs: 0, by: null });
  writeFileSync(join(directory.path, 'stopped', 'DEC.send'), '5000\n');
  expect(stoppedFlowsIn(directory.path).find(send)).toEqual({ sinceMs: 5_000, by: null });
});

test('a data directory that is away is not made anew by a word: its place stays free', async () => {
  using directory = makeDirectory();
  const dataDir = join(directory.path, 'away');
  await expect(stoppedFlowsIn(dataDir).note(send, { sinceMs: 1, by })).rejects.toMatchObject({ code: 'disk.missing' });
  expect(existsSync(dataDir)).toBe(false);
});

test('on a disk that is full the name of the file alone is the word that a flow is stopped', async ({ skip }) => {
  using directory = makeDirectory();
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', directory.path]).status !== 0)
    return skip('needs the right to mount');
  try {
    mkdirSync(join(directory.path, 'stopped'));
    expect(() => writeFileSync(join(directory.path, 'full'), Buffer.alloc(100_000))).toThrow('ENOSPC');
    const stopped = stoppedFlowsIn(directory.path);
    await stopped.note(send, { sinceMs: 5_000, by });
    expect(stopped.find(send)).toEqual({ sinceMs: 0, by: null });
    expect(stopped.find(receive)).toBeNull();
  } finally {
    spawnSync('umount', [directory.path]);
  }
});

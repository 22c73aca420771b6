import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeDirectory } from '../../../../../test/support/boxes/box-world.js';
import { businessKey } from '../../domain/document.js';
import { stoppedFlowsIn } from './stopped-flows.js';

const send = { business: businessKey('DEC'), direction: 'send' } as const;
const receive = { business: businessKey('DEC'), direction: 'receive' } as const;

test('a flow that a person has stopped is stopped after a restart, since the first word, until a person starts it', async () => {
  using directory = makeDirectory();
  await stoppedFlowsIn(directory.path).note(send, 5_000);
  await stoppedFlowsIn(directory.path).note(send, 9_000);
  const later = stoppedFlowsIn(directory.path);
  expect([later.since(send), later.since(receive)]).toEqual([5_000, null]);
  await later.forget(send);
  await later.forget(receive);
  expect(stoppedFlowsIn(directory.path).since(send)).toBeNull();
});

test('a word whose time was lost in a power cut still counts', async () => {
  using directory = makeDirectory();
  await stoppedFlowsIn(directory.path).note(send, 5_000);
  writeFileSync(join(directory.path, 'stopped', 'DEC.send'), '');
  expect(stoppedFlowsIn(directory.path).since(send)).not.toBeNull();
});

test('a data directory that is away is not made anew by a word: its place stays free', async () => {
  using directory = makeDirectory();
  const dataDir = join(directory.path, 'away');
  await expect(stoppedFlowsIn(dataDir).note(send, 1)).rejects.toMatchObject({ code: 'disk.missing' });
  expect(existsSync(dataDir)).toBe(false);
});

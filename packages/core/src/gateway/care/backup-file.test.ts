import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeDirectory } from '../../../../../test/support/boxes/box-world.js';
import type { LedgerEntry } from '../../ports/ledger.js';
import { type BackupHeader, readBackupFile, writeBackupFile } from './backup-file.js';

const header: BackupHeader = {
  swic: 'backup',
  version: 1,
  schema: 1,
  madeMs: 0,
  installation: null,
  configuration: 'clientId: DXPESW0000000001\n',
};

async function* slicesThen(act: () => void): AsyncGenerator<readonly LedgerEntry[]> {
  yield [{ key: 'm!schema', value: '1' }];
  act();
}

test('a backup does not replace a file that was made under its name while it was written', async () => {
  using directory = makeDirectory();
  const file = join(directory.path, 'swic.backup');
  const writing = writeBackupFile(
    file,
    header,
    slicesThen(() => writeFileSync(file, 'of another program')),
  );
  await expect(writing).rejects.toMatchObject({ code: 'config.exists' });
  expect(readFileSync(file, 'utf8')).toBe('of another program');
  expect(readdirSync(directory.path)).toEqual(['swic.backup']);
});

test('a backup into a directory that is not there names the directory, and no box', async () => {
  using root = makeDirectory();
  const directory = join(root.path, '备份 2026');
  const slices = slicesThen(() => undefined);
  await expect(writeBackupFile(join(directory, 'swic.backup'), header, slices)).rejects.toMatchObject({
    code: 'command.not-found',
    detail: { directory },
  });
  expect(readdirSync(root.path)).toEqual([]);
});

test('a backup that fails removes no file but its own', async () => {
  using directory = makeDirectory();
  const file = join(directory.path, 'swic.backup');
  writeFileSync(`${file}.part`, 'of another program');
  const failing = slicesThen(() => {
    throw new Error('the ledger went away');
  });
  await expect(writeBackupFile(file, header, failing)).rejects.toThrow();
  expect(readdirSync(directory.path)).toEqual(['swic.backup.part']);
});

test('a directory is no backup', async () => {
  using directory = makeDirectory();
  const reading = readBackupFile(directory.path)[Symbol.asyncIterator]();
  await expect(reading.next()).rejects.toMatchObject({ code: 'backup.broken' });
});

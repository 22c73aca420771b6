import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { demandPrivate } from '../control/address.js';
import { takeDataDirectory } from './data-directory.js';

function inDirectory(work: (directory: string) => void): void {
  const directory = mkdtempSync(path.join(tmpdir(), 'swic-data-'));
  try {
    work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const modeOf = (directory: string): number => statSync(directory).mode & 0o777;

// Windows has no modes.
describe.skipIf(process.platform === 'win32')('the data directory', () => {
  test('is made for its owner alone', () => {
    inDirectory((directory) => {
      const dataDir = path.join(directory, 'data');
      expect(takeDataDirectory(dataDir)).toEqual([]);
      expect(modeOf(dataDir)).toBe(0o700);
    });
  });

  test('of mode 0777 is closed, with the directories in it, and that is told', () => {
    inDirectory((directory) => {
      const ledger = path.join(directory, 'ledger');
      mkdirSync(ledger);
      chmodSync(ledger, 0o777);
      chmodSync(directory, 0o777);
      expect(takeDataDirectory(directory)).toEqual([
        { path: directory, mode: '777' },
        { path: ledger, mode: '777' },
      ]);
      expect([modeOf(directory), modeOf(ledger)]).toEqual([0o755, 0o755]);
      expect(takeDataDirectory(directory)).toEqual([]);
    });
  });

  test('that is closed itself says nothing of directories in it that a mask has left open, and closes them', () => {
    inDirectory((directory) => {
      const ledger = path.join(directory, 'ledger');
      mkdirSync(ledger);
      chmodSync(ledger, 0o770);
      chmodSync(directory, 0o700);
      expect(takeDataDirectory(directory)).toEqual([]);
      expect(modeOf(ledger)).toBe(0o750);
    });
  });

  test('that is a file, or below one, is a fault of the disk and no internal error', () => {
    inDirectory((directory) => {
      const file = path.join(directory, 'file');
      writeFileSync(file, '');
      expect(() => takeDataDirectory(file)).toThrow(/disk\./);
      expect(() => takeDataDirectory(path.join(file, 'data'))).toThrow(/disk\./);
    });
  });

  test('a shared place is used only when it is no link, ours and closed', () => {
    inDirectory((directory) => {
      const open = path.join(directory, 'open');
      const link = path.join(directory, 'link');
      mkdirSync(open, { mode: 0o755 });
      symlinkSync(directory, link);
      for (const refused of [open, link, path.join(directory, 'none')])
        expect(() => demandPrivate(refused)).toThrow(expect.objectContaining({ code: 'control.refused' }));
      demandPrivate(directory);
    });
  });
});

import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** A backup that was made by itself, before a ledger was brought to a later format. */
export interface AutomaticBackup {
  /** Absolute. */
  readonly file: string;
  /** Of the ledger that is in it. */
  readonly format: number;
}

const DIRECTORY = 'backups';
const NAME = /^ledger-format-(\d+)-(\d{17})\.backup$/;

/** Beside the ledger. */
export const automaticBackupsOf = (ledger: string): string => path.join(path.dirname(ledger), DIRECTORY);

/** `stamp`: 17 digits, so that names sort by time. */
export function automaticBackupFile(ledger: string, format: number, stamp: string): string {
  return path.join(automaticBackupsOf(ledger), `ledger-format-${format}-${stamp}.backup`);
}

/** Newest first. */
export function listAutomaticBackups(ledger: string): readonly AutomaticBackup[] {
  const directory = automaticBackupsOf(ledger);
  if (!existsSync(directory)) return [];
  const found = readdirSync(directory).flatMap((name) => {
    const [, format, stamp = ''] = NAME.exec(name) ?? [];
    return format === undefined ? [] : [{ file: path.join(directory, name), format: Number(format), stamp }];
  });
  return found.sort((a, b) => (a.stamp < b.stamp ? 1 : -1)).map(({ file, format }) => ({ file, format }));
}

/** The newest that a program can restore which knows formats up to this one; null = there is none. */
export function findAutomaticBackup(ledger: string, formatMax: number): AutomaticBackup | null {
  return listAutomaticBackups(ledger).find(({ format }) => format <= formatMax) ?? null;
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import type { LedgerNote, LedgerProblem } from '../contract/ledger-care.js';
import { damagedTables, decodeDamage } from './damage.js';
import { codeOf, ledgerFault } from './faults.js';
import { readManifest } from './files/manifest.js';
import { tablesIn } from './files/table-file.js';
import { readWriteLogs } from './files/write-log.js';
import { BATCH_KEY, DAMAGE_KEY, SCHEMA_KEY } from './keys.js';
import { readMark } from './mark.js';
import { holdsLedger } from './open-database.js';
import { readValue } from './read-value.js';

/** What the files of a ledger show without being opened. */
export interface CheckedFiles {
  readonly problems: readonly LedgerProblem[];
  /** What an earlier opening has noted. */
  readonly noted: LedgerNote | null;
  /** Nothing was ever written to it. */
  readonly isEmpty: boolean;
}

/** A running agent replaces files while they are read: then another look shows them whole. */
const LOOKS_MAX = 3;

/**
 * All that is wrong with the files of a ledger. Opens nothing and changes nothing, so it also works where the ledger cannot be
 * opened. Null where none was ever written. Rejects with `disk.*` and `ledger.broken` where files cannot be read at all.
 */
export async function checkLedgerFiles(directory: string): Promise<CheckedFiles | null> {
  const mark = readMark(directory);
  if (!(await holdsLedger(directory))) {
    if (mark === null || mark === 0) return null;
    return { problems: [{ kind: 'missing', file: 'CURRENT', offset: null }], noted: null, isEmpty: true };
  }
  for (let look = 1; ; look += 1) {
    try {
      const checked = checkOnce(directory);
      if (checked.problems.length === 0 || look === LOOKS_MAX) return checked;
    } catch (reason) {
      if (codeOf(reason) !== 'ENOENT' || look === LOOKS_MAX) throw ledgerFault(reason, 'read', directory);
    }
  }
}

/** The version of its records, read from its files; null where they do not say. */
export function ledgerVersion(directory: string): number | null {
  const text = readValue(directory, SCHEMA_KEY);
  return text === null ? null : Number(text);
}

function checkOnce(directory: string): CheckedFiles {
  // Before the logs: they may be written at the same time.
  const mark = readMark(directory) ?? 0;
  const { gaps } = readWriteLogs(directory);
  const batch = Number(readValue(directory, BATCH_KEY) ?? 0);
  const problems: LedgerProblem[] = [
    ...fileProblems(directory),
    ...gaps.map(({ file, offset }) => ({ kind: 'log', file, offset }) as const),
    ...damagedTables(directory, null).map(({ file, offset }) => ({ kind: 'table', file, offset }) as const),
  ];
  if (batch < mark) problems.push({ kind: 'end', file: '', offset: null });
  return { problems, noted: findNote(directory), isEmpty: batch === 0 };
}

function findNote(directory: string): LedgerNote | null {
  const text = readValue(directory, DAMAGE_KEY);
  if (text === null) return null;
  const { noticedMs, isAcknowledged } = decodeDamage(text);
  return { noticedMs, isAcknowledged };
}

function fileProblems(directory: string): readonly LedgerProblem[] {
  const manifest = readManifest(directory);
  if ('kind' in manifest) return [{ ...manifest, offset: null }];
  const there = new Set(tablesIn(directory).map((name) => Number.parseInt(name, 10)));
  const missing = [...manifest.tables].filter((number) => !there.has(number)).map((number) => `${nameOf(number)}.ldb`);
  const log = `${nameOf(manifest.log)}.log`;
  if (manifest.log > 0 && !existsSync(path.join(directory, log))) missing.push(log);
  return missing.map((file) => ({ kind: 'missing', file, offset: null }));
}

/** As LevelDB writes it. */
function nameOf(number: number): string {
  return String(number).padStart(6, '0');
}

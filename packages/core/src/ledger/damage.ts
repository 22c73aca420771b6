import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { LedgerDamage } from '../ports/ledger.js';
import { checkTable, type KeySpan, type TableProblem, tablesIn } from './files/table-file.js';
import { type LogGap, readWriteLogs } from './files/write-log.js';
import { readMark } from './mark.js';

/** What the files of a closed ledger show. */
export interface Examined {
  readonly gaps: readonly LogGap[];
  /** Number of the last batch that was durable; null = not known. */
  readonly mark: number | null;
}

/** Before LevelDB is opened: that drops what it cannot read, and removes the logs. */
export function examine(directory: string): Examined {
  return { gaps: readWriteLogs(directory).gaps, mark: readMark(directory) };
}

/** Null when nothing is missing. `found`: number of the last batch that the opened ledger has. */
export function damageOf({ gaps, mark }: Examined, found: number, nowMs: number): LedgerDamage | null {
  const batchesMissing = mark === null ? 0 : Math.max(0, mark - found);
  if (gaps.length === 0 && batchesMissing === 0) return null;
  return { noticedMs: nowMs, gaps: gaps.length, batchesMissing, tables: 0, isAcknowledged: false };
}

export function encodeDamage(damage: LedgerDamage): string {
  return JSON.stringify(damage);
}

/** A note that cannot be read is one all the same. */
export function decodeDamage(text: string): LedgerDamage {
  const none: LedgerDamage = { noticedMs: 0, gaps: 0, batchesMissing: 0, tables: 0, isAcknowledged: false };
  try {
    return { ...none, ...(JSON.parse(text) as Partial<LedgerDamage>) };
  } catch {
    return none;
  }
}

/** Damage in the tables, as far as it can hide keys of the span; null = of any key. */
export function damagedTables(directory: string, span: KeySpan | null): readonly TableProblem[] {
  return tablesIn(directory).flatMap((file) => checkTable(directory, file, span) ?? []);
}

const EVIDENCE = /^(?:\d+\.log|MANIFEST-\d+|CURRENT|LOG)$/;

/**
 * What opening it will take away (the logs, and bytes that nothing refers to), copied beside the ledger for a person to
 * look at. Returns where; null when there was no room for it, which must not keep the agent from starting.
 */
export function keepEvidence(directory: string, stamp: string): string | null {
  const target = `${directory}.damaged-${stamp}`;
  try {
    mkdirSync(target, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(directory))
      if (EVIDENCE.test(name)) copyFileSync(path.join(directory, name), path.join(target, name));
    const bytes = path.join(directory, 'bytes');
    if (existsSync(bytes)) cpSync(bytes, path.join(target, 'bytes'), { recursive: true });
    return target;
  } catch {
    return null;
  }
}

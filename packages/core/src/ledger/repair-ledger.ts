import { cpSync, renameSync } from 'node:fs';
import { ClassicLevel } from 'classic-level';
import type { LedgerProblem } from '../contract/ledger-care.js';
import type { Clock } from '../ports/clock.js';
import type { LedgerReader } from '../ports/ledger.js';
import { ledgerFault } from './faults.js';
import { REINDEX_KEY } from './keys.js';
import { type LedgerOptions, openLedger } from './open-ledger.js';

export interface Repair {
  readonly directory: string;
  /** Where the ledger is copied to first. */
  readonly copy: string;
  readonly problems: readonly LedgerProblem[];
  readonly options: LedgerOptions;
}

/**
 * Makes a ledger readable again, from what can be read of it, after a copy was made. What may be missing is noted as looked at: what
 * was claimed before stays doubtful. Rejects with `instance.already-running` before anything is touched, with `disk.*`, `ledger.lost`,
 * and `ledger.broken` when nothing helps.
 */
export async function repairLedgerFiles({ directory, copy, problems, options }: Repair, clock: Clock): Promise<void> {
  await refuseOwned(directory);
  copyWhole(directory, copy);
  // A log with a gap is passed over by an opening, and a missing end is noted by one: both leave the tables alone.
  if (problems.some(({ kind }) => kind !== 'log' && kind !== 'end')) await rewrite(directory);
  await acknowledge(directory, options, clock);
}

/** A copy under its name is whole: one that a full disk or a crash cut off keeps the name of an unfinished one. */
function copyWhole(directory: string, copy: string): void {
  const unfinished = `${copy}.unfinished`;
  try {
    cpSync(directory, unfinished, { recursive: true, errorOnExist: true, force: false });
    renameSync(unfinished, copy);
  } catch (reason) {
    throw ledgerFault(reason, 'write', copy);
  }
}

/** LevelDB's repair takes no lock. An opening that must fail, since the ledger exists or since it does not, tells who has it first. */
export async function refuseOwned(directory: string): Promise<void> {
  try {
    await new ClassicLevel(directory, { createIfMissing: false, errorIfExists: true }).open();
  } catch (reason) {
    const fault = ledgerFault(reason, 'open', directory);
    if (fault.code !== 'ledger.broken') throw fault;
  }
}

async function rewrite(directory: string): Promise<void> {
  try {
    await ClassicLevel.repair(directory);
    const database = new ClassicLevel<string, string>(directory, { createIfMissing: false });
    await database.open();
    try {
      // Until then an old value may hide a later one, and tables have no filters.
      await database.compactRange('\0', '\uffff');
      // What could not be read leaves rows that follow nothing, and documents without one.
      await database.put(REINDEX_KEY, '');
    } finally {
      await database.close();
    }
  } catch (reason) {
    throw ledgerFault(reason, 'open', directory);
  }
}

async function acknowledge(directory: string, options: LedgerOptions, clock: Clock): Promise<void> {
  await using ledger = await openLedger(directory, options, clock);
  await readThrough(ledger);
  const before = (await ledger.findDamage()) ?? { gaps: 0, batchesMissing: 0, tables: 0 };
  await ledger.noteDamage({ ...before, noticedMs: clock.nowMs(), isAcknowledged: true });
}

/** Reads every record and every kept byte, so that what cannot be used does not pass for sound. Rejects with `ledger.broken`. */
export async function readThrough(ledger: LedgerReader): Promise<void> {
  for (const records of [ledger.allDocuments(), ledger.keptReceipts()]) {
    const iterator = records[Symbol.asyncIterator]();
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next());
  }
}

import { Fault } from '../contract/fault.js';
import type { FaultCode } from '../contract/fault-table.js';

/** What was tried when the store failed; the same foreign code means different things. */
export type Situation = 'open' | 'read' | 'write';

/**
 * LevelDB's codes -> ours. It has one code for every failed system call, so a full disk shows only in the free space, which
 * the caller looks at; its message is never read.
 */
const CODES: Readonly<Record<string, Readonly<Record<Situation, FaultCode>>>> = {
  LEVEL_LOCKED: {
    open: 'instance.already-running',
    read: 'instance.already-running',
    write: 'instance.already-running',
  },
  LEVEL_CORRUPTION: { open: 'ledger.broken', read: 'ledger.broken', write: 'ledger.broken' },
  LEVEL_IO_ERROR: { open: 'ledger.broken', read: 'ledger.broken', write: 'ledger.write-failed' },
  // Asked while the store was being opened again after a failed write.
  LEVEL_DATABASE_NOT_OPEN: { open: 'ledger.broken', read: 'ledger.write-failed', write: 'ledger.write-failed' },
  LEVEL_ITERATOR_NOT_OPEN: { open: 'ledger.broken', read: 'ledger.write-failed', write: 'ledger.write-failed' },
  EACCES: { open: 'disk.denied', read: 'disk.denied', write: 'disk.denied' },
  EPERM: { open: 'disk.denied', read: 'disk.denied', write: 'disk.denied' },
  EROFS: { open: 'disk.denied', read: 'disk.denied', write: 'disk.denied' },
  ENOSPC: { open: 'disk.full', read: 'disk.full', write: 'disk.full' },
  EDQUOT: { open: 'disk.full', read: 'disk.full', write: 'disk.full' },
};

const OTHERWISE: Readonly<Record<Situation, FaultCode>> = {
  open: 'ledger.broken',
  read: 'ledger.broken',
  write: 'ledger.write-failed',
};

/** The innermost code that the table knows decides: LevelDB wraps the reason of a failed open. */
export function ledgerFault(reason: unknown, situation: Situation, directory: string): Fault {
  let code = OTHERWISE[situation];
  let innermost: unknown = reason;
  for (let error: unknown = reason; error instanceof Error; error = error.cause) {
    code = CODES[codeOf(error)]?.[situation] ?? code;
    innermost = error;
  }
  return reason instanceof Fault ? reason : new Fault(code, { directory }, innermost);
}

/** Any failed system call: whether the disk is full is for the free space to tell. */
export function isInputOutput(reason: unknown): boolean {
  for (let error: unknown = reason; error instanceof Error; error = error.cause) {
    if (codeOf(error) === 'LEVEL_IO_ERROR') return true;
  }
  return false;
}

/** Code of a failed call; '' where it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

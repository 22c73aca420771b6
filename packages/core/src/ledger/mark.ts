import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';

const FILE = 'durable';
/** Always as long, so that a shorter number leaves nothing of a longer one. */
const DIGITS = 16;

/**
 * The number of the last durable batch, beside the LevelDB that has it. LevelDB takes the end of a log that was cut off, or a log
 * that is missing, for all there ever was; this file knows better. It is written after each flush and never flushed itself: it may be
 * behind after a power cut, and is never ahead.
 */
export class LedgerMark implements Disposable {
  readonly #descriptor: number;

  constructor(directory: string) {
    const file = path.join(directory, FILE);
    // Made by the first, since only the second writes at a place of its own.
    closeSync(openSync(file, 'a', 0o600));
    this.#descriptor = openSync(file, 'r+');
  }

  write(batch: number): void {
    writeSync(this.#descriptor, `${String(batch).padStart(DIGITS, '0')}\n`, 0, 'utf8');
  }

  [Symbol.dispose](): void {
    closeSync(this.#descriptor);
  }
}

/** Null where there is none: a new ledger, or one of a version before there were marks. */
export function readMark(directory: string): number | null {
  try {
    const text = readFileSync(path.join(directory, FILE), 'utf8').trim();
    return /^\d{1,16}$/.test(text) ? Number(text) : null;
  } catch (reason) {
    if (reason instanceof Error && 'code' in reason && reason.code === 'ENOENT') return null;
    throw reason;
  }
}

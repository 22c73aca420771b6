import { closeSync, fstatSync, openSync, read, readSync, unlinkSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Message } from '../../../domain/message.js';
import { type Batch, DELIVERIES_MAX, parseBatch, SETTLED, STATES_AT } from './batch-format.js';

const readPart = promisify(read);

/** Up to here reading from the page cache is quicker than asking another thread for it. */
const READ_SYNC_BYTES_MAX = 1024 * 1024;

/** Null when the file is damaged. */
export async function openBatch(path: string): Promise<OpenBatch | null> {
  const fd = openSync(path, 'r+');
  try {
    const batch = parseBatch(await readAll(fd));
    if (batch !== null) return new OpenBatch(path, fd, batch);
  } catch (reason) {
    closeSync(fd);
    throw reason;
  }
  closeSync(fd);
  return null;
}

async function readAll(fd: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(fstatSync(fd).size);
  if (bytes.length <= READ_SYNC_BYTES_MAX) return bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, 0));
  let at = 0;
  while (at < bytes.length) {
    const { bytesRead } = await readPart(fd, bytes, at, bytes.length - at, at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes.subarray(0, at);
}

/**
 * A batch of which messages are being delivered. Its states on disk are ours alone to write while we hold the queue's lock.
 * State bytes are not fsynced: they survive the process, and after a power failure a message is at worst delivered again.
 */
export class OpenBatch {
  readonly path: string;
  readonly #batch: Batch;
  /** Kept only while the batch is read from: with many small batches unsettled there would be no end of open files. */
  #fd: number | null;
  #nextIndex = 0;
  #unsettled: number;

  constructor(path: string, fd: number, batch: Batch) {
    this.path = path;
    this.#fd = fd;
    this.#batch = batch;
    this.#unsettled = batch.states.reduce((count, state) => count + (state === SETTLED ? 0 : 1), 0);
  }

  get isSettled(): boolean {
    return this.#unsettled === 0;
  }

  /** The next message that is not settled, in order; null at the end. */
  takeNext(): number | null {
    const { states } = this.#batch;
    while (this.#nextIndex < states.length) {
      const index = this.#nextIndex;
      this.#nextIndex += 1;
      if (states[index] !== SETTLED) return index;
    }
    return null;
  }

  messageAt(index: number): Message | null {
    return this.#batch.messageAt(index);
  }

  /** Written before a receiver gets it, so that a redelivery after a kill is visible. Returns how often it was delivered now. */
  countDelivery(index: number): number {
    const count = Math.min(DELIVERIES_MAX, (this.#batch.states[index] ?? 0) + 1);
    this.#batch.states[index] = count;
    this.#write(index, index + 1);
    return count;
  }

  /** Settles messages; with the last of them the file goes. Indexes may come in any order. */
  settle(indexes: readonly number[]): void {
    const { states } = this.#batch;
    let first = states.length;
    let end = 0;
    for (const index of indexes) {
      if (states[index] === SETTLED) continue;
      states[index] = SETTLED;
      this.#unsettled -= 1;
      first = Math.min(first, index);
      end = Math.max(end, index + 1);
    }
    // A crash before the unlink delivers again what no caller was told is settled.
    if (this.isSettled) this.#remove();
    else if (first < end) this.#write(first, end);
  }

  /** Everything was handed out: the states are still written, but rarely. */
  closeFile(): void {
    if (this.#fd !== null) closeSync(this.#fd);
    this.#fd = null;
  }

  /** Bytes between settled ones are written as they are: we are the only one who changes them. */
  #write(first: number, end: number): void {
    const { states } = this.#batch;
    if (this.#fd !== null) {
      writeSync(this.#fd, states, first, end - first, STATES_AT + first);
      return;
    }
    const fd = openSync(this.path, 'r+');
    try {
      writeSync(fd, states, first, end - first, STATES_AT + first);
    } finally {
      closeSync(fd);
    }
  }

  #remove(): void {
    this.closeFile();
    unlinkSync(this.path);
  }
}

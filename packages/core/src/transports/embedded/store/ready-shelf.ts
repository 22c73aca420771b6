import { copyFileSync, readdirSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Message } from '../../../domain/message.js';
import { codeOf } from '../faults.js';
import { type OpenBatch, openBatch } from './open-batch.js';
import type { QueueDirectory } from './queue-directory.js';

/** One message and where it is. */
export interface Shelved {
  readonly batch: OpenBatch;
  readonly index: number;
  readonly message: Message;
}

/**
 * What of a queue can be delivered next: given back first, then in the order of the file names. The directory is the truth
 * and is listed again whenever everything known was handed out. Only the holder of the queue's lock has one.
 */
export class ReadyShelf {
  readonly #directory: QueueDirectory;
  /** Opened and not yet gone: not to be opened again when they are listed again. */
  readonly #opened = new Set<string>();
  #names: string[] = [];
  #returned: Shelved[] = [];
  #current: OpenBatch | null = null;

  constructor(directory: QueueDirectory) {
    this.#directory = directory;
  }

  /** Null when there is nothing now. */
  async next(): Promise<Shelved | null> {
    const returned = this.#returned.shift();
    if (returned !== undefined) return returned;
    for (;;) {
      this.#current ??= await this.#openNext();
      if (this.#current === null) return null;
      const batch = this.#current;
      const index = batch.takeNext();
      if (index === null) {
        batch.closeFile();
        this.#current = null;
        continue;
      }
      const message = batch.messageAt(index);
      if (message !== null) return { batch, index, message };
      this.#keepForPeople(batch);
      this.settle(batch, [index]);
    }
  }

  giveBack(shelved: Shelved): void {
    this.#returned.push(shelved);
  }

  settle(batch: OpenBatch, indexes: readonly number[]): void {
    batch.settle(indexes);
    if (!batch.isSettled) return;
    this.#opened.delete(basename(batch.path));
    if (this.#current === batch) this.#current = null;
  }

  /** Forgets everything; what is unsettled is on disk. */
  close(): void {
    this.#current?.closeFile();
    this.#current = null;
    this.#returned = [];
    this.#names = [];
    this.#opened.clear();
  }

  async #openNext(): Promise<OpenBatch | null> {
    for (;;) {
      const name = this.#nextName();
      if (name === null) return null;
      const path = join(this.#directory.ready, name);
      const batch = await openIfThere(path);
      if (batch === 'gone') continue;
      if (batch === null) {
        renameSync(path, join(this.#directory.damaged, name));
        continue;
      }
      this.#opened.add(name);
      // A crash came between the last settlement and the unlink.
      if (batch.isSettled) this.settle(batch, []);
      else return batch;
    }
  }

  #nextName(): string | null {
    if (this.#names.length === 0) {
      const found = readdirSync(this.#directory.ready).filter(
        (name) => name.endsWith('.batch') && !this.#opened.has(name),
      );
      // Backwards, because an array gives away its last element for nothing and its first one dearly.
      this.#names = found.sort().reverse();
    }
    return this.#names.pop() ?? null;
  }

  /** One record of the file is not what was written. The others are delivered; the bytes stay for a person who wants to look. */
  #keepForPeople(batch: OpenBatch): void {
    copyFileSync(batch.path, join(this.#directory.damaged, basename(batch.path)));
  }
}

/** An operator may take a file away under us. */
async function openIfThere(path: string): Promise<OpenBatch | null | 'gone'> {
  try {
    return await openBatch(path);
  } catch (reason) {
    if (codeOf(reason) === 'ENOENT') return 'gone';
    throw reason;
  }
}

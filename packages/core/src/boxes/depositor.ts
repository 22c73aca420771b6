import { mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { Fault } from '../contract/fault.js';
import { laterReceiptName } from '../domain/naming.js';
import { safeFileName } from '../domain/safe-name.js';
import type { DepositOutcome, InBox } from '../ports/boxes.js';
import type { Clock } from '../ports/clock.js';
import { flushVolume } from '../runtime/host/index.js';
import { ATTEMPTS_MAX, removeIfThere } from './across.js';
import { isAside, writeAside } from './aside.js';
import { findFacts, flushDirectory, flushFile, renameIfFree, withPatience } from './disk.js';
import { errnoOf, toFault } from './faults.js';

/** Hidden directory beside InBox for receipts that are being written, so that readers of InBox never see a half one. */
const ASIDE = '.swic-inbox';

/** Files flushed at a time: more than the thread pool has threads gains nothing, and file handles are bounded. */
const FLUSHES_MAX = 64;
/** From here on to flush the whole volume costs less than to flush each file (decision 0079). */
const VOLUME_FROM = 256;

interface Deposited {
  readonly outcome: DepositOutcome;
  readonly fileName: string;
}

/** The InBox of one business. */
export class DirectoryInBox implements InBox {
  readonly #inBox: string;
  readonly #clock: Clock;
  readonly #closing: AbortSignal;
  #aside: string | null = null;
  #mustBeInside = false;

  constructor(inBox: string, clock: Clock, closing: AbortSignal) {
    this.#inBox = inBox;
    this.#clock = clock;
    this.#closing = closing;
  }

  /**
   * A crash before the rename leaves a hidden file that the next start removes; after it, the receipt is there and the next
   * deposit of the same bytes says so. Nothing is flushed here: until `flush` the ledger keeps the bytes.
   */
  async deposit(fileName: string, bytes: Uint8Array): Promise<Deposited> {
    const name = safeFileName(fileName);
    try {
      return await withPatience(() => this.#deposit(name, bytes), this.#clock, this.#closing);
    } catch (reason) {
      throw toFault(reason, 'box', this.#inBox);
    }
  }

  async flush(fileNames: readonly string[]): Promise<void> {
    try {
      if (fileNames.length < VOLUME_FROM || !(await flushVolume(this.#inBox))) await this.#flushEach(fileNames);
      // The names are on disk only with their directory. A missing one has taken the files with it: that is not "done".
      if (!(await flushDirectory(this.#inBox))) throw new Fault('disk.missing', { path: this.#inBox, errno: 'ENOENT' });
    } catch (reason) {
      throw toFault(reason, 'box', this.#inBox);
    }
  }

  async #flushEach(fileNames: readonly string[]): Promise<void> {
    for (let at = 0; at < fileNames.length; at += FLUSHES_MAX) {
      await Promise.all(
        fileNames.slice(at, at + FLUSHES_MAX).map((name) => flushFile(path.join(this.#inBox, safeFileName(name)))),
      );
    }
  }

  #deposit(name: string, bytes: Uint8Array): Deposited {
    const aside = this.#write(bytes);
    let isMoved = false;
    try {
      const deposited = this.#appear(aside, name, bytes);
      isMoved = deposited.outcome === 'written';
      return deposited;
    } catch (reason) {
      if (errnoOf(reason) !== 'EXDEV' || this.#mustBeInside) throw reason;
      // Two mounts of one volume: no rename leads from one into the other, though their device number is the same.
      this.#mustBeInside = true;
      this.#aside = null;
      return this.#deposit(name, bytes);
    } finally {
      if (!isMoved) discard(aside);
    }
  }

  /** Once more when the hidden directory was removed under us. */
  #write(bytes: Uint8Array): string {
    const prefix = prefixOf(this.#inBox);
    try {
      return writeAside((this.#aside ??= openAside(this.#inBox, this.#mustBeInside)), prefix, bytes);
    } catch (reason) {
      if (errnoOf(reason) !== 'ENOENT') throw reason;
      return writeAside((this.#aside = openAside(this.#inBox, this.#mustBeInside)), prefix, bytes);
    }
  }

  #appear(aside: string, name: string, bytes: Uint8Array): Deposited {
    let count = 0;
    while (count < ATTEMPTS_MAX) {
      const fileName = laterReceiptName(name, count);
      const target = path.join(this.#inBox, fileName);
      if (renameIfFree(aside, target) === 'placed') return { outcome: 'written', fileName };
      switch (compare(target, bytes)) {
        case 'gone':
          // Taken away in this instant: the name is free again.
          break;
        case 'same':
          return { outcome: 'already-there', fileName };
        case 'torn':
          renameSync(aside, target);
          return { outcome: 'written', fileName };
        case 'other':
          count += 1;
          break;
      }
    }
    throw new Fault('disk.failed', { path: path.join(this.#inBox, name), errno: 'EEXIST' });
  }
}

/**
 * A power cut may leave a name whose bytes never reached the disk: cut short, or zeros from some point on. Such a file is this
 * very receipt, torn; it was never whole, and is put right under its own name. Any other bytes belong to another program, and stay.
 */
function compare(target: string, bytes: Uint8Array): 'gone' | 'same' | 'torn' | 'other' {
  const facts = findFacts(target);
  if (facts === null) return 'gone';
  if (!facts.isFile() || facts.size > BigInt(bytes.length)) return 'other';
  const there = readFileSync(target);
  let same = 0;
  while (same < there.length && there[same] === bytes[same]) same += 1;
  if (same === bytes.length) return 'same';
  return there.subarray(same).every((byte) => byte === 0) ? 'torn' : 'other';
}

function discard(aside: string): void {
  try {
    removeIfThere(aside);
  } catch {
    // Held by a scanner, perhaps. It is hidden, the receipt itself is done, and the next start removes it.
  }
}

/** Several InBoxes may lie in one directory and share the hidden one. */
function prefixOf(inBox: string): string {
  return `${path.basename(inBox)}-`;
}

const besideOf = (inBox: string): string => path.join(path.dirname(inBox), ASIDE);
const insideOf = (inBox: string): string => path.join(inBox, ASIDE);

/**
 * Beside InBox, so that a program that watches InBox sees only whole receipts; inside it when the place beside is not ours to write or
 * is on another volume, from which no rename leads into InBox.
 */
function openAside(inBox: string, mustBeInside: boolean): string {
  const { dev } = statSync(inBox);
  return (mustBeInside ? null : openBeside(besideOf(inBox), dev)) ?? makeDirectory(insideOf(inBox));
}

function openBeside(beside: string, device: number): string | null {
  try {
    return statSync(makeDirectory(beside)).dev === device ? beside : null;
  } catch (reason) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(errnoOf(reason))) return null;
    throw reason;
  }
}

function makeDirectory(directory: string): string {
  try {
    mkdirSync(directory);
  } catch (reason) {
    if (errnoOf(reason) !== 'EEXIST') throw reason;
  }
  return directory;
}

/** Removes what a crash left half-written. Its bytes are in the ledger, or its delivery comes again. Before the first deposit. */
export function clearAsides(inBox: string): void {
  for (const directory of [besideOf(inBox), insideOf(inBox)]) clearAside(directory, prefixOf(inBox));
}

function clearAside(directory: string, prefix: string): void {
  try {
    for (const name of readdirSync(directory)) if (isAside(name, prefix)) removeIfThere(path.join(directory, name));
    rmdirSync(directory);
  } catch {
    // Not there, not empty, or not ours to read: nothing depends on it.
  }
}

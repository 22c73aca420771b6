import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import path from 'node:path';
import { moveIfFree } from '../../boxes/disk.js';
import { toFault } from '../../boxes/faults.js';
import type { LoadedConfig } from '../../config/load.js';
import { Fault } from '../../contract/fault.js';
import { syncData, writeAll } from '../../runtime/durable-file.js';
import { type FilePiece, readBackupFile } from './backup-file.js';
import { isOfTheFirm, targetOf } from './moved-files.js';

/** What is there already, by the names of the move. */
export interface Found {
  readonly alike: ReadonlySet<string>;
  readonly other: ReadonlySet<string>;
}

const PART = '.swic-move.part';
/** Of the data directory: for its owner alone. In the boxes: as the mask of the process says, like all that is put there. */
const OWN_MODE = 0o600;
const SHARED_MODE = 0o666;

/** Of what arrives with what is there; nothing is changed. */
export class Comparison {
  readonly #loaded: LoadedConfig;
  readonly #file: string;
  readonly #alike = new Set<string>();
  readonly #other = new Set<string>();
  /** The one that is compared: its bytes so far are the same. */
  #current: { readonly name: string; readonly target: string; bytes: number } | null = null;

  constructor(loaded: LoadedConfig, file: string) {
    this.#loaded = loaded;
    this.#file = file;
  }

  add({ name, offset, bytes }: FilePiece): void {
    if (offset === 0) this.#begin(name);
    const current = this.#current;
    if (current === null || current.name !== name) return;
    if (isSame(current.target, offset, bytes)) current.bytes += bytes.length;
    else {
      this.#other.add(name);
      this.#current = null;
    }
  }

  /** Throws `move.taken` where a file of the firm is in the way. */
  end(): Found {
    this.#finish();
    const taken = [...this.#other].filter(isOfTheFirm);
    if (taken[0] !== undefined)
      throw new Fault('move.taken', { path: targetOf(taken[0], this.#loaded, this.#file), problems: taken.length });
    return { alike: this.#alike, other: this.#other };
  }

  #begin(name: string): void {
    this.#finish();
    const target = targetOf(name, this.#loaded, this.#file);
    if (existsSync(target)) this.#current = { name, target, bytes: 0 };
  }

  #finish(): void {
    const current = this.#current;
    this.#current = null;
    if (current === null) return;
    (statSync(current.target).size === current.bytes ? this.#alike : this.#other).add(current.name);
  }
}

interface Arrivals {
  readonly file: string;
  readonly loaded: LoadedConfig;
  readonly found: Found;
  readonly stamp: string;
}

/** Writes what is not there. A file has its name only when all of it is on the disk. */
export async function putFiles({ file, loaded, found, stamp }: Arrivals): Promise<{ files: number; kept: string[] }> {
  const kept: string[] = [];
  let open: Arriving | null = null;
  let files = 0;
  try {
    for await (const part of readBackupFile(file)) {
      if (part.type !== 'piece' || found.alike.has(part.piece.name)) continue;
      const { piece } = part;
      const isNext = piece.offset === 0;
      if (isNext) await open?.end();
      if (isNext) open = new Arriving(targetOf(piece.name, loaded, file), piece);
      if (isNext && found.other.has(piece.name)) kept.push(putAside(targetOf(piece.name, loaded, file), stamp));
      if (isNext) files += 1;
      await open?.write(piece.bytes);
    }
    await open?.end();
    return { files, kept };
  } catch (reason) {
    open?.abandon();
    throw reason;
  }
}

class Arriving {
  readonly target: string;
  readonly #modifiedMs: number;
  readonly #part: string;
  readonly #fd: number;

  constructor(target: string, { name, modifiedMs }: FilePiece) {
    this.target = target;
    this.#modifiedMs = modifiedMs;
    this.#part = path.join(path.dirname(target), PART);
    try {
      mkdirSync(path.dirname(target), { recursive: true });
      this.#fd = openSync(this.#part, 'w', name.startsWith('data/') ? OWN_MODE : SHARED_MODE);
    } catch (reason) {
      throw toFault(reason, 'box', target);
    }
  }

  async write(bytes: Uint8Array): Promise<void> {
    try {
      await writeAll(this.#fd, [bytes]);
    } catch (reason) {
      throw toFault(reason, 'box', this.target);
    }
  }

  async end(): Promise<void> {
    try {
      await syncData(this.#fd);
      closeSync(this.#fd);
      utimesSync(this.#part, this.#modifiedMs / 1_000, this.#modifiedMs / 1_000);
      if (moveIfFree(this.#part, this.target) === 'taken') throw new Fault('move.taken', { path: this.target });
    } catch (reason) {
      throw toFault(reason, 'box', this.target);
    }
  }

  abandon(): void {
    rmSync(this.#part, { force: true });
  }
}

function putAside(target: string, stamp: string): string {
  const beside = `${target}.before-move-${stamp}`;
  renameSync(target, beside);
  return beside;
}

function isSame(target: string, offset: number, bytes: Uint8Array): boolean {
  if (!statSync(target).isFile()) return false;
  const fd = openSync(target, 'r');
  try {
    const here = Buffer.alloc(bytes.length);
    const read = readSync(fd, here, 0, bytes.length, offset);
    return read === bytes.length && here.equals(bytes);
  } finally {
    closeSync(fd);
  }
}

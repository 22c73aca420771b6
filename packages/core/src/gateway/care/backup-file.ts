import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, openSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream';
import { pipeline as pipe } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { moveIfFree } from '../../boxes/disk.js';
import { toFault } from '../../boxes/faults.js';
import { Fault } from '../../contract/fault.js';
import type { LedgerBackup } from '../../contract/ledger-care.js';
import { recordIn } from '../../ledger/entries.js';
import type { LedgerEntry } from '../../ports/ledger.js';
import type { StoppedFlow } from '../owner/stopped-flows.js';

/**
 * A backup: gzip of lines of JSON. The first is a BackupHeader, then one entry of the ledger in each (`k` its key, `v` its text or `b` its
 * bytes in base64), and the last a Trailer with the SHA-256 of all before it. That of a move has pieces of files behind the entries (`f` the
 * name, `m` the time of its last change, `o` where in the file, `b` the bytes in base64).
 */
export interface BackupHeader {
  readonly swic: 'backup';
  readonly version: 1;
  /** Of the ledger's layout. */
  readonly schema: number;
  readonly madeMs: number;
  /** Name of the data directory; null where it had none. */
  readonly installation: string | null;
  /** The text of swic.yaml. Secrets are only named in it. */
  readonly configuration: string;
  /** Flows that a person had stopped. Not there in a backup of before they were kept. */
  readonly stopped?: readonly StoppedFlow[];
}

export type BackupTotals = Pick<LedgerBackup, 'sha256' | 'documents' | 'receipts'>;

/** Some bytes of a file that moves with the ledger: one file after the other, each from its start. */
export interface FilePiece {
  /** `boxes/DEC/outBox/a.xml`, always with `/`. */
  readonly name: string;
  readonly modifiedMs: number;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** What is in a backup, in order. */
export type BackupPart =
  | { readonly type: 'header'; readonly header: BackupHeader }
  | { readonly type: 'entry'; readonly entry: LedgerEntry }
  | { readonly type: 'piece'; readonly piece: FilePiece }
  | { readonly type: 'totals'; readonly totals: BackupTotals };

/** Rejects with `config.exists` where the file is there already, `command.not-found` where its directory is not, and with `disk.*`; nothing is left behind then. */
export async function writeBackupFile(
  file: string,
  header: BackupHeader,
  slices: AsyncIterable<readonly LedgerEntry[]>,
  pieces: Iterable<FilePiece> = [],
): Promise<LedgerBackup> {
  if (existsSync(file)) throw new Fault('config.exists', { path: file });
  // A slip in what was typed: no box is missing, and nothing resumes by itself.
  if (!existsSync(path.dirname(file))) throw new Fault('command.not-found', { directory: path.dirname(file) });
  // A name of its own: another backup to the same name may be under way.
  const part = path.join(path.dirname(file), `.${path.basename(file)}.${randomBytes(6).toString('hex')}.part`);
  const tally = new Tally();
  try {
    // For its owner alone: a ledger has names and numbers of declarations.
    // Opened now: a stream opens its file later, perhaps after what failed before has removed it.
    const target = createWriteStream(part, { fd: openSync(part, 'wx', 0o600), flush: true });
    await pipe(linesOf({ header, slices, pieces }, tally), createGzip(), target);
    if (moveIfFree(part, file) === 'taken') throw new Fault('config.exists', { path: file });
  } catch (reason) {
    rmSync(part, { force: true });
    throw toFault(reason, 'box', file);
  }
  return { file, sizeBytes: statSync(file).size, ...tally.totals() };
}

/** All of a backup. Throws `backup.broken` at the latest behind the last part: nothing of it may be used before that. */
export async function* readBackupFile(file: string): AsyncGenerator<BackupPart> {
  const tally = new Tally();
  let isOver = false;
  let isFirst = true;
  for await (const line of textLines(file)) {
    if (isOver) throw new Fault('backup.broken', { file, problem: 'more' });
    const part = parse(line, isFirst, file);
    isFirst = false;
    if (part.type === 'totals') {
      const { sha256, documents, receipts } = tally.totals();
      const { totals } = part;
      isOver = sha256 === totals.sha256 && documents === totals.documents && receipts === totals.receipts;
      if (!isOver) throw new Fault('backup.broken', { file, problem: 'sha256' });
    } else tally.add(line, part.type === 'entry' ? part.entry : null);
    yield part;
  }
  if (!isOver) throw new Fault('backup.broken', { file, problem: 'end' });
}

class Tally {
  readonly #hash = createHash('sha256');
  #documents = 0;
  #receipts = 0;

  add(line: string, entry: LedgerEntry | null): void {
    this.#hash.update(`${line}\n`);
    const kind = entry === null ? null : recordIn(entry);
    if (kind === 'document') this.#documents += 1;
    if (kind === 'receipt') this.#receipts += 1;
  }

  totals(): BackupTotals {
    return { sha256: this.#hash.copy().digest('hex'), documents: this.#documents, receipts: this.#receipts };
  }
}

interface Content {
  readonly header: BackupHeader;
  readonly slices: AsyncIterable<readonly LedgerEntry[]>;
  readonly pieces: Iterable<FilePiece>;
}

async function* linesOf({ header, slices, pieces }: Content, tally: Tally): AsyncGenerator<string> {
  const first = JSON.stringify(header);
  tally.add(first, null);
  yield `${first}\n`;
  for await (const slice of slices) {
    const lines = slice.map((entry) => {
      const line = format(entry);
      tally.add(line, entry);
      return `${line}\n`;
    });
    yield lines.join('');
  }
  for (const { name, modifiedMs, offset, bytes } of pieces) {
    const line = JSON.stringify({ f: name, m: modifiedMs, o: offset, b: Buffer.from(bytes).toString('base64') });
    tally.add(line, null);
    yield `${line}\n`;
  }
  yield `${JSON.stringify(tally.totals())}\n`;
}

function format({ key, value }: LedgerEntry): string {
  const isText = typeof value === 'string';
  return JSON.stringify(isText ? { k: key, v: value } : { k: key, b: Buffer.from(value).toString('base64') });
}

interface Line extends Partial<BackupHeader>, Partial<BackupTotals> {
  readonly k?: unknown;
  readonly v?: unknown;
  readonly b?: unknown;
  readonly f?: unknown;
  readonly m?: unknown;
  readonly o?: unknown;
}

function parse(line: string, isFirst: boolean, file: string): BackupPart {
  let value: Line;
  try {
    value = JSON.parse(line) as Line;
  } catch (reason) {
    throw new Fault('backup.broken', { file, problem: 'line' }, reason);
  }
  if (isFirst) {
    if (value?.swic !== 'backup' || value.version !== 1) throw new Fault('backup.broken', { file, problem: 'header' });
    return { type: 'header', header: value as BackupHeader };
  }
  const { k: key, v: text, b: bytes } = value;
  if (typeof key === 'string' && typeof text === 'string') return { type: 'entry', entry: { key, value: text } };
  if (typeof key === 'string' && typeof bytes === 'string')
    return { type: 'entry', entry: { key, value: Buffer.from(bytes, 'base64') } };
  const { f: name, m: modifiedMs, o: offset } = value;
  if (
    typeof name === 'string' &&
    typeof bytes === 'string' &&
    typeof modifiedMs === 'number' &&
    typeof offset === 'number'
  )
    return { type: 'piece', piece: { name, modifiedMs, offset, bytes: Buffer.from(bytes, 'base64') } };
  if (typeof value.sha256 === 'string') return { type: 'totals', totals: value as BackupTotals };
  throw new Fault('backup.broken', { file, problem: 'line' });
}

async function* textLines(file: string): AsyncGenerator<string> {
  const unpacked = createGunzip().setEncoding('utf8');
  // The failure of either is thrown by the loop below.
  pipeline(createReadStream(file), unpacked, () => undefined);
  let rest = '';
  try {
    for await (const chunk of unpacked) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (reason) {
    throw brokenOr(reason, file);
  }
  if (rest !== '') yield rest;
}

/** What zlib cannot unpack, or a directory, is no failure of the disk. */
function brokenOr(reason: unknown, file: string): Fault {
  const code = reason instanceof Error && 'code' in reason ? String(reason.code) : '';
  if (code.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'EISDIR')
    return new Fault('backup.broken', { file }, reason);
  if (code === 'ENOENT') return new Fault('command.not-found', { file }, reason);
  return toFault(reason, 'box', file);
}

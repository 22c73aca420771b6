import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { toFault } from '../../boxes/faults.js';
import type { BookReport } from '../../contract/book-commands.js';
import { Fault } from '../../contract/fault.js';
import type { TellProgress } from '../../contract/progress.js';
import type { BookBreak } from '../../domain/book/break.js';
import type { BookEntry } from '../../domain/book/entry.js';
import { factsOf, fieldsOf } from '../../domain/book/read-body.js';
import { contentHash } from '../../ledger/book/chain.js';
import { ChainCheck } from '../../ledger/book/chain-check.js';
import { type BookManifest, ENTRIES, MANIFEST } from './archive.js';
import { Days } from './days.js';
import { Gaps } from './gaps.js';

/** Of a manifest: each file of it is a line or two. */
const MANIFEST_BYTES_MAX = 256 * 1024 * 1024;

/** Proves a file that `writeArchive` made. Throws `book.unreadable` when it is none, and `command.not-found` when there is none. */
export async function readArchive(file: string, tell: TellProgress): Promise<BookReport> {
  try {
    const zip = await openPromise(file, { autoClose: false, lazyEntries: true });
    try {
      return await checkArchive(zip, await membersOf(zip), tell);
    } finally {
      zip.close();
    }
  } catch (reason) {
    throw asFault(reason, file);
  }
}

function asFault(reason: unknown, file: string): Fault {
  if (reason instanceof Fault) return reason;
  const code = reason instanceof Error && 'code' in reason ? String(reason.code) : null;
  if (code === 'ENOENT') return new Fault('command.not-found', { file }, reason);
  // What neither the disk nor a library's own code says is a ZIP or a JSON that is none.
  return code === null || code.startsWith('Z_')
    ? new Fault('book.unreadable', { file }, reason)
    : toFault(reason, 'box', file);
}

async function checkArchive(
  zip: ZipFile,
  members: ReadonlyMap<string, Entry>,
  tell: TellProgress,
): Promise<BookReport> {
  const manifest = await manifestOf(zip, members.get(MANIFEST));
  const entries = members.get(ENTRIES);
  if (entries === undefined) throw new Fault('book.unreadable', { member: ENTRIES });
  const check = new ChainCheck({ seq: manifest.first - 1, hash: manifest.anchor });
  const days = new Days();
  const gaps = new Gaps();
  const receipts = new Map<string, string>();
  const heads = new Map(manifest.days.map((day) => [day.last, day]));
  let withoutBody = 0;
  let last = { seq: manifest.first - 1, hash: manifest.anchor };
  for await (const line of createInterface({
    input: await zip.openReadStreamPromise(entries),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    const entry = entryIn(line, last.seq, check);
    if (entry === null) continue;
    if (entry.prev !== last.hash) check.note(entry.seq, 'unlinked', '');
    if (heads.get(entry.seq)?.head !== undefined && heads.get(entry.seq)?.head !== entry.hash)
      check.note(entry.seq, 'unsealed', '');
    check.see(entry);
    days.see(entry);
    gaps.see(entry, check);
    if (entry.body === null) withoutBody += 1;
    else rememberReceipt(entry, receipts);
    last = entry;
    if (check.entries % 1_000 === 0) tell({ done: check.entries, total: manifest.entries });
  }
  check.end(manifest.last, manifest.head);
  if (JSON.stringify(days.all()) !== JSON.stringify(manifest.days)) check.note(last.seq, 'unsealed', '');
  await checkFiles({ zip, members, manifest, receipts, check });
  return {
    entries: check.entries,
    withoutBody,
    days: days.all(),
    breaks: ordered(check.breaks),
    gaps: gaps.seqs,
    documents: 0,
  };
}

function ordered(breaks: readonly BookBreak[]): readonly BookBreak[] {
  return [...breaks].sort((a, b) => a.seq - b.seq);
}

interface Files {
  readonly zip: ZipFile;
  readonly members: ReadonlyMap<string, Entry>;
  readonly manifest: BookManifest;
  readonly receipts: ReadonlyMap<string, string>;
  readonly check: ChainCheck;
}

async function checkFiles({ zip, members, manifest, receipts, check }: Files): Promise<void> {
  const known = new Set([MANIFEST, ENTRIES]);
  for (const { name, sha256, receipt } of manifest.files) {
    known.add(name);
    const member = members.get(name);
    if (member === undefined) check.note(0, 'removed', name);
    else {
      const found = await hashOf(await zip.openReadStreamPromise(member));
      const isReceipts = receipt === undefined || receipts.get(receipt) === found;
      if (found !== sha256 || !isReceipts) check.note(0, 'altered', name);
    }
  }
  for (const name of members.keys()) if (!known.has(name)) check.note(0, 'inserted', name);
}

async function membersOf(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  const members = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) members.set(entry.fileName, entry);
  return members;
}

async function manifestOf(zip: ZipFile, member: Entry | undefined): Promise<BookManifest> {
  if (member === undefined || member.uncompressedSize > MANIFEST_BYTES_MAX)
    throw new Fault('book.unreadable', { member: MANIFEST });
  const pieces: Uint8Array[] = [];
  for await (const piece of await zip.openReadStreamPromise(member)) pieces.push(piece as Uint8Array);
  const value = JSON.parse(Buffer.concat(pieces).toString('utf8')) as Partial<BookManifest> | null;
  const isBook =
    value?.swic === 'book' && value.version === 1 && Array.isArray(value.days) && Array.isArray(value.files);
  if (!isBook) throw new Fault('book.unreadable', { member: MANIFEST });
  return value as BookManifest;
}

/** Null where a line is no entry, which is noted. Its body is held against its content. */
function entryIn(line: string, after: number, check: ChainCheck): BookEntry | null {
  let value: Partial<Record<keyof BookEntry, unknown>> | null;
  try {
    value = JSON.parse(line) as typeof value;
  } catch {
    value = null;
  }
  const { seq, prev, content, hash, body } = value ?? {};
  if (typeof seq !== 'number' || typeof prev !== 'string' || typeof content !== 'string' || typeof hash !== 'string') {
    check.note(after + 1, 'altered', '');
    return null;
  }
  const text = body === null || body === undefined ? null : JSON.stringify(body);
  if (text !== null && contentHash(text) !== content) check.note(seq, 'altered', '');
  return { seq, prev, content, hash, body: text };
}

function rememberReceipt(entry: BookEntry, receipts: Map<string, string>): void {
  if (entry.body?.includes('"fact":"received"') !== true) return;
  const fields = fieldsOf(entry) ?? {};
  const { receipt } = fields;
  const { sha256 } = factsOf(fields).find(({ fact }) => fact === 'received') ?? {};
  if (typeof receipt === 'string' && typeof sha256 === 'string') receipts.set(receipt, sha256);
}

async function hashOf(stream: Readable): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of stream) hash.update(piece as Uint8Array);
  return hash.digest('hex');
}

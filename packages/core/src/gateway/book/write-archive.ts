import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream, existsSync, openSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { moveIfFree } from '../../boxes/disk.js';
import { toFault } from '../../boxes/faults.js';
import type { BookFile, BookSelection } from '../../contract/book-commands.js';
import { Fault } from '../../contract/fault.js';
import type { TellProgress } from '../../contract/progress.js';
import type { BookEntry } from '../../domain/book/entry.js';
import { fieldsOf } from '../../domain/book/read-body.js';
import { asReceiptId } from '../../domain/ids.js';
import type { ReceiptRecord } from '../../domain/receipt.js';
import type { Clock } from '../../ports/clock.js';
import type { LedgerReader } from '../../ports/ledger.js';
import { type BookManifest, type BookManifestFile, ENTRIES, MANIFEST, RECEIPTS } from './archive.js';
import { Days } from './days.js';
import { csvReport } from './report-csv.js';
import { htmlReport } from './report-html.js';
import { README_TXT, VERIFY_HTML, VERIFY_MJS } from './verifier-text.js';

export interface ArchiveWorld {
  readonly ledger: Pick<LedgerReader, 'book' | 'findReceipt'>;
  readonly clock: Clock;
  readonly clientId: string;
  /** The bytes in its InBox; null where they are no longer there. */
  readonly readReceipt: (receipt: ReceiptRecord) => Promise<Uint8Array | null>;
  readonly tell: TellProgress;
}

/** As `bookExport` says. Nothing is left behind when it fails. */
export async function writeArchive(
  world: ArchiveWorld,
  selection: BookSelection,
  signal: AbortSignal,
): Promise<BookFile> {
  const { file } = selection;
  if (existsSync(file)) throw new Fault('config.exists', { path: file });
  if (!existsSync(path.dirname(file))) throw new Fault('command.not-found', { directory: path.dirname(file) });
  const range = await rangeOf(world, selection, signal);
  const part = path.join(path.dirname(file), `.${path.basename(file)}.${randomBytes(6).toString('hex')}.part`);
  try {
    // For its owner alone: it has names and numbers of declarations.
    const target = createWriteStream(part, { fd: openSync(part, 'wx', 0o600), flush: true });
    const made = new Archive(world, selection, range, signal);
    const whole = new Hashing();
    await pipeline(await made.stream(), whole, target, { signal });
    if (moveIfFree(part, file) === 'taken') throw new Fault('config.exists', { path: file });
    const { receipts, receiptsMissing } = made;
    const { entries, head } = range;
    const sizeBytes = statSync(file).size;
    return { file, sizeBytes, sha256: whole.digest(), entries, receipts, receiptsMissing, head };
  } catch (reason) {
    rmSync(part, { force: true });
    throw toFault(reason, 'box', file);
  }
}

type Range = Pick<BookManifest, 'entries' | 'first' | 'last' | 'anchor' | 'head' | 'days'> & {
  /** Ids of the receipts that came in it. */
  readonly receipts: readonly string[];
};

/** What is written later is not part of it: each walk stops at the same entry. */
async function rangeOf(
  { ledger }: ArchiveWorld,
  { since, until, business, receipts: areWanted }: BookSelection,
  signal: AbortSignal,
): Promise<Range> {
  const days = new Days();
  let first: BookEntry | null = null;
  let last: BookEntry | null = null;
  let entries = 0;
  const receipts: string[] = [];
  for await (const page of ledger.book(since, until)) {
    signal.throwIfAborted();
    for (const entry of page) {
      first ??= entry;
      last = entry;
      entries += 1;
      days.see(entry);
      const receipt = areWanted ? receiptIn(entry, business) : null;
      if (receipt !== null) receipts.push(receipt);
    }
  }
  if (first === null || last === null) throw new Fault('book.empty', { since: since ?? '', until: until ?? '' });
  const ends = { first: first.seq, last: last.seq, anchor: first.prev, head: last.hash };
  return { entries, ...ends, days: days.all(), receipts };
}

class Archive {
  receipts = 0;
  receiptsMissing = 0;
  readonly #world: ArchiveWorld;
  readonly #selection: BookSelection;
  readonly #range: Range;
  readonly #signal: AbortSignal;
  readonly #zip = new ZipFile();
  readonly #mtime: Date;
  readonly #files: BookManifestFile[] = [];

  constructor(world: ArchiveWorld, selection: BookSelection, range: Range, signal: AbortSignal) {
    this.#world = world;
    this.#selection = selection;
    this.#range = range;
    this.#signal = signal;
    this.#mtime = new Date(world.clock.nowMs());
  }

  /** The ZIP as it is made: one member after the other, none of them whole in memory. */
  async stream(): Promise<Readable> {
    const output = this.#zip.outputStream as Readable;
    this.#zip.on('error', (reason: Error) => output.destroy(reason));
    this.#add(ENTRIES, () => this.#lines(), null);
    for (const locale of ['zh', 'en'] as const) {
      this.#add(`report.${locale}.html`, () => htmlReport(this.#pages(), this.#range.days, locale), {});
      this.#add(`report.${locale}.csv`, () => csvReport(this.#pages(), locale), {});
    }
    this.#add('verify.mjs', () => [VERIFY_MJS], {});
    this.#add('verify.html', () => [VERIFY_HTML], {});
    this.#add('README.txt', () => [README_TXT], {});
    for (const id of this.#range.receipts) await this.#addReceipt(id);
    this.#add(MANIFEST, () => [this.#manifest()], null);
    this.#zip.end();
    return output;
  }

  /** `listed`: what the manifest says of it beside its hash; null = it is not in the manifest. */
  #add(
    name: string,
    pieces: () => AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
    listed: Pick<BookManifestFile, 'receipt'> | null,
  ): void {
    this.#zip.addReadStreamLazy(name, { mtime: this.#mtime }, (done) => {
      const hashing = new Hashing();
      const source = Readable.from(pieces());
      source.on('error', (reason) => hashing.destroy(reason));
      if (listed !== null) hashing.on('end', () => this.#files.push({ name, sha256: hashing.digest(), ...listed }));
      done(null, source.pipe(hashing));
    });
  }

  /** Not where its file is not there as it came: the firm may have taken it, and what is not what came proves nothing. */
  async #addReceipt(id: string): Promise<void> {
    const { ledger, readReceipt } = this.#world;
    const receipt = await ledger.findReceipt(asReceiptId(id));
    const bytes = receipt === null ? null : await readReceipt(receipt);
    const isWhole = bytes !== null && createHash('sha256').update(bytes).digest('hex') === receipt?.sha256;
    if (receipt === null || !isWhole) {
      this.receiptsMissing += 1;
      return;
    }
    this.receipts += 1;
    const name = `${RECEIPTS}${id}${path.extname(path.basename(receipt.fileName))}`;
    this.#add(name, () => this.#again(receipt), { receipt: id });
  }

  /** Read once more, so that not all of them are in memory. */
  async *#again(receipt: ReceiptRecord): AsyncGenerator<Uint8Array> {
    const bytes = await this.#world.readReceipt(receipt);
    if (bytes === null) throw new Fault('command.not-found', { file: receipt.fileName });
    yield bytes;
  }

  #manifest(): string {
    const { since, until, business } = this.#selection;
    const { clientId } = this.#world;
    const { receipts: _, ...range } = this.#range;
    const about = { swic: 'book', version: 1, made: this.#mtime.getTime(), clientId, since, until, business } as const;
    const manifest: BookManifest = { ...about, ...range, files: this.#files };
    return `${JSON.stringify(manifest, null, 1)}\n`;
  }

  /** All in the range, those of other businesses without their bodies. */
  async *#pages(): AsyncGenerator<readonly BookEntry[]> {
    const { since, until, business } = this.#selection;
    for await (const page of this.#world.ledger.book(since, until)) {
      this.#signal.throwIfAborted();
      const inRange = page.filter(({ seq }) => seq <= this.#range.last);
      yield business === null ? inRange : inRange.map((entry) => withoutOthers(entry, business));
    }
  }

  async *#lines(): AsyncGenerator<string> {
    let done = 0;
    for await (const page of this.#pages()) {
      yield page.map(lineOf).join('');
      done += page.length;
      this.#world.tell({ done, total: this.#range.entries });
    }
  }
}

/** Its content is canonical JSON already, and goes into the line as it is. */
function lineOf({ seq, prev, content, hash, body }: BookEntry): string {
  return `{"seq":${seq},"prev":"${prev}","content":"${content}","hash":"${hash}","body":${body ?? 'null'}}\n`;
}

function withoutOthers(entry: BookEntry, business: string): BookEntry {
  const { business: own } = fieldsOf(entry) ?? {};
  return own === undefined || own === business ? entry : { ...entry, body: null };
}

function receiptIn(entry: BookEntry, business: string | null): string | null {
  if (entry.body?.includes('"fact":"received"') !== true) return null;
  const { business: own, receipt } = fieldsOf(entry) ?? {};
  return typeof receipt === 'string' && (business === null || own === business) ? receipt : null;
}

/** Passes on what it gets, and says in the end what it was. */
class Hashing extends Transform {
  readonly #hash = createHash('sha256');

  override _transform(chunk: Uint8Array, _: string, done: () => void): void {
    this.#hash.update(chunk);
    this.push(chunk);
    done();
  }

  digest(): string {
    return this.#hash.copy().digest('hex');
  }
}

import type { BookDay, BookReport } from '../../contract/book-commands.js';
import type { TellProgress } from '../../contract/progress.js';
import type { BookBreak } from '../../domain/book/break.js';
import { BOOK_BEGINNING, type BookEntry } from '../../domain/book/entry.js';
import { type BookFields, factsOf, fieldsOf } from '../../domain/book/read-body.js';
import type { DocumentId, DocumentRecord } from '../../domain/document.js';
import { formatStamp } from '../../domain/stamp.js';
import { ChainCheck } from '../../ledger/book/chain-check.js';
import type { BookEnd, LedgerReader } from '../../ports/ledger.js';
import { Days } from './days.js';
import { Gaps } from './gaps.js';

type Book = Pick<LedgerReader, 'book' | 'bookEnd' | 'allDocuments'>;

/** Looks through the whole book of a ledger, and holds its documents against it. Writes nothing. */
export async function checkBook(ledger: Book, tell: TellProgress, signal: AbortSignal): Promise<BookReport> {
  const said = new Said();
  const { end, check, ...found } = await walk(ledger, (entry) => said.see(entry), tell, signal);
  const unlike = new Map<string, number>();
  let documents = 0;
  for await (const document of ledger.allDocuments()) {
    signal.throwIfAborted();
    documents += 1;
    const seq = said.contradicts(document);
    if (seq !== null) unlike.set(document.id, seq);
  }
  for (const [id, seq] of said.left()) unlike.set(id, seq);
  if (end !== null && unlike.size > 0) await forgetChanged(ledger, end, unlike);
  for (const [id, seq] of unlike) check.note(seq, 'unlike', id);
  return { ...found, entries: check.entries, breaks: check.breaks, documents };
}

/** The entries alone: the first place at which they do not prove what they say; null = they do. In little memory. */
export async function findChainBreak(
  ledger: Pick<LedgerReader, 'book' | 'bookEnd'>,
  signal: AbortSignal,
): Promise<BookBreak | null> {
  const { check } = await walk(
    ledger,
    () => undefined,
    () => undefined,
    signal,
  );
  return check.breaks[0] ?? null;
}

interface Walked {
  readonly check: ChainCheck;
  readonly end: BookEnd | null;
  readonly days: readonly BookDay[];
  readonly withoutBody: number;
  readonly gaps: readonly number[];
}

async function walk(
  ledger: Pick<LedgerReader, 'book' | 'bookEnd'>,
  onEntry: (entry: BookEntry) => void,
  tell: TellProgress,
  signal: AbortSignal,
): Promise<Walked> {
  const end = await ledger.bookEnd();
  const check = new ChainCheck({ seq: 0, hash: BOOK_BEGINNING });
  const days = new Days();
  const gaps = new Gaps();
  let withoutBody = 0;
  for await (const page of ledger.book(null, null)) {
    signal.throwIfAborted();
    for (const entry of page) {
      // What an agent writes while this looks is not asked for.
      if (end === null || entry.seq > end.seq) continue;
      check.see(entry);
      days.see(entry);
      onEntry(entry);
      gaps.see(entry, check);
      if (entry.body === null) withoutBody += 1;
    }
    tell({ done: check.entries, total: end?.seq ?? 0 });
  }
  if (end !== null) check.end(end.seq, end.hash);
  return { check, end, days: days.all(), withoutBody, gaps: gaps.seqs };
}

/** A document that went on while this looked is not held against what was said of it before. */
async function forgetChanged(ledger: Book, end: BookEnd, unlike: Map<string, number>): Promise<void> {
  for await (const page of ledger.book(end.day === '' ? null : end.day, null))
    for (const entry of page) if (entry.seq > end.seq) unlike.delete(String(fieldsOf(entry)?.['document']));
}

interface Word {
  readonly seq: number;
  readonly stage: string;
  /** Null where the entry that says it was let go of. */
  readonly sha256: string | null;
}

/** What the book says last of each document. */
class Said {
  readonly #words = new Map<string, Word>();
  /** Of what was claimed before this, the book does not know all; of its entries up to `#vagueSeq` neither. */
  #vagueMs: number | null = null;
  #vagueSeq = 0;
  #isNew = true;
  #atMs = 0;

  see(entry: BookEntry): void {
    const { seq } = entry;
    const told = fieldsOf(entry);
    const { at } = told ?? {};
    const atMs = typeof at === 'number' ? at : this.#atMs;
    this.#atMs = atMs;
    // The first entry of a ledger that is older than the book, other programs, and what was let go of.
    if (told === null || told['kind'] === 'gap') this.#beVague(seq, atMs);
    else if (told['kind'] === 'document') this.#seeDocument(seq, told);
    else if (told['kind'] === 'undone') this.#forget(Number(told['first']), Number(told['last']));
    this.#isNew = false;
  }

  /** The entry that it contradicts, 0 where there is none; null = it agrees, or nothing can be said. */
  contradicts(document: DocumentRecord): number | null {
    const word = this.#words.get(document.id);
    this.#words.delete(document.id);
    if (word === undefined) return this.#isVague(document.id, 0) ? null : 0;
    const isLike = word.stage === document.stage && (word.sha256 ?? document.sha256) === document.sha256;
    return isLike || this.#isVague(document.id, word.seq) ? null : word.seq;
  }

  /** Documents of which there is no record. */
  left(): Iterable<readonly [id: string, seq: number]> {
    return [...this.#words]
      .filter(([id, { seq }]) => !this.#isVague(id as DocumentId, seq))
      .map(([id, { seq }]) => [id, seq] as const);
  }

  #isVague(id: DocumentId, seq: number): boolean {
    if (this.#isNew) return true;
    return this.#vagueMs !== null && (seq === 0 ? id <= formatStamp(this.#vagueMs, 22) : seq <= this.#vagueSeq);
  }

  #beVague(seq: number, atMs: number): void {
    this.#vagueMs = Math.max(this.#vagueMs ?? 0, atMs);
    this.#vagueSeq = seq;
  }

  #seeDocument(seq: number, told: BookFields): void {
    const { document, stage } = told;
    const facts = factsOf(told);
    const id = String(document);
    if (facts.some(({ fact }) => fact === 'pruned')) this.#words.delete(id);
    else {
      const claimed = facts.find(({ fact }) => fact === 'claimed');
      const sha256 = claimed === undefined ? (this.#words.get(id)?.sha256 ?? null) : String(claimed['sha256']);
      this.#words.set(id, { seq, stage: String(stage), sha256 });
    }
  }

  #forget(first: number, last: number): void {
    for (const [id, { seq }] of this.#words) if (seq >= first && seq <= last) this.#words.delete(id);
    this.#beVague(last, this.#atMs);
  }
}

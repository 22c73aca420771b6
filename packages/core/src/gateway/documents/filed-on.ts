import type { BusinessKey, DocumentRecord } from '../../domain/document.js';
import { asDocumentId } from '../../domain/ids.js';
import { keptSinceMs } from '../../domain/kept-since.js';
import { dayStartMs, unfiledName } from '../../domain/naming.js';
import { formatStamp } from '../../domain/stamp.js';
import type { LedgerReader } from '../../ports/ledger.js';

const DAY_MS = 86_400_000;
/** A document is claimed some moments before the stamp of its name is taken. */
const AROUND_MS = 600_000;
const ID_DIGITS = 22;
/** Documents of one name that are looked through; a firm that uses a name more often keeps the older files. */
const SAME_NAME_MAX = 64;

/** A day's directory of SentBox, and what is removed from it. */
export interface OldDay {
  readonly business: BusinessKey;
  readonly day: string;
  readonly names: readonly string[];
  readonly nowMs: number;
  /** Documents that are kept since before this may go. */
  readonly olderThanMs: number;
}

/**
 * Of the files in a day's directory of SentBox those that the ledger filed there and that are old enough: nothing else is ours to
 * remove, however it is named. The name of a directory is not enough for that either, since a clock may have been behind. Mostly
 * these are the documents that were claimed on that day, which one walk finds; the few that a clock set back has given other ids are
 * asked for by name.
 */
export async function filedOn(ledger: LedgerReader, old: OldDay): Promise<ReadonlySet<string>> {
  const { business, day, names } = old;
  const missing = new Set(names);
  const filed = new Set<string>();
  const take = async (document: DocumentRecord): Promise<void> => {
    if (document.filedAs?.box !== 'SentBox' || !document.filedAs.path.startsWith(`${day}/`)) return;
    const name = document.filedAs.path.slice(day.length + 1);
    if (missing.delete(name) && (await isOld(ledger, document, old))) filed.add(name);
  };
  for await (const document of claimedOn(ledger, business, day)) await take(document);
  for (const name of missing) {
    for (const document of await ledger.findByName(business, unfiledName(name), SAME_NAME_MAX)) await take(document);
  }
  return filed;
}

/** The first ids of a ledger may be of a clock that was behind; the platform's times in the answers are not. */
async function isOld(ledger: LedgerReader, document: DocumentRecord, { nowMs, olderThanMs }: OldDay): Promise<boolean> {
  if (keptSinceMs(document, nowMs) > olderThanMs) return false;
  const receipts = await ledger.receiptsOf(document.id);
  return receipts.every(({ businessTimeMs: atMs }) => atMs === null || atMs <= olderThanMs || atMs > nowMs + DAY_MS);
}

async function* claimedOn(ledger: LedgerReader, business: BusinessKey, day: string): AsyncGenerator<DocumentRecord> {
  const startMs = dayStartMs(day);
  if (startMs === null) return;
  const beyond = asDocumentId(formatStamp(startMs - AROUND_MS, ID_DIGITS));
  const end = formatStamp(startMs + DAY_MS + AROUND_MS, ID_DIGITS);
  for await (const { documents, lastId } of ledger.scanDocuments({
    order: 'oldest',
    beyond,
    mentions: [`${day}/`],
    only: null,
  })) {
    for (const document of documents) if (document.business === business) yield document;
    if (lastId > end) return;
  }
}

import type { BusinessKey } from '../../domain/document.js';
import { asDocumentId } from '../../domain/ids.js';
import { dayStartMs, unfiledName } from '../../domain/naming.js';
import { formatStamp } from '../../domain/stamp.js';
import type { LedgerReader } from '../../ports/ledger.js';

const DAY_MS = 86_400_000;
/** A document is claimed some moments before the stamp of its name is taken. */
const AROUND_MS = 600_000;
const ID_DIGITS = 22;
/** Documents of one name that are looked through; a firm that uses a name more often keeps the older files. */
const SAME_NAME_MAX = 64;

/**
 * Of the files in a day's directory of SentBox those that the ledger filed there: nothing else is ours to remove, however it is
 * named. Mostly these are the documents that were claimed on that day, which one walk finds; the few that a clock set back has given
 * other ids are asked for by name.
 */
export async function filedOn(
  ledger: LedgerReader,
  business: BusinessKey,
  day: string,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  const missing = new Set(names);
  const filed = new Set<string>();
  const take = (path: string): void => {
    const name = path.slice(day.length + 1);
    if (path.startsWith(`${day}/`) && missing.delete(name)) filed.add(name);
  };
  for await (const path of pathsOfDay(ledger, business, day)) take(path);
  for (const name of missing) {
    const documents = await ledger.findByName(business, unfiledName(name), SAME_NAME_MAX);
    for (const { filedAs } of documents) if (filedAs?.box === 'SentBox') take(filedAs.path);
  }
  return filed;
}

async function* pathsOfDay(ledger: LedgerReader, business: BusinessKey, day: string): AsyncGenerator<string> {
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
    for (const { business: key, filedAs } of documents)
      if (key === business && filedAs?.box === 'SentBox') yield filedAs.path;
    if (lastId > end) return;
  }
}

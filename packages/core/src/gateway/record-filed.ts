import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { BusinessKey, DocumentId, DocumentRecord } from '../domain/document.js';
import { asDocumentId } from '../domain/ids.js';
import { dayStartMs, filedName } from '../domain/naming.js';
import { parseStamp } from '../domain/stamp.js';
import type { Ledger, LedgerChange } from '../ports/ledger.js';

/** A box that a business's documents are filed in. */
export interface FilingBox {
  readonly business: BusinessKey;
  readonly box: 'SentBox' | 'FailBox';
  readonly directory: string;
}

/** Documents in one write. */
const WRITTEN_TOGETHER = 100;

/** What the ledger has a record of, or will have one of at the next start: `<business>/<box>/<path>`. */
export async function knownFiles(ledger: Ledger): Promise<Set<string>> {
  const known = new Set<string>();
  for await (const { business, filedAs, name: own, stampMs } of ledger.allDocuments()) {
    if (filedAs !== null) {
      known.add(`${business}/${filedAs.box}/${filedAs.path}`);
      continue;
    }
    // A crash may have come between the move and the record.
    const { name, day } = filedName(own, stampMs);
    for (const box of ['SentBox', 'FailBox']) {
      known.add(`${business}/${box}/${day}/${name}`);
      known.add(`${business}/${box}/${name}`);
    }
  }
  return known;
}

/** Makes records of the files that `filedName` has named and that are not known; returns how many. */
export async function recordFiled(ledger: Ledger, at: FilingBox, known: ReadonlySet<string>): Promise<number> {
  const minted = new Set<DocumentId>();
  let changes: LedgerChange[] = [];
  let count = 0;
  for (const file of filesIn(at.directory)) {
    const stamp = FILED.exec(file)?.[1] ?? '';
    const stampMs = parseStamp(stamp);
    if (stampMs === null || known.has(`${at.business}/${at.box}/${file}`)) continue;
    const id = await freeId(ledger, stamp, minted);
    const last = recordOf(at, file, { id, stampMs });
    // Nothing begins at its end.
    const first = { ...last, stage: 'sealed', filedAs: null } as const;
    changes.push({ type: 'document', record: first }, { type: 'document', record: last });
    count += 1;
    if (count % WRITTEN_TOGETHER > 0) continue;
    await ledger.write(changes, 'soon');
    changes = [];
  }
  await ledger.write(changes, 'durable');
  return count;
}

/** As `filedName` makes it. */
const FILED = /_(\d{17})(?:\.[^./]*)?$/;

/** Numbers of a millisecond that a run has minted are small. */
const FIRST_REBUILT = 50_001;

async function freeId(ledger: Ledger, stamp: string, minted: Set<DocumentId>): Promise<DocumentId> {
  for (let number = FIRST_REBUILT; ; number += 1) {
    const id = asDocumentId(stamp + String(number).padStart(5, '0'));
    if (minted.has(id) || (await ledger.findDocument(id)) !== null) continue;
    minted.add(id);
    return id;
  }
}

/** In the box and in its day directories; with forward slashes, none where there is no box. */
function* filesIn(directory: string): Generator<string> {
  if (!existsSync(directory)) return;
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.isFile()) yield entry.name;
    if (!entry.isDirectory() || dayStartMs(entry.name) === null) continue;
    for (const inner of readdirSync(path.join(directory, entry.name), { withFileTypes: true }))
      if (inner.isFile()) yield `${entry.name}/${inner.name}`;
  }
}

function recordOf(
  { business, box, directory }: FilingBox,
  file: string,
  { id, stampMs }: Pick<DocumentRecord, 'id' | 'stampMs'>,
): DocumentRecord {
  const bytes = readFileSync(path.join(directory, file));
  return {
    id,
    business,
    name: path.posix.basename(file).replace(/_\d{17}(?=(?:\.[^.]*)?$)/, ''),
    sizeBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    stage: box === 'SentBox' ? 'filed' : 'rejected',
    keys: [],
    root: '',
    messageId: null,
    messageType: null,
    stampMs,
    attempts: box === 'SentBox' ? 1 : 0,
    origin: null,
    times: { found: null, settled: null, claimed: stampMs, sealed: null, confirmed: null, filed: stampMs },
    fault: null,
    signedBy: null,
    verdict: null,
    filedAs: { box, path: file },
    standing: null,
  };
}

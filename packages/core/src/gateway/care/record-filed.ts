import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { identityOf } from '../../boxes/twin.js';
import { occasionOf } from '../../domain/concern.js';
import type { BusinessKey, DocumentId, DocumentRecord } from '../../domain/document.js';
import { asRebuilt, beforeTheEnd, type Claim } from '../../domain/document-steps.js';
import { asDocumentId } from '../../domain/ids.js';
import { dayStartMs, filedName } from '../../domain/naming.js';
import { parseStamp } from '../../domain/stamp.js';
import type { Clock } from '../../ports/clock.js';
import type { Jobs } from '../../ports/jobs.js';
import type { Ledger, LedgerChange } from '../../ports/ledger.js';

/** A box that a business's documents are filed in. */
export interface FilingBox {
  readonly business: BusinessKey;
  readonly box: 'SentBox' | 'FailBox';
  readonly directory: string;
}

export interface RecordWorld {
  readonly ledger: Ledger;
  readonly jobs: Pick<Jobs, 'inspect'>;
  readonly clock: Pick<Clock, 'nowMs'>;
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

/**
 * Makes records of the files that `filedName` has named and that are not known; returns how many. What was sent is read for its
 * numbers: a document without them would leave its answer to another one of the same number.
 */
export async function recordFiled(
  { ledger, jobs, clock }: RecordWorld,
  at: FilingBox,
  known: ReadonlySet<string>,
): Promise<number> {
  const minted = new Set<DocumentId>();
  let changes: LedgerChange[] = [];
  let count = 0;
  for (const file of filesIn(at.directory)) {
    const stamp = FILED.exec(file)?.[1] ?? '';
    const stampMs = parseStamp(stamp);
    if (stampMs === null || known.has(`${at.business}/${at.box}/${file}`)) continue;
    const id = await freeId(ledger, stamp, minted);
    const content = (at.box === 'SentBox' ? await contentOf(jobs, at, file) : null) ?? readAsBytes(at, file);
    const claim = claimOf(at, file, { id, claimedMs: stampMs, ...content });
    const rebuilt = asRebuilt(claim, { box: at.box, path: file });
    for (const { record } of [beforeTheEnd(rebuilt), rebuilt]) changes.push({ type: 'document', record });
    if (at.box === 'FailBox') changes.push(dealtWith(rebuilt.record, clock));
    count += 1;
    if (count % WRITTEN_TOGETHER > 0) continue;
    await ledger.write(changes, 'soon');
    changes = [];
  }
  await ledger.write(changes, 'durable');
  return count;
}

/** Its explanation went into InBox when it was refused; which of years of them still wait for a person is not known, so none does. */
function dealtWith(record: DocumentRecord, clock: Pick<Clock, 'nowMs'>): LedgerChange {
  const handled = { by: 'swic ledger rebuild', atMs: clock.nowMs(), note: '', of: occasionOf(record) };
  return { type: 'document-handled', id: record.id, handled };
}

type Content = Pick<Claim, 'keys' | 'root' | 'messageType' | 'sizeBytes' | 'sha256'>;

/** From one reading, so that its numbers are those of the bytes that are counted. Null = it was not read as a document. */
async function contentOf(
  jobs: Pick<Jobs, 'inspect'>,
  { business, directory }: FilingBox,
  file: string,
): Promise<Content | null> {
  const place = path.join(directory, file);
  const identity = identityOf(place);
  if (identity === null) return null;
  const candidate = { business, name: nameBefore(file), path: place, identity, foundMs: 0, settledMs: 0 };
  const [result] = await jobs.inspect([candidate], new AbortController().signal);
  if (result === undefined || result.outcome === 'failed') return null;
  const { keys, root, messageType, sha256, identity: read } = result.inspection;
  // Too large to be read.
  return sha256 === '' ? null : { keys, root, messageType, sha256, sizeBytes: read.sizeBytes };
}

function readAsBytes({ directory }: FilingBox, file: string): Content {
  const bytes = readFileSync(path.join(directory, file));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { keys: [], root: '', messageType: null, sizeBytes: bytes.length, sha256 };
}

/** The name that it had in OutBox. */
function nameBefore(file: string): string {
  return path.posix.basename(file).replace(/_\d{17}(?=(?:\.[^.]*)?$)/, '');
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

function claimOf(
  { business }: FilingBox,
  file: string,
  { id, claimedMs, ...content }: Pick<Claim, 'id' | 'claimedMs'> & Content,
): Claim {
  return { id, business, name: nameBefore(file), ...content, messageId: null, origin: null, claimedMs };
}

import type { VerifyParams, VerifyReport } from '../../../contract/verify.js';
import type { DocumentRecord } from '../../../domain/document.js';
import type { ReceiptRecord } from '../../../domain/receipt.js';
import { isOpen } from '../../../domain/stage.js';
import { findChainBreak } from '../../book/check-book.js';
import { documentsIn, withoutHaste } from '../../documents/tell-progress.js';
import { Comparer } from './compare.js';
import { type Finding, Findings, finding } from './findings.js';
import { type Listed, listBoxes } from './listed.js';
import { addRecent, type BoxLook, type Extra, extrasIn, judge, KnownPlaces } from './look-at-boxes.js';
import { type Claimed, homeOf, type Looked, lookAtDocument, readClaimed } from './look-at-document.js';
import { allReceipts, ReceiptLook } from './look-at-receipts.js';
import { repairAll } from './repair.js';
import type { VerifyWorld } from './world.js';

const LOOK_AGAIN_MS = 300;
/** Looked at again together, so that what is broken costs a bounded memory too. */
const SUSPECTS_MAX = 500;

interface Totals {
  documents: number;
  purged: number;
  taken: number;
  earlier: number;
  receipts: number;
}

interface Proof extends BoxLook {
  readonly listed: Listed;
  readonly findings: Findings;
  readonly totals: Totals;
  readonly signal: AbortSignal;
}

/**
 * Compares the boxes with the ledger, both ways: each document and receipt has its file, whole and in its place, and each file
 * belongs to one. Moves files only when it is told to repair.
 */
export async function verify(
  world: VerifyWorld,
  params: VerifyParams | null,
  signal: AbortSignal,
): Promise<VerifyReport> {
  const { full, repair } = params ?? { full: false, repair: false };
  const comparer = new Comparer(full);
  const totals: Totals = { documents: 0, purged: 0, taken: 0, earlier: 0, receipts: 0 };
  const listed = await listBoxes(world);
  const proof: Proof = { world, listed, comparer, known: new KnownPlaces(), findings: new Findings(), totals, signal };
  await proveDocuments(proof);
  await proveBoxes(proof);
  await proveClaims(proof);
  await proveReceipts(proof);
  await proveBook(proof);
  const { repaired, left } = await repairAll(proof.findings.all(), repair);
  const told = left.map(({ at }) => at);
  return {
    ...totals,
    isFull: full,
    compared: comparer.compared,
    breaks: told.filter(({ severity }) => severity === 'break'),
    notes: told.filter(({ severity }) => severity === 'note'),
    unlisted: proof.findings.unlisted,
    repaired,
  };
}

async function proveBook({ world, findings, signal }: Proof): Promise<void> {
  const broken = await findChainBreak(world.ledger, signal);
  if (broken === null) return;
  const nowhere = { document: '', business: '', stage: 'none', expected: '', found: [] };
  findings.add(finding('book', { ...nowhere, name: `${broken.seq} ${broken.what}` }));
}

async function proveDocuments(proof: Proof): Promise<void> {
  const { world, known, totals } = proof;
  const claimed = await readClaimed(world);
  const suspects = new Suspects<DocumentRecord>(proof, (document, now) => lookAtNow(proof, document, now));
  const tell = withoutHaste(world.tell, world.clock);
  const total = await documentsIn(world.ledger);
  for await (const document of world.ledger.allDocuments()) {
    totals.documents += 1;
    tell({ done: totals.documents, total });
    remember(proof, document);
    const looked = await lookFirst(proof, document, claimed);
    if (looked.kind === 'purged' || looked.kind === 'taken') {
      totals[looked.kind] += 1;
      known.addAbsent(document);
    } else if (looked.kind === 'found') {
      if (looked.isAbsent) known.addAbsent(document);
      await suspects.add(document, looked.finding);
    }
  }
  await suspects.end();
}

/** As the listing shows it; what is found broken there is looked at in its place. */
async function lookFirst(
  { world, listed, comparer }: Proof,
  document: DocumentRecord,
  claimed: Claimed,
): Promise<Looked> {
  if (listed.knows(document)) {
    const looked = await lookAtDocument(listed.world, document, claimed, comparer);
    if (looked.kind !== 'found') return looked;
  }
  return lookAtDocument(world, document, claimed, comparer);
}

function remember({ world, known }: Proof, document: DocumentRecord): void {
  known.last = document.id;
  if (isOpen(document.stage)) known.open.push(document.id);
  const own = world.boxes.get(document.business);
  if (own !== undefined) known.add(document, homeOf(own, document));
}

/** By its record as it is now: it may have gone on. */
async function lookAtNow(
  { world, comparer }: Proof,
  { id }: DocumentRecord,
  claimed: Claimed,
): Promise<Finding | null> {
  const document = await world.ledger.findDocument(id);
  if (document === null) return null;
  const looked: Looked = await lookAtDocument(world, document, claimed, comparer);
  return looked.kind === 'found' ? looked.finding : null;
}

async function proveBoxes(proof: Proof): Promise<void> {
  const { totals, findings } = proof;
  const suspects = new Suspects<Extra>(proof, async (extra, claimed) => {
    const judged = await judge(proof, extra, claimed);
    return judged === 'earlier' ? null : judged;
  });
  await addRecent(proof);
  for await (const extra of extrasIn(proof)) {
    const judged = await judge(proof, extra, await suspects.claimed());
    if (judged === 'earlier') totals.earlier += 1;
    else if (judged !== null) await suspects.add(extra, judged);
  }
  await suspects.end();
  // Taken from its place, and found in another one.
  for (const { at } of findings.all())
    if (at.kind === 'misplaced' && at.stage === 'rejected' && totals.taken > 0) totals.taken -= 1;
}

/** Files in TempBox that carry an id which is no document's of this business. */
async function proveClaims(proof: Proof): Promise<void> {
  const { world } = proof;
  const claimed = await readClaimed(world);
  const judgeClaim = async ({ business, own, file }: Extra, now: Claimed): Promise<Finding | null> => {
    const id = [...(now.get(business) ?? [])].find(([, files]) => files.some(({ at }) => at === file.at))?.[0];
    if (id === undefined) return null;
    const document = await world.ledger.findDocument(id);
    if (document?.business === business) return null;
    if (document !== null) return (await judge(proof, { business, own, file }, now)) as Finding | null;
    const facts = { document: id, business, name: file.path.slice(id.length + 1), stage: 'none', found: ['TempBox'] };
    return own.isForeign(id)
      ? finding('other-ledger', { ...facts, expected: 'TempBox' })
      : finding('unclaimed', { ...facts, expected: 'OutBox' });
  };
  const suspects = new Suspects<Extra>(proof, judgeClaim);
  for (const extra of claimsIn(world, claimed)) {
    const found = await judgeClaim(extra, claimed);
    if (found !== null) await suspects.add(extra, found);
  }
  await suspects.end();
}

function* claimsIn({ boxes }: VerifyWorld, claimed: Claimed): Generator<Extra> {
  for (const [business, own] of boxes) {
    for (const files of claimed.get(business)?.values() ?? []) yield* files.map((file) => ({ business, own, file }));
  }
}

async function proveReceipts(proof: Proof): Promise<void> {
  const look = new ReceiptLook(proof.world, proof.listed, proof.comparer);
  const suspects = new Suspects<ReceiptRecord>(proof, (receipt) => look.lookAgain(receipt));
  for await (const receipt of allReceipts(proof.world.ledger)) {
    proof.totals.receipts += 1;
    const found = await look.look(receipt);
    if (found !== null) await suspects.add(receipt, found);
  }
  await suspects.end();
}

/** What looked broken once: it counts when it still does after some more looks, since a file on its way is between two places. */
class Suspects<T> {
  readonly #proof: Proof;
  readonly #lookAgain: (suspect: T, claimed: Claimed) => Promise<Finding | null>;
  #claimed: Claimed | null = null;
  #waiting: { readonly suspect: T; readonly found: Finding }[] = [];

  constructor(proof: Proof, lookAgain: (suspect: T, claimed: Claimed) => Promise<Finding | null>) {
    this.#proof = proof;
    this.#lookAgain = lookAgain;
  }

  /** What is in TempBox, read when it is asked for first and with each further look. */
  async claimed(): Promise<Claimed> {
    return (this.#claimed ??= await readClaimed(this.#proof.world));
  }

  async add(suspect: T, found: Finding): Promise<void> {
    this.#waiting.push({ suspect, found });
    if (this.#waiting.length >= SUSPECTS_MAX) await this.end();
  }

  async end(): Promise<void> {
    const { world, signal, findings } = this.#proof;
    for (let look = 1; look < world.looks && this.#waiting.length > 0; look += 1) {
      await world.clock.sleep(LOOK_AGAIN_MS, signal);
      await addRecent(this.#proof);
      this.#claimed = await readClaimed(world);
      this.#waiting = await this.#stillBroken(this.#claimed);
    }
    for (const { found } of this.#waiting) findings.add(found);
    this.#waiting = [];
  }

  async #stillBroken(claimed: Claimed): Promise<{ readonly suspect: T; readonly found: Finding }[]> {
    const still: { readonly suspect: T; readonly found: Finding }[] = [];
    for (const { suspect } of this.#waiting) {
      const found = await this.#lookAgain(suspect, claimed);
      if (found !== null) still.push({ suspect, found });
    }
    return still;
  }
}

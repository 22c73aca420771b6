import type { VerifyBreak, VerifyReport } from '../../contract/commands.js';
import { type BusinessKey, type DocumentRecord, isOperatorsWord } from '../../domain/document.js';
import { isOpen } from '../../domain/stage.js';
import type { Boxes } from '../../ports/boxes.js';
import type { Clock } from '../../ports/clock.js';
import type { LedgerReader } from '../../ports/ledger.js';

/** One business's boxes as `verify` needs them. */
export interface VerifiedBoxes {
  readonly boxes: Boxes;
  /** Days SentBox is kept; 0 = for ever. */
  readonly sentDays: number;
}

export interface VerifyWorld {
  readonly ledger: LedgerReader;
  readonly boxesOf: (business: BusinessKey) => VerifiedBoxes | null;
  readonly businesses: readonly BusinessKey[];
  readonly clock: Clock;
}

/** A file on its way may be between two looks of ours: only what stays broken this often, this long apart, is a break. */
const LOOKS = 4;
const LOOK_AGAIN_MS = 300;
const DAY_MS = 86_400_000;

type Finding =
  | { readonly kind: 'fine' }
  | { readonly kind: 'purged' }
  | { readonly kind: 'taken' }
  | { readonly kind: 'broken'; readonly at: VerifyBreak };

/** Proves that each file the ledger knows is in exactly one place, by looking at the disk; changes nothing. */
export async function verify(world: VerifyWorld, signal: AbortSignal): Promise<VerifyReport> {
  const totals = { documents: 0, purged: 0, taken: 0 };
  let suspects: DocumentRecord[] = [];
  const claimed = await readClaimed(world);
  for await (const document of world.ledger.allDocuments()) {
    totals.documents += 1;
    const finding = await look(world, document, claimed);
    if (finding.kind === 'broken') suspects.push(document);
    else if (finding.kind !== 'fine') totals[finding.kind] += 1;
  }
  let breaks: readonly VerifyBreak[] = [];
  for (let again = 1; again < LOOKS && suspects.length > 0; again += 1) {
    await world.clock.sleep(LOOK_AGAIN_MS, signal);
    const still = await lookAgain(world, suspects);
    suspects = still.map(({ document }) => document);
    breaks = still.map(({ at }) => at);
  }
  const receipts = await countReceipts(world.ledger);
  return { ...totals, receipts, breaks: [...breaks, ...(await strangers(world, signal))] };
}

async function lookAgain(
  world: VerifyWorld,
  suspects: readonly DocumentRecord[],
): Promise<readonly { readonly document: DocumentRecord; readonly at: VerifyBreak }[]> {
  const still: { readonly document: DocumentRecord; readonly at: VerifyBreak }[] = [];
  const claimed = await readClaimed(world);
  for (const { id } of suspects) {
    const document = await world.ledger.findDocument(id);
    if (document === null) continue;
    const finding = await look(world, document, claimed);
    if (finding.kind === 'broken') still.push({ document, at: finding.at });
  }
  return still;
}

async function look(world: VerifyWorld, document: DocumentRecord, claimed: Claimed): Promise<Finding> {
  const own = world.boxesOf(document.business);
  // A business that is not configured any more has boxes we do not know: nothing can be said of them.
  if (own === null || document.stage === 'withdrawn') return { kind: 'fine' };
  const found: string[] = claimed.get(document.business)?.has(document.id) === true ? ['TempBox'] : [];
  const { filedAs } = document;
  if (filedAs !== null && (await own.boxes.exists(filedAs))) found.push(`${filedAs.box}/${filedAs.path}`);
  const expected = isOpen(document.stage) ? 'TempBox' : filedAs === null ? 'FailBox' : `${filedAs.box}/${filedAs.path}`;
  // An operator closed it and knows that there is no file.
  if (found.length === 0 && filedAs === null && isOperatorsWord(document.verdict) && !isOpen(document.stage))
    return { kind: 'taken' };
  if (found.length === 1 && found[0] === expected) return { kind: 'fine' };
  if (found.length === 0 && document.stage === 'rejected' && filedAs !== null) return { kind: 'taken' };
  if (found.length === 0 && document.stage === 'filed' && isPastRetention(document, own.sentDays, world.clock.nowMs()))
    return { kind: 'purged' };
  const { id, business, name, stage } = document;
  return { kind: 'broken', at: { document: id, business, name, stage, expected, found } };
}

function isPastRetention(document: DocumentRecord, sentDays: number, nowMs: number): boolean {
  return sentDays > 0 && nowMs - document.stampMs > sentDays * DAY_MS;
}

/** Files in TempBox that no ledger knows: only a start or a claim in this instant may have them. */
async function strangers(world: VerifyWorld, signal: AbortSignal): Promise<readonly VerifyBreak[]> {
  const breaks: VerifyBreak[] = [];
  for (const business of world.businesses) {
    const own = world.boxesOf(business);
    if (own === null) continue;
    let unknown = await unknownIn(world, own);
    for (let again = 1; again < LOOKS && unknown.length > 0; again += 1) {
      await world.clock.sleep(LOOK_AGAIN_MS, signal);
      const before = new Set(unknown.map(({ document }) => document));
      unknown = (await unknownIn(world, own)).filter(({ document }) => before.has(document));
    }
    breaks.push(...unknown.map((at) => ({ ...at, business })));
  }
  return breaks;
}

async function unknownIn(world: VerifyWorld, own: VerifiedBoxes): Promise<readonly VerifyBreak[]> {
  const breaks: VerifyBreak[] = [];
  for await (const { id, name } of own.boxes.claimedFiles()) {
    const isKnown = (await world.ledger.findDocument(id)) !== null;
    if (!isKnown)
      breaks.push({ document: id, business: '', name, stage: 'none', expected: 'OutBox', found: ['TempBox'] });
  }
  return breaks;
}

type Claimed = ReadonlyMap<BusinessKey, ReadonlySet<string>>;

/** What lies in each TempBox, read once per look. */
async function readClaimed(world: VerifyWorld): Promise<Claimed> {
  const claimed = new Map<BusinessKey, ReadonlySet<string>>();
  for (const business of world.businesses) {
    const ids = new Set<string>();
    const own = world.boxesOf(business);
    if (own !== null) for await (const { id } of own.boxes.claimedFiles()) ids.add(id);
    claimed.set(business, ids);
  }
  return claimed;
}

async function countReceipts(ledger: LedgerReader): Promise<number> {
  let count = 0;
  let before = null;
  for (;;) {
    const page = await ledger.listReceipts({
      business: null,
      sinceMs: null,
      untilMs: null,
      text: null,
      before,
      limit: 1_000,
    });
    count += page.length;
    const last = page.at(-1);
    if (last === undefined || page.length < 1_000) return count;
    before = last.id;
  }
}

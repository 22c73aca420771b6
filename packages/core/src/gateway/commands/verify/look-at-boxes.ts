import path from 'node:path';
import type { BusinessKey, DocumentId, DocumentRecord } from '../../../domain/document.js';
import { parseFiledName } from '../../../domain/naming.js';
import type { SurveyedFile } from '../../../ports/boxes.js';
import type { Comparer } from './compare.js';
import { type Finding, finding, ofDocument } from './findings.js';
import { type Claimed, homeOf, lookAtDocument, misplaced, nameOf } from './look-at-document.js';
import { PlaceSet } from './place-set.js';
import type { VerifiedBoxes, VerifyWorld } from './world.js';

const DAY_MS = 86_400_000;
/** Of one name; where a firm's program always writes the same one, the newest. */
const SAME_NAME_MAX = 200;
/** Documents without a file that a renamed file is compared with. */
const ABSENT_MAX = 50_000;

/** What the walk over the ledger leaves for the walk over the boxes: eight bytes a document, not its path. */
export class KnownPlaces {
  readonly #places = new PlaceSet();
  readonly #oldestMs = new Map<BusinessKey, number>();
  /** By SHA-256: documents whose file is not where it should be. */
  readonly #absent = new Map<string, DocumentId>();
  readonly #absentSizes = new Set<number>();
  /** Documents that something happens to during the walk, and the last one that the walk has seen. */
  readonly open: DocumentId[] = [];
  last: DocumentId | null = null;

  add(document: DocumentRecord, home: SurveyedFile | null): void {
    if (home !== null) this.#places.add(home);
    const oldestMs = this.#oldestMs.get(document.business) ?? Number.POSITIVE_INFINITY;
    if (document.stampMs < oldestMs) this.#oldestMs.set(document.business, document.stampMs);
  }

  addAbsent({ id, sha256, sizeBytes }: DocumentRecord): void {
    if (sha256 === '' || this.#absent.size >= ABSENT_MAX) return;
    this.#absent.set(sha256, id);
    this.#absentSizes.add(sizeBytes);
  }

  has(file: SurveyedFile): boolean {
    return this.#places.has(file);
  }

  mayBeAbsent(sizeBytes: number): boolean {
    return this.#absentSizes.has(sizeBytes);
  }

  findAbsent(sha256: string): DocumentId | null {
    return this.#absent.get(sha256) ?? null;
  }

  /** Epoch ms from which on the ledger knows every file that was filed for this business. */
  rememberedSinceMs(business: BusinessKey, keptSinceMs: number): number {
    return Math.max(this.#oldestMs.get(business) ?? Number.POSITIVE_INFINITY, keptSinceMs);
  }
}

export interface BoxLook {
  readonly world: VerifyWorld;
  readonly known: KnownPlaces;
  readonly comparer: Comparer;
}

export interface Extra {
  readonly business: BusinessKey;
  readonly own: VerifiedBoxes;
  readonly file: SurveyedFile;
}

/** Files that no document of the ledger has its place at. */
export async function* extrasIn({ world, known }: BoxLook): AsyncGenerator<Extra> {
  for (const [business, own] of world.boxes) {
    for await (const file of own.survey.files()) if (!known.has(file)) yield { business, own, file };
  }
}

/** What was claimed or filed since the walk over the ledger. */
export async function addRecent({ world: { ledger, boxes }, known }: BoxLook): Promise<void> {
  const add = (document: DocumentRecord | null): void => {
    const own = document === null ? undefined : boxes.get(document.business);
    if (document !== null && own !== undefined) known.add(document, homeOf(own, document));
  };
  for (const id of known.open) add(await ledger.findDocument(id));
  for await (const { documents } of ledger.scanDocuments({
    order: 'oldest',
    beyond: known.last,
    mentions: [],
    only: null,
  }))
    documents.forEach(add);
}

export type Judged = Finding | 'earlier' | null;

/** Says of a file whose it is; null when it went away or is where it belongs after all. */
export async function judge(look: BoxLook, extra: Extra, claimed: Claimed): Promise<Judged> {
  const { world, known } = look;
  const { business, own, file } = extra;
  const facts = await own.survey.facts(file);
  if (known.has(file) || (facts === null && file.box !== 'TempBox')) return null;
  const owner = facts === null ? null : await ownerOf(look, extra, facts.sizeBytes);
  if (owner !== null) return ofOwner(look, extra, owner, claimed);
  const where = {
    document: '',
    business,
    name: path.posix.basename(file.path),
    stage: 'none',
    expected: '',
    found: [nameOf(file)],
  };
  if (file.box === 'TempBox') return finding('nameless', where);
  const parts = parseFiledName(where.name);
  if (parts === null) return finding('unknown-file', where);
  const keptSinceMs = world.clock.nowMs() - (world.keepDays - 1) * DAY_MS;
  return parts.stampMs < known.rememberedSinceMs(business, keptSinceMs) ? 'earlier' : finding('foreign', where);
}

/** By its name, then by its content alone: a hand gives files other names too. */
async function ownerOf(
  { world, known, comparer }: BoxLook,
  { own, file }: Extra,
  sizeBytes: number,
): Promise<DocumentRecord | null> {
  const ownName = path.posix.basename(file.path);
  const name = parseFiledName(ownName)?.name ?? ownName;
  const candidates = (await world.ledger.findByName(null, name, SAME_NAME_MAX)).filter(
    (one) => one.sizeBytes === sizeBytes && one.sha256 !== '' && one.stage !== 'withdrawn',
  );
  if (candidates.length === 0 && !known.mayBeAbsent(sizeBytes)) return null;
  const content = await comparer.read(own.survey, file);
  if (content === null || content === 'unreadable') return null;
  const same = candidates.filter(({ sha256 }) => sha256 === content);
  const absent = known.findAbsent(content);
  // Of several with the same bytes, the one whose file is missing.
  return (
    same.find(({ id }) => id === absent) ?? (absent === null ? (same[0] ?? null) : world.ledger.findDocument(absent))
  );
}

async function ofOwner(look: BoxLook, extra: Extra, document: DocumentRecord, claimed: Claimed): Promise<Finding> {
  const { world, comparer } = look;
  const home = world.boxes.get(document.business);
  const place = home === undefined ? null : homeOf(home, document);
  const found = extra.business === document.business ? nameOf(extra.file) : `${extra.business}:${nameOf(extra.file)}`;
  const state = await lookAtDocument(world, document, claimed, comparer);
  const isAbsent = state.kind === 'taken' || state.kind === 'purged' || (state.kind === 'found' && state.isAbsent);
  if (isAbsent) {
    const { at, repair } = misplaced(extra.own, extra.file, place, document);
    return { at: { ...at, found: [found] }, repair };
  }
  const facts = {
    ...ofDocument(document),
    expected: place === null ? '' : nameOf(place),
    found: [...(place === null ? [] : [nameOf(place)]), found],
  };
  return finding('copy', facts);
}

import { findCode, PHASES, type Phase } from './codes.js';
import { type DocumentNumber, type PartsAnswered, partsAnswered } from './parts-answered.js';

/** One receipt's word about a declaration. */
export interface ProgressMark {
  /** Name of the code table, e.g. `channel`; null where none explains the code. */
  readonly table: string | null;
  readonly code: string;
  /** The platform's time of the event, epoch ms; null where the receipt has none. */
  readonly timeMs: number | null;
  /** What the receipt says by itself, whatever its code means; null = only its code speaks. A refusal by the platform stays one. */
  readonly word: 'taken' | 'refused' | 'returned' | null;
  /** Number of the order, list or bill that it is about; null = all of the document. */
  readonly part: string | null;
}

/**
 * Where a declaration is, out of every receipt known so far. `current` is what is shown. The order in which receipts arrive
 * does not matter: the same marks always give the same state.
 */
export interface Progress {
  readonly current: ProgressMark | null;
  readonly phase: Phase | null;
  /** Every code seen, once each with its latest time; sorted. Of a part only those that can still be shown. */
  readonly marks: readonly ProgressMark[];
  /** Numbers of the document: they tell how many parts it has. */
  readonly keys: readonly DocumentNumber[];
  /** Null where no receipt names a part, or where the document does not tell how many it has. */
  readonly parts: PartsAnswered | null;
}

export const NO_PROGRESS: Progress = { current: null, phase: null, marks: [], keys: [], parts: null };

/** There are about 90 known codes in all tables; a platform that invents codes without end must not fill the memory. */
const MARKS_MAX = 128;
/** Of a message with 100 orders, two marks of most: where it is, and a return before that. */
const PART_MARKS_MAX = 256;

/**
 * The state after one more receipt; it never goes backwards.
 *
 * - A final phase (released, closed, deleted) is never left for an earlier one; P -> R goes on.
 * - Before that, a return (E, Z, Y …) starts the declaration's life anew: of what happened after the latest return the
 *   furthest phase counts, and the return itself while nothing happened after it.
 * - In one phase the later business time wins. Receipts without a time count as oldest.
 * - Where receipts tell the parts of a document apart, each part has a life of its own, and the document is where its worst part is:
 *   one order that is refused is not hidden by a hundred that are released.
 * - A part that no receipt names yet is not further than the platform: it has the message, since it answered another part of it.
 * - An unknown code is recorded and shown only while no known one is there.
 */
export function advance(current: Progress, incoming: ProgressMark): Progress {
  const marks = withMark(current.marks, incoming);
  const numbers = new Set(marks.flatMap((mark) => partOf(mark) ?? []));
  const parts = partsAnswered(current.keys, numbers);
  const shown = shownOf(marks, parts !== null && parts.answered < parts.total);
  return { ...current, current: shown, phase: shown === null ? null : phaseOf(shown), marks, parts };
}

/** Phase of a mark; null for an unknown code of a receipt that does not say by itself whether it is good. */
export function phaseOf(mark: ProgressMark): Phase | null {
  if (mark.word === 'refused') return 'returned';
  const known = findCode(mark.table, mark.code)?.phase;
  if (known !== undefined) return known;
  return mark.word === null ? null : mark.word === 'taken' ? 'sent' : 'returned';
}

function withMark(marks: readonly ProgressMark[], incoming: ProgressMark): readonly ProgressMark[] {
  const same = marks.find((mark) => nameOf(mark) === nameOf(incoming));
  if (same !== undefined && timeOf(same) >= timeOf(incoming)) return marks;
  const others = marks.filter((mark) => mark !== same);
  if (partOf(incoming) !== null) return withPartMark(marks, others, incoming);
  const [whole, ofParts] = divided([...others, incoming]);
  // Unknown codes come last in this order, so they are what is given up.
  return [...whole.sort(byKey).slice(0, MARKS_MAX), ...ofParts];
}

/** A fixed order that does not depend on arrival: known codes first. */
function byKey(left: ProgressMark, right: ProgressMark): number {
  const known = Number(phaseOf(left) === null) - Number(phaseOf(right) === null);
  return known !== 0 ? known : compareText(nameOf(left), nameOf(right));
}

function nameOf(mark: ProgressMark): string {
  return `${mark.table ?? ''}\u0000${mark.code}\u0000${mark.word ?? ''}\u0000${partOf(mark) ?? ''}`;
}

/** What is never shown again, whatever comes, is not kept: a message of many orders has few marks of each. */
function withPartMark(
  marks: readonly ProgressMark[],
  others: readonly ProgressMark[],
  incoming: ProgressMark,
): readonly ProgressMark[] {
  const part = partOf(incoming);
  if (others.some((mark) => partOf(mark) === part && outlives(mark, incoming))) return marks;
  const left = others.filter((mark) => partOf(mark) !== part || !outlives(incoming, mark));
  const [whole, ofParts] = divided([...left, incoming]);
  return [...whole, ...ofParts.sort(byPart).slice(0, PART_MARKS_MAX)];
}

/** Will the other one never be shown while this one is there? Returns are compared with returns: what follows one needs it. */
function outlives(mark: ProgressMark, other: ProgressMark): boolean {
  const [phase, otherPhase] = [phaseOf(mark), phaseOf(other)];
  if (phase === null || otherPhase === null) return phase !== null;
  if (PHASES[phase].isFinal && !PHASES[otherPhase].isFinal) return true;
  return isReturn(mark) === isReturn(other) && byRank(other, mark) < 0 && timeOf(mark) >= timeOf(other);
}

function isReturn(mark: ProgressMark): boolean {
  return phaseOf(mark) === 'returned';
}

function divided(marks: readonly ProgressMark[]): readonly [whole: ProgressMark[], ofParts: ProgressMark[]] {
  return [marks.filter((mark) => partOf(mark) === null), marks.filter((mark) => partOf(mark) !== null)];
}

/** Refused and returned parts are what is given up last. */
const byPart: Order = (left, right) =>
  Number(isReturn(right)) - Number(isReturn(left)) || compareText(nameOf(left), nameOf(right));

/** Marks of before there were parts have none. */
function partOf({ part }: { readonly part?: string | null }): string | null {
  return part ?? null;
}

/** Of a part of which nothing is said yet, while another part of its message is answered. */
const HEARD: ProgressMark = { table: null, code: '', timeMs: null, word: 'taken', part: null };

/** Of each part what all of the document and the part itself say; of these the worst. */
function shownOf(marks: readonly ProgressMark[], isAnyMissing: boolean): ProgressMark | null {
  const [whole, ofParts] = divided(marks);
  if (ofParts.length === 0) return furthest(whole);
  const parts = new Map<string | null, ProgressMark[]>();
  for (const mark of ofParts) parts.set(partOf(mark), [...(parts.get(partOf(mark)) ?? []), mark]);
  const shown = [...parts.values()].map((own) => furthest([...whole, ...own])).filter((mark) => mark !== null);
  const known = shown.filter((mark) => phaseOf(mark) !== null);
  // What no table knows is not hidden behind what is only inferred.
  if (known.length === 0) return best(shown, byWorst);
  const missing = isAnyMissing ? furthest([...whole, HEARD]) : null;
  return best(missing === null ? known : [...known, missing], byWorst);
}

function furthest(marks: readonly ProgressMark[]): ProgressMark | null {
  const known = marks.filter((mark) => phaseOf(mark) !== null);
  if (known.length === 0) return best(marks, byTime);
  const final = known.filter((mark) => PHASES[phaseOf(mark) ?? 'note'].isFinal);
  if (final.length > 0) return best(final, byRank);
  const lastReturn = best(
    known.filter((mark) => phaseOf(mark) === 'returned'),
    byTime,
  );
  if (lastReturn === null) return best(known, byRank);
  const since = known.filter((mark) => timeOf(mark) > timeOf(lastReturn) && phaseOf(mark) !== 'note');
  return best(since, byRank) ?? lastReturn;
}

type Order = (left: ProgressMark, right: ProgressMark) => number;

function best(marks: readonly ProgressMark[], order: Order): ProgressMark | null {
  return marks.reduce<ProgressMark | null>(
    (kept, mark) => (kept === null || order(kept, mark) < 0 ? mark : kept),
    null,
  );
}

const byTime: Order = (left, right) =>
  Math.sign(compareNumber(timeOf(left), timeOf(right))) || compareText(nameOf(left), nameOf(right));

const byRank: Order = (left, right) => compareNumber(rankOf(left), rankOf(right)) || byTime(left, right);

const byWorst: Order = (left, right) =>
  compareNumber(goodness(left), goodness(right)) || compareNumber(rankOf(right), rankOf(left)) || byTime(left, right);

function goodness(mark: ProgressMark): number {
  const phase = phaseOf(mark);
  return phase !== null && PHASES[phase].isSuccess === false ? 1 : 0;
}

function rankOf(mark: ProgressMark): number {
  const phase = phaseOf(mark);
  return phase === null ? -1 : PHASES[phase].rank;
}

function timeOf(mark: ProgressMark): number {
  return mark.timeMs ?? Number.NEGATIVE_INFINITY;
}

function compareNumber(left: number, right: number): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

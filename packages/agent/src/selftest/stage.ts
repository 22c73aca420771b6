import type { Arrivals, BoxFiles, Clock, Expected, loadDrill, Recorded, VerifyBreak } from '@swic/core';
import { openOffline } from '@swic/core';
import type { TransportSettings } from './broker.js';
import type { CutProxy } from './cut-proxy.js';
import type { Workplace } from './workplace.js';

export type Drill = Awaited<ReturnType<typeof loadDrill>>;

/** What every round plays on. */
export interface Stage {
  readonly drill: Drill;
  readonly clock: Clock;
  readonly place: Workplace;
  readonly arrivals: Arrivals;
  /** Where another workplace can be made, with the same queues. */
  readonly ground: string;
  readonly transport: TransportSettings;
  /** Between the agent and the broker; null = there is no connection. */
  readonly proxy: CutProxy | null;
  /** Calls once, when this many messages more have reached the platform. */
  onArrivals(count: number, act: () => void): void;
  /** Those of this place so far, with their disturbances. */
  readonly done: { readonly batch: Batch; readonly disturbances: number }[];
  /** How many documents of a round are filed and answered. */
  readonly tell: (done: number) => void;
}

/** Where a round of documents is. */
export interface Batch {
  readonly expected: readonly Expected[];
  /** Number of arrivals before it. */
  readonly arrivalsBefore: number;
  readonly droppedMs: number;
}

/** Names of one batch begin alike, and no name of a drill begins another. */
export function dropBatch(stage: Stage, place: Workplace, number: number, documents: number): Batch {
  const { drill, clock, arrivals } = stage;
  const label = `r${String(number).padStart(3, '0')}`;
  const expected: Expected[] = [];
  for (let at = 0; at < documents; at += 1)
    expected.push({ name: `${label}-${String(at).padStart(6, '0')}`, isBroken: false });
  expected.push({ name: `${label}-broken`, isBroken: true });
  const batch = { expected, arrivalsBefore: arrivals.all.length, droppedMs: clock.nowMs() };
  expected.forEach((document, at) => {
    const serial = number * DOCUMENTS_MAX + at;
    place.drop(document, document.isBroken ? drill.brokenDeclaration(serial) : drill.syntheticDeclaration(serial));
  });
  return batch;
}

/** Of one round: the number in a declaration is made from it. */
export const DOCUMENTS_MAX = 100_000;

/** How many of them are at their end, with their receipt. */
export function doneOf({ expected }: Batch, boxes: BoxFiles): number {
  const filed = new Set([...boxes.sentBox, ...boxes.failBox].map(nameIn));
  const answered = new Set(boxes.inBox.map(nameIn));
  const isDone = ({ name, isBroken }: Expected): boolean =>
    filed.has(name) && answered.has(`${isBroken ? 'Failed' : 'Successed'}_${name}`);
  return expected.filter(isDone).length;
}

function nameIn(file: string): string {
  return (file.split(/[\\/]/).at(-1) ?? file).replace(/_\d{17}\.xml$/, '');
}

/** A clock that was set back in between must not hide a record. */
const MARGIN_MS = 3_600_000;
const PAGE = 1_000;

/** What ledger and disk say when no agent runs. */
export async function readRecords(
  { clock, done }: Stage,
  { loaded }: Workplace,
  batch: Batch,
  signal: AbortSignal,
): Promise<{ readonly ledger: readonly Recorded[]; readonly breaks: readonly VerifyBreak[] }> {
  await using offline = await openOffline(loaded, clock, signal);
  const { droppedMs } = done[0]?.batch ?? batch;
  const ledger: Recorded[] = [];
  let before: string | null = null;
  for (;;) {
    const filter = { business: null, stages: null, customs: null, untilMs: null, text: null };
    const params = { ...filter, sinceMs: droppedMs - MARGIN_MS, before, limit: PAGE };
    const page = await offline.listDocuments(params, signal, () => undefined);
    ledger.push(...page);
    before = page.at(-1)?.id ?? null;
    if (page.length < PAGE) break;
  }
  const { breaks } = await offline.verify({ full: true, repair: false }, signal, () => undefined);
  return { ledger, breaks };
}

import { concernOf, STANDINGS, standingOf } from '../domain/concern.js';
import type { BusinessKey, DocumentRecord } from '../domain/document.js';
import type { StandingCount } from '../ports/ledger.js';
import { ALL_STANDINGS, dayStandingKey, lastTwoParts, rangeOfDay, standingKey } from './keys.js';
import type { Step } from './operations.js';
import type { ReadStore } from './store.js';

const SLICE = 200;

export interface StandingTally {
  readonly documents: number;
  /** How many of them wait for a person. */
  readonly concerning: number;
}

export const formatTally = ({ documents, concerning }: StandingTally): string | null =>
  documents === 0 ? null : `${documents} ${concerning}`;

export function parseTally(text: string | null): StandingTally {
  const [documents = 0, concerning = 0] = text === null ? [] : text.split(' ').map(Number);
  return { documents, concerning };
}

/** The counts by what documents are counted as, of all and of each day of claims, as far as they were changed. */
export class StandingCounts {
  readonly #store: Pick<ReadStore, 'find'>;
  readonly #known = new Map<string, StandingTally>();

  constructor(store: Pick<ReadStore, 'find'>) {
    this.#store = store;
  }

  /** What these steps make of the counts that they change. */
  after(steps: Iterable<Step<DocumentRecord>>): ReadonlyMap<string, StandingTally> {
    const counts = new Map<string, StandingTally>();
    for (const { before, after } of steps) {
      if (before !== null && after !== null && isCountedAlike(before, after)) continue;
      if (before !== null) this.#add(counts, before, -1);
      if (after !== null) this.#add(counts, after, 1);
    }
    return counts;
  }

  /** As it is written; what was asked for once is remembered, so that a batch in doubt can be taken back. */
  get(key: string): StandingTally {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const stored = parseTally(this.#store.find(key));
    this.#known.set(key, stored);
    return stored;
  }

  all(): Iterable<readonly [key: string, tally: StandingTally]> {
    return this.#known;
  }

  keep(counts: ReadonlyMap<string, StandingTally>): void {
    for (const [key, tally] of counts) this.#known.set(key, tally);
  }

  #add(counts: Map<string, StandingTally>, document: DocumentRecord, by: 1 | -1): void {
    const standing = standingOf(document);
    const concerning = concernOf(document) === null ? 0 : by;
    for (const key of [
      standingKey(document.business, standing),
      dayStandingKey(document.id, document.business, standing),
    ]) {
      const tally = counts.get(key) ?? this.get(key);
      counts.set(key, { documents: tally.documents + by, concerning: tally.concerning + concerning });
    }
  }
}

function isCountedAlike(before: DocumentRecord, after: DocumentRecord): boolean {
  return standingOf(before) === standingOf(after) && (concernOf(before) === null) === (concernOf(after) === null);
}

/** As `LedgerReader.standings`. */
export async function readStandings(store: ReadStore, day: string | null): Promise<readonly StandingCount[]> {
  const found: StandingCount[] = [];
  const range = day === null ? ALL_STANDINGS : rangeOfDay(day);
  for await (const entries of store.entries(range, 'ascending', SLICE)) {
    for (const [key, text] of entries) {
      const [business, name] = lastTwoParts(key);
      const standing = STANDINGS.find((known) => known === name);
      if (standing !== undefined) found.push({ business: business as BusinessKey, standing, ...parseTally(text) });
    }
  }
  return found;
}

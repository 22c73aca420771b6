import type { BrowseParams, CommandMap, DocumentRecord, Snapshot } from '@swic/core/contract';
import { type Call, type Part, parseFilter } from '@swic/desk';

/** What the list shows, and what it was asked to show. */
export interface LedgerListState {
  readonly filter: string;
  readonly isFaultsOnly: boolean;
  /** `yyyy-MM-dd` of this browser's day, inclusive; '' = not restricted. */
  readonly sinceDay: string;
  readonly untilDay: string;
  readonly order: 'newest' | 'oldest' | 'name' | 'state';
  /** Rows that fit, as far as the ledger was looked through. */
  readonly count: number;
  /** Documents in the ledger, or with a fault; whatever the filter. */
  readonly total: number;
  /** Nothing is known yet of what was asked for. */
  readonly isLoading: boolean;
  /** The ledger is not looked through to its end yet. */
  readonly isCounting: boolean;
  /** Grows whenever a row is another one. */
  readonly version: number;
}

export const LEDGER_LIST_INITIAL: LedgerListState = {
  filter: '',
  isFaultsOnly: false,
  sinceDay: '',
  untilDay: '',
  order: 'newest',
  count: 0,
  total: 0,
  isLoading: true,
  isCounting: true,
  version: 0,
};

export interface LedgerListFields {
  readonly documents: LedgerListState;
  readonly snapshot: Snapshot | null;
}

/** Documents of one part: a request of it takes a few milliseconds. */
const EVERY = 200;
/** Parts whose rows are kept: a scroll back over many screens asks no agent, and a ledger of any length needs no more memory. */
const PARTS_MAX = 30;
/** Outlines of a ledger that grows take at most so much of the agent's time: each waits for twenty times what the one before took. */
const OUTLINE_REST = 20;

interface Section {
  /** Rows before it in the list. */
  readonly from: number;
  readonly documents: number;
  /** It begins strictly beyond this position. */
  readonly beyond: string | null;
}

/**
 * The whole ledger as rows that can be asked for by their number. An outline says how many fit and where every two hundredth is; the rows
 * of a part are loaded when they are seen. Answers that were overtaken by another filter are dropped.
 */
export class LedgerList {
  readonly #store: Part<LedgerListFields>;
  readonly #call: Call;
  readonly #tickMs: () => number;
  #sections: readonly Section[] = [];
  /** By what a section begins beyond, the latest used last. */
  readonly #rows = new Map<string | null, readonly DocumentRecord[]>();
  readonly #loading = new Set<string | null>();
  #generation = 0;
  #seen: readonly [number, number] = [0, 0];
  #nextOutlineMs = 0;

  constructor(store: Part<LedgerListFields>, call: Call, tickMs: () => number) {
    this.#store = store;
    this.#call = call;
    this.#tickMs = tickMs;
  }

  /** Null while it is not loaded: then it has to be seen. */
  rowAt(at: number): DocumentRecord | null {
    const section = this.#sectionAt(at);
    return section === undefined ? null : (this.#rows.get(section.beyond)?.[at - section.from] ?? null);
  }

  /** What the page asks of the ledger now, from the start of the list. */
  params(limit: number): BrowseParams {
    const { filter, isFaultsOnly, sinceDay, untilDay, order } = this.#state;
    const words = parseFilter(filter, this.#store.get().snapshot?.businesses ?? []);
    const dayAfter = dayMs(untilDay, 1);
    return { words, isFaultsOnly, sinceMs: dayMs(sinceDay, 0), untilMs: dayAfter, order, beyond: null, limit };
  }

  /** From the start of the list, with the filter and order of now. Resolves when the whole ledger was looked through. */
  async reload(): Promise<void> {
    this.#generation += 1;
    this.#set({ isLoading: true, isCounting: true });
    await this.#outline();
  }

  /** These rows are seen, both included: what is missing of them is loaded. */
  async see(first: number, last: number): Promise<void> {
    this.#seen = [first, last];
    const wanted = this.#sections.filter(({ from, documents }) => from <= last && from + documents > first);
    await Promise.all(wanted.map((section) => this.#load(section, false)));
  }

  /**
   * What is seen may have moved on: looked at again in place. At the top of the list new rows come in. False where that has to wait, so
   * that it is asked for again.
   */
  async refresh(): Promise<boolean> {
    const { isCounting, order } = this.#state;
    const [first, last] = this.#seen;
    if (isCounting) return false;
    if (first === 0 && order === 'newest' && (await this.#addNewest())) return true;
    const seen = this.#sections.filter(({ from, documents }) => from <= last && from + documents > first);
    await Promise.all(seen.map((section) => this.#load(section, true)));
    // A list that a person reads further down stays as it is: its rows would move away.
    if (first > 0) return true;
    if (this.#tickMs() < this.#nextOutlineMs) return false;
    await this.#outline();
    return true;
  }

  get #state(): LedgerListState {
    return this.#store.get().documents;
  }

  async #outline(): Promise<void> {
    const generation = this.#generation;
    const startedMs = this.#tickMs();
    const sections: Section[] = [];
    let count = 0;
    let from: string | null = null;
    let next: string | null = null;
    do {
      const asked = { ...this.params(count === 0 ? EVERY : 1), beyond: next, every: EVERY };
      const page: CommandMap['outlineDocuments']['result'] = await this.#call('outlineDocuments', asked);
      if (generation !== this.#generation) return;
      if (count === 0 && page.parts.length > 0) {
        this.#rows.clear();
        this.#rows.set(null, page.documents.slice(0, page.parts[0]?.documents ?? 0));
      }
      for (const { documents, last } of page.parts) {
        sections.push({ from: count, documents, beyond: from });
        count += documents;
        from = last;
      }
      next = page.next;
      // What was there before stays in view until the first rows of the new list are known.
      if (count > 0 || next === null) this.#show(sections, { total: page.total, isCounting: next !== null });
    } while (next !== null);
    this.#nextOutlineMs = this.#tickMs() + (this.#tickMs() - startedMs) * OUTLINE_REST;
    await this.see(...this.#seen);
  }

  #show(sections: readonly Section[], more: Partial<LedgerListState>): void {
    this.#sections = [...sections];
    const last = sections.at(-1);
    const count = last === undefined ? 0 : last.from + last.documents;
    if (count === 0) this.#rows.clear();
    this.#set({ ...more, count, isLoading: false, version: this.#state.version + 1 });
  }

  /** New documents come in at the top while it is seen. False where more came than one request tells. */
  async #addNewest(): Promise<boolean> {
    const generation = this.#generation;
    const known = this.#rows.get(null);
    const first = this.#sections[0];
    const { documents, total } = await this.#call('browseDocuments', this.params(EVERY));
    if (generation !== this.#generation) return true;
    if (known === undefined || first === undefined) return false;
    const at = documents.findIndex(({ id }) => id === known[0]?.id);
    if (at < 0) return false;
    const added = documents.slice(0, at);
    const byId = new Map(documents.map((document) => [document.id, document]));
    const rest = known.map((row) => byId.get(row.id) ?? row);
    // The first part grows by what came: its end is where it was.
    this.#rows.set(null, [...added, ...rest]);
    const sections = this.#sections.map((section, place) =>
      place === 0 ? { ...section, documents: section.documents + at } : { ...section, from: section.from + at },
    );
    this.#show(sections, { total });
    return true;
  }

  async #load({ beyond, documents }: Section, isAgain: boolean): Promise<void> {
    const known = this.#rows.get(beyond);
    if (known !== undefined && !isAgain) {
      this.#keep(beyond, known);
      return;
    }
    if (this.#loading.has(beyond)) return;
    const generation = this.#generation;
    this.#loading.add(beyond);
    try {
      const rows: DocumentRecord[] = [];
      let from = beyond;
      do {
        const asked = { ...this.params(Math.min(documents - rows.length, 1_000)), beyond: from };
        const page: CommandMap['browseDocuments']['result'] = await this.#call('browseDocuments', asked);
        rows.push(...page.documents);
        from = page.next;
      } while (rows.length < documents && from !== null);
      if (generation !== this.#generation) return;
      const byId = new Map(rows.map((row) => [row.id, row]));
      this.#keep(beyond, known === undefined ? rows : known.map((row) => byId.get(row.id) ?? row));
      this.#set({ version: this.#state.version + 1 });
    } finally {
      this.#loading.delete(beyond);
    }
  }

  #keep(beyond: string | null, rows: readonly DocumentRecord[]): void {
    this.#rows.delete(beyond);
    this.#rows.set(beyond, rows);
    for (const oldest of this.#rows.keys()) {
      if (this.#rows.size <= PARTS_MAX) break;
      // The first part is what a refresh compares with.
      if (oldest !== null) this.#rows.delete(oldest);
    }
  }

  #sectionAt(at: number): Section | undefined {
    let low = 0;
    let high = this.#sections.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#sections[middle]?.from ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return this.#sections[low];
  }

  #set(change: Partial<LedgerListState>): void {
    this.#store.update(({ documents }) => ({ documents: { ...documents, ...change } }));
  }
}

/** Midnight of a day as the person beside the browser counts, so many days later; null for no day. */
function dayMs(day: string, daysLater: number): number | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  if (year === undefined) return null;
  return new Date(Number(year), Number(month) - 1, Number(date) + daysLater).getTime();
}

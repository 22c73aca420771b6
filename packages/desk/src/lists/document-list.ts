import {
  type BrowseOrder,
  type BrowsePage,
  type DocumentRecord,
  OPPOSITE_ORDERS,
  positionOf,
  type Snapshot,
} from '@swic/core/contract';
import type { Call } from '../outside.js';
import type { Part } from '../store.js';
import type { DocumentsState } from './document-list-state.js';
import { parseFilter } from './filter-words.js';
import { type Move, moved } from './move.js';

const PAGE = 200;
/** Rows kept around the cursor: a scroll back over a few screens asks no agent. */
const ROWS_MAX = 1_200;
/** The next page is asked for before the cursor reaches the edge. */
const EDGE = 60;
/** Rows at the top that are looked at again while the list is open. */
const FRESH = 80;

/** What the list reads and writes of a frontend's state. */
export interface DocumentListFields {
  readonly documents: DocumentsState;
  readonly snapshot: Snapshot | null;
}

/**
 * The documents of the ledger as a list that can be scrolled from end to end, whatever its length: a window of it is loaded and moves
 * with the cursor. Answers that were overtaken by another filter are dropped.
 */
export class DocumentList {
  readonly #store: Part<DocumentListFields>;
  readonly #call: Call;
  #generation = 0;
  #isBusy = false;
  /** A reload that was asked for while another request was on its way. */
  #isReloadWanted = false;

  constructor(store: Part<DocumentListFields>, call: Call) {
    this.#store = store;
    this.#call = call;
  }

  /** From the start of the list, with the filter and order of now. */
  async reload(): Promise<void> {
    this.#generation += 1;
    this.#set({ isLoading: true });
    if (this.#isBusy) {
      this.#isReloadWanted = true;
      return;
    }
    await this.#request(
      async () => this.#read(this.#state.order, null, PAGE),
      (rows, { next, total }) => ({
        rows,
        startsAt: 0,
        cursor: 0,
        hasBefore: false,
        next,
        total,
      }),
    );
  }

  async move(move: Move, pageRows: number): Promise<void> {
    if (move === 'first' && (this.#state.hasBefore || this.#state.startsAt !== 0)) return this.reload();
    if (move === 'last' && this.#state.next !== null) return this.#jumpToEnd();
    const { cursor, rows } = this.#state;
    this.#set({ cursor: moved(cursor, rows.length, move, pageRows) });
    await this.#loadAround();
  }

  /** The row at this place is seen: the window follows it. */
  async see(cursor: number): Promise<void> {
    this.#set({ cursor: Math.min(Math.max(0, cursor), Math.max(0, this.#state.rows.length - 1)) });
    await this.#loadAround();
  }

  /** What is on the screen may have moved on: looked at again, in place. New documents come in at the top while the cursor is there. */
  async refresh(): Promise<void> {
    if (this.#isBusy) return;
    const { rows, cursor, startsAt, order } = this.#state;
    if (cursor === 0 && startsAt === 0) {
      await this.#request(
        async () => this.#read(order, null, PAGE),
        (fresh, { next, total }) => ({
          rows: fresh,
          hasBefore: false,
          next,
          total,
        }),
      );
      return;
    }
    const from = Math.max(0, cursor - FRESH / 2);
    const before = rows[from - 1];
    const above = before === undefined ? null : positionOf(order, before);
    if (above === null && startsAt !== 0) return;
    await this.#request(
      async () => this.#read(order, above, FRESH),
      (fresh, { total }) => {
        const byId = new Map(fresh.map((row) => [row.id, row]));
        return { rows: this.#state.rows.map((row) => byId.get(row.id) ?? row), total };
      },
    );
  }

  get #state(): DocumentsState {
    return this.#store.get().documents;
  }

  async #jumpToEnd(): Promise<void> {
    this.#generation += 1;
    const { order, filter, isFaultsOnly } = this.#state;
    await this.#request(
      async () => this.#read(OPPOSITE_ORDERS[order], null, PAGE),
      (rows, { next, total }) => ({
        rows: [...rows].reverse(),
        startsAt: filter === '' && !isFaultsOnly ? Math.max(0, total - rows.length) : null,
        cursor: Math.max(0, rows.length - 1),
        hasBefore: next !== null,
        next: null,
        total,
      }),
    );
  }

  async #loadAround(): Promise<void> {
    const { cursor, rows, next, hasBefore, order } = this.#state;
    if (this.#isBusy) return;
    if (cursor > rows.length - EDGE && next !== null) {
      await this.#request(
        async () => this.#read(order, next, PAGE),
        (more, page) => this.#append(more, page),
      );
      return;
    }
    const first = rows[0];
    if (cursor < EDGE && hasBefore && first !== undefined)
      await this.#request(
        async () => this.#read(OPPOSITE_ORDERS[order], positionOf(order, first), PAGE),
        (more, page) => this.#prepend([...more].reverse(), page),
      );
  }

  #append(more: readonly DocumentRecord[], { next, total }: BrowsePage): Partial<DocumentsState> {
    const { rows, startsAt, cursor, hasBefore } = this.#state;
    const all = [...rows, ...more];
    const dropped = Math.max(0, Math.min(all.length - ROWS_MAX, cursor - EDGE * 2));
    return {
      rows: all.slice(dropped),
      startsAt: startsAt === null ? null : startsAt + dropped,
      cursor: cursor - dropped,
      hasBefore: hasBefore || dropped > 0,
      next,
      total,
    };
  }

  #prepend(more: readonly DocumentRecord[], { next, total }: BrowsePage): Partial<DocumentsState> {
    const { rows, startsAt, cursor } = this.#state;
    const all = [...more, ...rows];
    const kept = all.slice(0, Math.max(ROWS_MAX, cursor + more.length + EDGE * 2));
    const last = kept.at(-1);
    return {
      rows: kept,
      startsAt: next === null ? 0 : startsAt === null ? null : Math.max(0, startsAt - more.length),
      cursor: cursor + more.length,
      hasBefore: next !== null,
      next:
        kept.length < all.length ? (last === undefined ? null : positionOf(this.#state.order, last)) : this.#state.next,
      total,
    };
  }

  #read(order: BrowseOrder, beyond: string | null, limit: number): Promise<BrowsePage> {
    const { filter, isFaultsOnly } = this.#state;
    const businesses = this.#store.get().snapshot?.businesses ?? [];
    return this.#call('browseDocuments', {
      words: parseFilter(filter, businesses),
      isFaultsOnly,
      sinceMs: null,
      untilMs: null,
      order,
      beyond,
      limit,
    });
  }

  /** One request at a time; its answer counts only while nothing else was asked for since. */
  async #request(
    read: () => Promise<BrowsePage>,
    change: (rows: readonly DocumentRecord[], page: BrowsePage) => Partial<DocumentsState>,
  ): Promise<void> {
    const generation = this.#generation;
    this.#isBusy = true;
    try {
      const page = await read();
      if (generation === this.#generation) this.#set({ ...change(page.documents, page), isLoading: false });
    } finally {
      this.#isBusy = false;
    }
    if (this.#isReloadWanted) {
      this.#isReloadWanted = false;
      await this.reload();
      return;
    }
    // A page of a long search may be empty: the search goes on until a screen is full.
    const { rows, next } = this.#state;
    if (generation === this.#generation && rows.length < EDGE && next !== null) await this.#loadAround();
  }

  #set(change: Partial<DocumentsState>): void {
    this.#store.update(({ documents }) => ({ documents: { ...documents, ...change } }));
  }
}

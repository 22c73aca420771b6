import type { ReceiptListParams, Snapshot } from '@swic/core/contract';
import type { Call } from '../outside.js';
import type { Part } from '../store.js';
import { parseFilter } from './filter-words.js';
import { type Move, moved } from './move.js';
import type { ReceiptsState } from './receipt-list-state.js';

const PAGE = 200;
/** Who looks for older ones narrows the list. */
const ROWS_MAX = 5_000;
const EDGE = 60;

/** What the list reads and writes of a frontend's state. */
export interface ReceiptListFields {
  readonly receipts: ReceiptsState;
  readonly snapshot: Snapshot | null;
}

/** Receipts, newest first; older ones are loaded as the cursor comes near them. */
export class ReceiptList {
  readonly #store: Part<ReceiptListFields>;
  readonly #call: Call;
  #generation = 0;
  #isBusy = false;

  constructor(store: Part<ReceiptListFields>, call: Call) {
    this.#store = store;
    this.#call = call;
  }

  async reload(): Promise<void> {
    this.#generation += 1;
    const generation = this.#generation;
    this.#set({ isLoading: true });
    const rows = await this.#call('listReceipts', this.#params(null));
    if (generation !== this.#generation) return;
    this.#set({ rows, cursor: 0, isAtEnd: rows.length < PAGE, isLoading: false });
  }

  async move(move: Move, pageRows: number): Promise<void> {
    const { cursor, rows } = this.#state;
    await this.see(moved(cursor, rows.length, move, pageRows));
  }

  /** The row at this place is seen: older ones are loaded before the last of them is. */
  async see(cursor: number): Promise<void> {
    const { rows, isAtEnd } = this.#state;
    this.#set({ cursor });
    const last = rows.at(-1);
    if (this.#isBusy || isAtEnd || last === undefined || this.#state.cursor < rows.length - EDGE) return;
    const generation = this.#generation;
    this.#isBusy = true;
    try {
      const more = await this.#call('listReceipts', this.#params(last.receipt.id));
      if (generation !== this.#generation) return;
      const all = [...this.#state.rows, ...more];
      this.#set({ rows: all, isAtEnd: more.length < PAGE || all.length >= ROWS_MAX });
    } finally {
      this.#isBusy = false;
    }
  }

  /** New ones come in while the cursor is at the top. */
  async refresh(): Promise<void> {
    if (this.#state.cursor === 0 && !this.#state.isLoading) await this.reload();
  }

  get #state(): ReceiptsState {
    return this.#store.get().receipts;
  }

  /** A word that means one business narrows to it; the rest is looked for in names, codes, texts and numbers. */
  #params(before: string | null): ReceiptListParams {
    const words = parseFilter(this.#state.filter, this.#store.get().snapshot?.businesses ?? []);
    const named = words.find(({ businesses }) => businesses.length === 1);
    const text = words
      .filter((word) => word !== named)
      .map((word) => word.text)
      .join(' ');
    return {
      business: named?.businesses[0] ?? null,
      states: null,
      customs: null,
      sinceMs: null,
      untilMs: null,
      text: text === '' ? null : text,
      before,
      limit: PAGE,
    };
  }

  #set(change: Partial<ReceiptsState>): void {
    this.#store.update(({ receipts }) => ({ receipts: { ...receipts, ...change } }));
  }
}

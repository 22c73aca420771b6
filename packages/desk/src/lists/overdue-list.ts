import { type DocumentRecord, Fault } from '@swic/core/contract';
import type { Call, DeskClock } from '../outside.js';
import type { Part } from '../store.js';
import { type Move, moved } from './move.js';
import type { OverdueState } from './overdue-list-state.js';

/** The agent reads a week of its ledger for an answer: a screen that only looks on does not ask more often. */
export const REFRESH_OVERDUE_MS = 30_000;

/** What the list reads and writes of a frontend's state. */
export interface OverdueListFields {
  readonly overdue: OverdueState;
}

/** Documents whose answer is late, the longest wait first. One request at a time; what is shown stays until the next answer is in. */
export class OverdueList {
  readonly #store: Part<OverdueListFields>;
  readonly #call: Call;
  readonly #clock: Pick<DeskClock, 'nowMs' | 'tickMs'>;
  #isBusy = false;
  #askedTickMs = Number.NEGATIVE_INFINITY;

  constructor(store: Part<OverdueListFields>, call: Call, clock: Pick<DeskClock, 'nowMs' | 'tickMs'>) {
    this.#store = store;
    this.#call = call;
    this.#clock = clock;
  }

  /** Asked for now. While an answer is on its way, that one is as good. */
  async reload(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#askedTickMs = this.#clock.tickMs();
    this.#set({ isLoading: true });
    try {
      const report = await this.#call('overdue', { business: null, sinceMs: null });
      const cursor = cursorIn(report.documents, this.#state);
      this.#set({ report, reportMs: this.#clock.nowMs(), cursor, fault: null });
    } catch (reason) {
      const fault = Fault.from(reason, 'internal.unexpected');
      // Nothing has been read: the agent is asked as soon as there is one again.
      if (fault.code === 'instance.not-running') this.#askedTickMs = Number.NEGATIVE_INFINITY;
      this.#set({ fault: fault.toRecord() });
      throw fault;
    } finally {
      this.#isBusy = false;
      this.#set({ isLoading: false });
    }
  }

  /** Looked at again once the pace allows it: documents become late by themselves, without anything that moves. */
  async refresh(): Promise<void> {
    if (this.#clock.tickMs() - this.#askedTickMs >= REFRESH_OVERDUE_MS) await this.reload();
  }

  move(move: Move, pageRows: number): void {
    const { cursor, report } = this.#state;
    this.#set({ cursor: moved(cursor, report?.documents.length ?? 0, move, pageRows) });
  }

  get #state(): OverdueState {
    return this.#store.get().overdue;
  }

  #set(change: Partial<OverdueState>): void {
    this.#store.update(({ overdue }) => ({ overdue: { ...overdue, ...change } }));
  }
}

type Rows = readonly { readonly document: DocumentRecord }[];

/** The cursor stays on its document; where that was answered since then, on the one that took its place. */
function cursorIn(rows: Rows, { report, cursor }: OverdueState): number {
  const selected = report?.documents[cursor]?.document.id;
  const at = rows.findIndex(({ document }) => document.id === selected);
  return at >= 0 ? at : Math.min(cursor, Math.max(0, rows.length - 1));
}

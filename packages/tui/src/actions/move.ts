import type { App } from '../app.js';
import type { ViewName } from '../keys.js';
import { shownFaults } from '../screens/faults.js';
import { bottomOf, shownLines } from '../screens/log.js';
import { shownBusinesses } from '../screens/overview.js';

export type Move = 'up' | 'down' | 'page-up' | 'page-down' | 'first' | 'last';

/** Where a cursor in a list of so many comes to stand. */
export function moved(cursor: number, count: number, move: Move, pageRows: number): number {
  const last = Math.max(0, count - 1);
  const at = Math.min(cursor, last);
  switch (move) {
    case 'up':
      return Math.max(0, at - 1);
    case 'down':
      return Math.min(last, at + 1);
    case 'page-up':
      return Math.max(0, at - pageRows);
    case 'page-down':
      return Math.min(last, at + pageRows);
    case 'first':
      return 0;
    case 'last':
      return last;
  }
}

export function moveCursor(app: App, move: Move, pageRows: number): void {
  MOVERS[app.store.get().view]?.(app, move, pageRows);
}

type Mover = (app: App, move: Move, pageRows: number) => void;

const MOVERS: { readonly [View in ViewName]?: Mover } = {
  overview: (app, move, pageRows) =>
    app.store.update(({ overview, snapshot }) => ({
      overview: { cursor: moved(overview.cursor, shownBusinesses(snapshot?.businesses ?? []).length, move, pageRows) },
    })),
  faults: (app, move, pageRows) =>
    app.store.update((state) => ({
      faults: { ...state.faults, cursor: moved(state.faults.cursor, shownFaults(state).length, move, pageRows) },
    })),
  log: (app, move, pageRows) =>
    app.store.update(({ log, locale }) => {
      const lines = shownLines(log, locale);
      // The bottom edge moves, so that the newest line is its last place; from there on it follows.
      const bottom = moved(bottomOf(lines, log.bottomSeq) - 1, lines.length, move, pageRows);
      const isAtEnd = bottom >= lines.length - 1;
      return { log: { ...log, bottomSeq: isAtEnd ? null : (lines[bottom]?.seq ?? null) } };
    }),
};

import { type App, start } from '../app.js';
import type { ViewName } from '../keys.js';
import { type Move, moved } from '../lists/move.js';
import { settingsFields } from '../lists/settings-fields.js';
import { shownFaults } from '../screens/faults.js';
import { shownBusinesses } from '../screens/overview.js';
import { moveLog } from './log.js';

export function moveCursor(app: App, move: Move, pageRows: number): void {
  const { place, view } = app.store.get();
  if (place === 'detail') moveDetail(app, move, pageRows);
  else if (place === 'waiting') moveWaiting(app, move, pageRows);
  else MOVERS[view]?.(app, move, pageRows);
}

/** More lines than any document's story has: the screen knows where the end is. */
const DETAIL_LINES_MAX = 2_000;

function moveDetail(app: App, move: Move, pageRows: number): void {
  app.store.update(({ detail }) =>
    detail === null ? {} : { detail: { ...detail, top: moved(detail.top, detailLength(app), move, pageRows) } },
  );
}

/** Lines that a document's story can have at most on this screen; scrolling ends there. */
function detailLength(app: App): number {
  const examination = app.store.get().detail?.examination ?? null;
  if (examination === null) return 1;
  const { trace, problems } = examination;
  return Math.min(DETAIL_LINES_MAX, trace.steps.length + problems.length * 2 + 12);
}

function moveWaiting(app: App, move: Move, pageRows: number): void {
  app.store.update(({ waiting }) =>
    waiting === null
      ? {}
      : { waiting: { ...waiting, cursor: moved(waiting.cursor, waiting.files?.length ?? 0, move, pageRows) } },
  );
}

type Mover = (app: App, move: Move, pageRows: number) => void;

const MOVERS: { readonly [View in ViewName]?: Mover } = {
  overview: (app, move, pageRows) =>
    app.store.update(({ overview, snapshot }) => ({
      overview: {
        ...overview,
        cursor: moved(overview.cursor, shownBusinesses(snapshot?.businesses ?? []).length, move, pageRows),
      },
    })),
  documents: (app, move, pageRows) => start(app, () => app.documents.move(move, pageRows)),
  settings: (app, move, pageRows) =>
    app.store.update(({ settings }) => ({
      settings: {
        ...settings,
        cursor: moved(
          settings.cursor,
          settings.report === null ? 0 : settingsFields(settings.report).length,
          move,
          pageRows,
        ),
      },
    })),
  receipts: (app, move, pageRows) => start(app, () => app.receipts.move(move, pageRows)),
  overdue: (app, move, pageRows) => app.overdue.move(move, pageRows),
  faults: (app, move, pageRows) =>
    app.store.update((state) => ({
      faults: { ...state.faults, cursor: moved(state.faults.cursor, shownFaults(state).length, move, pageRows) },
    })),
  log: moveLog,
};

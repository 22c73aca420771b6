import type { LogLine } from '@swic/core/contract';
import { type Move, moved } from '@swic/desk';
import { type App, say, start, wordsOf } from '../../app.js';
import { bottomOf, shownLines } from './log.js';
import type { LogHistoryState, LogState } from './state.js';

/** Asked for at a time. */
const PAGE_LINES = 1_000;
/** Loaded at most: what is older is read in the files themselves. */
const LOADED_MAX = 20_000;

/** The bottom edge moves; at the newest line it follows again, and beyond the oldest the log files are read. */
export function moveLog(app: App, move: Move, pageRows: number): void {
  const isBackwards = move === 'up' || move === 'page-up' || move === 'first';
  if (!isBackwards || !isAtTop(app, pageRows)) step(app, move, pageRows);
  if (isBackwards && (move === 'first' || isAtTop(app, pageRows)))
    start(app, async () => {
      await loadOlder(app, move === 'first');
      step(app, move, pageRows);
    });
}

function step(app: App, move: Move, pageRows: number): void {
  app.store.update(({ log, locale }) => {
    const lines = shownLines(log, locale);
    // The first page is the last that there is to go back to.
    const first = Math.min(pageRows + 1, lines.length) - 1;
    const bottom = Math.max(first, moved(bottomOf(lines, log.bottomSeq) - 1, lines.length, move, pageRows));
    const isAtEnd = bottom >= lines.length - 1;
    return { log: { ...log, bottomSeq: isAtEnd ? null : (lines[bottom]?.seq ?? null) } };
  });
}

function isAtTop(app: App, pageRows: number): boolean {
  const { log, locale } = app.store.get();
  return bottomOf(shownLines(log, locale), log.bottomSeq) <= pageRows + 1;
}

/** Until a line more is shown, or, with `all`, to the beginning of the files. */
async function loadOlder(app: App, all: boolean): Promise<void> {
  if (app.store.get().log.history?.isLoading === true) return;
  const shown = (): number => shownLines(app.store.get().log, app.store.get().locale).length;
  const before = shown();
  while (app.store.get().log.history?.isAtEnd !== true && (all || shown() === before)) {
    if (app.store.get().log.lines.length >= LOADED_MAX)
      return say(app, wordsOf(app)('log.enough', { count: LOADED_MAX }), 'info');
    await loadPage(app);
  }
}

async function loadPage(app: App): Promise<void> {
  const { log } = app.store.get();
  const history = log.history ?? beginningOf(log.lines);
  setHistory(app, { ...history, isLoading: true });
  const { level } = log;
  try {
    const { before, cursor } = history;
    const page = await app.call('logHistory', { level, before, cursor, limit: PAGE_LINES });
    app.store.update(({ log: now }) => {
      // Another level was asked for since then: these lines are of the old one.
      if (now.history === null) return {};
      const first = now.lines[0]?.seq ?? history.liveSeq;
      const older = page.lines.map((line, at): LogLine => ({ ...line, seq: first - page.lines.length + at }));
      const read = { ...history, cursor: page.cursor, isAtEnd: page.cursor === null, isLoading: false };
      // Reading goes on where it was: without a place of its own the screen would follow the newest line.
      const bottomSeq = now.bottomSeq ?? now.lines.at(-1)?.seq ?? null;
      return { log: { ...now, lines: [...older, ...now.lines], history: read, bottomSeq } };
    });
  } catch (reason) {
    setHistory(app, { ...history, isLoading: false });
    throw reason;
  }
}

function beginningOf([first]: readonly LogLine[]): LogHistoryState {
  return {
    before: first === undefined ? null : { atMs: first.atMs, seq: first.seq },
    liveSeq: first?.seq ?? 1,
    cursor: null,
    isAtEnd: false,
    isLoading: false,
  };
}

function setHistory(app: App, history: LogState['history']): void {
  app.store.update(({ log }) => ({ log: { ...log, history } }));
}

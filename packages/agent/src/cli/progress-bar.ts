import type { CommandProgress, TellProgress } from '@swic/core';
import type { Context } from './context.js';
import { endLine, sayAgain } from './output.js';
import { formatDuration } from './time-text.js';

/** How far a command is, for the person who waits for it. */
export interface ProgressBar {
  readonly tell: TellProgress;
  /** Before anything else is printed; more than once is no mistake. */
  end(): void;
}

/** What is over sooner is not worth a bar. */
const QUIET_MS = 1_000;
/** In a log. */
const LINE_EACH_MS = 10_000;
const CELLS = 24;
/** Covers what a longer line has left behind. */
const WIDTH = 78;

/**
 * On standard error: a bar with rate and time left on a terminal, a line every ten seconds elsewhere, nothing beside JSON. Nothing at all
 * in the first second.
 */
export function openProgress(context: Context, isTerminal = process.stderr.isTTY === true): ProgressBar {
  const { clock, options } = context;
  if (options.json) return { tell: () => undefined, end: () => undefined };
  const startedMs = clock.tickMs();
  let lineMs = startedMs;
  let isOpen = false;
  return {
    tell: (progress) => {
      const nowMs = clock.tickMs();
      if (nowMs - startedMs < QUIET_MS) return;
      const text = progressText(context, progress, nowMs - startedMs);
      if (isTerminal) {
        isOpen = true;
        sayAgain(`${barOf(progress)} ${text}`.padEnd(WIDTH));
      } else if (nowMs - lineMs >= LINE_EACH_MS) {
        lineMs = nowMs;
        context.say(text);
      }
    },
    end: () => {
      if (isOpen) endLine();
      isOpen = false;
    },
  };
}

function progressText({ t }: Context, { done, total }: CommandProgress, elapsedMs: number): string {
  const perMs = done / elapsedMs;
  // Where nothing was done yet, a rate and what is left would be made up.
  if (perMs === 0) return t('progress.none', { done, total, elapsed: formatDuration(elapsedMs) });
  const left = formatDuration(Math.max(0, total - done) / perMs);
  return t('progress.line', { done, total, rate: Math.round(perMs * 1_000), left });
}

function barOf({ done, total }: CommandProgress): string {
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const cells = Math.floor(share * CELLS);
  return `[${'#'.repeat(cells)}${'-'.repeat(CELLS - cells)}] ${String(Math.floor(share * 100)).padStart(3)}%`;
}

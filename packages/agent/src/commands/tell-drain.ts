import type { Snapshot } from '@swic/core';
import type { Context } from '../cli/context.js';
import { openProgress } from '../cli/progress-bar.js';

const ASK_MS = 500;

/**
 * Until the signal aborts: how much is done of what was in flight when the end was asked for. `where` says `lines` beside a log on the same
 * terminal, which a bar would be mixed with. Never rejects: an agent that no longer answers is at its end.
 */
export async function tellDrain(
  context: Context,
  { inFlight, where }: { readonly inFlight: () => Promise<number>; readonly where: 'bar' | 'lines' },
  signal: AbortSignal,
): Promise<void> {
  const bar = openProgress(context, where === 'bar' && process.stderr.isTTY === true);
  let total = 0;
  try {
    while (!signal.aborted) {
      const left = await inFlight();
      total = Math.max(total, left);
      if (total > 0) bar.tell({ done: total - left, total });
      await context.clock.sleep(ASK_MS, signal);
    }
  } catch {
    // Aborted, or the agent has ended: whether it has is known elsewhere.
  } finally {
    bar.end();
  }
}

/** Documents that were taken from OutBox and are not at their end. */
export const inFlightOf = ({ businesses }: Snapshot): number =>
  businesses.reduce((sum, { inFlight }) => sum + inFlight, 0);

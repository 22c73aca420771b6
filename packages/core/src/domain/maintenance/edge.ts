import type { MaintenanceWindow } from './plan.js';

/** When a trouble began, seen from a time of maintenance that is near. */
export interface MaintenanceEdge {
  readonly window: MaintenanceWindow;
  /** It began shortly before the window, in it, or shortly after its end. */
  readonly began: 'before' | 'within' | 'after';
  /** Between the beginning of the trouble and the edge of the window; 0 = within. */
  readonly apartMs: number;
}

/** A platform stops a little early and is back a little late. */
export const EDGE_MS = 10 * 60_000;

/** The window that explains a trouble of then; null = none of these is near. Pure. */
export function edgeOf(sinceMs: number, windows: readonly MaintenanceWindow[]): MaintenanceEdge | null {
  for (const window of windows) {
    const { fromMs, toMs } = window;
    if (sinceMs >= fromMs && sinceMs < toMs) return { window, began: 'within', apartMs: 0 };
    if (sinceMs < fromMs && fromMs - sinceMs <= EDGE_MS) return { window, began: 'before', apartMs: fromMs - sinceMs };
    if (sinceMs >= toMs && sinceMs - toMs <= EDGE_MS) return { window, began: 'after', apartMs: sinceMs - toMs };
  }
  return null;
}

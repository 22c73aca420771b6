import type { AlertChannelState, AlertsReport, OpenAlert } from '../contract/alerts.js';
import { isRipe } from '../domain/alerts/book.js';
import type { AlertChannel } from '../ports/alert-channel.js';
import type { AlertState } from './alert-state.js';

/** The state as a person asks for it. Pure. */
export function alertsReport(
  { book, queues }: AlertState,
  channels: ReadonlyMap<string, Pick<AlertChannel, 'kind'>>,
  nowMs: number,
): AlertsReport {
  // What maintenance explains and no person was told is none.
  const open = book.entries.filter(
    (entry) => entry.endedMs === null && isRipe(entry, nowMs) && !(entry.trouble.isPlanned && !entry.isOwed),
  );
  return {
    open: open.map(({ id, trouble, toldMs, isOwed }): OpenAlert => {
      const { rule, level, sinceMs, count, places, fault, untilMs } = trouble;
      return { trouble: id, rule, level, sinceMs, count, places, fault, untilMs, toldMs: isOwed ? toldMs : null };
    }),
    channels: [...channels].map(([name, { kind }]): AlertChannelState => {
      const { waiting = [], delivered = 0, dropped = 0, lastDeliveredMs = null } = queues[name] ?? {};
      return {
        name,
        kind,
        queued: waiting.length,
        delivered,
        dropped,
        lastDeliveredMs,
        fault: waiting[0]?.fault ?? null,
      };
    }),
    silences: book.silences,
  };
}

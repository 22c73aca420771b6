import type { AlertDesk } from '../../alerts/alert-desk.js';
import type { DailyReport, DayReport } from '../../contract/day-report.js';
import type { Emit } from '../../contract/events.js';
import { Fault } from '../../contract/fault.js';
import { type DueReport, latestDue, type ReportTime, standingOfReport } from '../../domain/report/due.js';
import type { Clock } from '../../ports/clock.js';

export interface DailyReportWorld {
  readonly time: ReportTime;
  readonly desk: Pick<AlertDesk, 'reports' | 'markReports' | 'tellReport'>;
  readonly hasChannels: boolean;
  /** The numbers of a day. */
  readonly read: (day: string) => Promise<DayReport>;
  /** Resolves to where the files are; null = none are wanted. */
  readonly write: ((report: DailyReport) => Promise<string>) | null;
  readonly clock: Clock;
  readonly emit: Emit;
}

/** The time of the report is a minute of the day. */
const LOOK_MS = 5_000;
/** A ledger or a directory that is away comes back in minutes, not in seconds. */
const RETRY_MS = 60_000;

/**
 * The report of each day at its time, once, also over a restart; the latest that was missed is made at once, and no earlier one. What
 * keeps it is said once and tried again: it never stops the agent, and an absent directory holds up no mail.
 */
export async function runDailyReports(world: DailyReportWorld, signal: AbortSignal): Promise<void> {
  let said = '';
  while (!signal.aborted) {
    const due = latestDue(world.time, world.clock.nowMs());
    const fault = await reportOnce(world, due).then(
      () => null,
      (reason: unknown) => Fault.from(reason, 'internal.unexpected').toRecord(),
    );
    const what = fault === null ? '' : `${due.dueDay} ${fault.code}`;
    if (fault !== null && what !== said) world.emit({ type: 'report.failed', day: due.day, fault });
    said = what;
    await world.clock.sleep(fault === null ? LOOK_MS : RETRY_MS, signal);
  }
}

/** A crash between a step and its mark repeats that step: a report may come twice, and is never left out. */
async function reportOnce(
  { desk, hasChannels, read, write, clock, emit }: DailyReportWorld,
  due: DueReport,
): Promise<void> {
  const madeMs = clock.nowMs();
  const { toldDay, writtenDay } = desk.reports;
  const told = hasChannels ? standingOfReport(toldDay, due.dueDay, madeMs) : 'made';
  const written = write === null ? 'made' : standingOfReport(writtenDay, due.dueDay, madeMs);
  if (told === 'unknown' || written === 'unknown')
    await desk.markReports({
      toldDay: told === 'unknown' ? due.dueDay : toldDay,
      writtenDay: written === 'unknown' ? due.dueDay : writtenDay,
    });
  if (told !== 'due' && written !== 'due') return;
  const report = { ...(await read(due.day)), dueDay: due.dueDay, madeMs, isLate: due.isLate };
  if (told === 'due') await desk.tellReport(report);
  if (written !== 'due' || write === null) return;
  const file = await write(report);
  await desk.markReports({ ...desk.reports, writtenDay: due.dueDay });
  emit({ type: 'report.written', day: due.day, file });
}

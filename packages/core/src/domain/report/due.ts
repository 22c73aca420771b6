import { dayStartMs } from '../alerts/working-time.js';
import { formatDay } from '../stamp.js';

/** When a report is made by itself, and of which day. */
export interface ReportTime {
  /** Minute of the day, China time. */
  readonly atMinute: number;
  readonly about: 'today' | 'yesterday';
}

/** The latest report whose time has come. */
export interface DueReport {
  /** `yyyyMMdd`, China time: the day on which its time came, by which it is known as made. */
  readonly dueDay: string;
  /** `yyyyMMdd`, China time: the day that it is about. */
  readonly day: string;
  /** Its time is over for so long that something kept it. */
  readonly isLate: boolean;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** An agent that was started again at that time is not late. */
const LATE_MS = 10 * MINUTE_MS;
/** A clock that is set right goes back by no more; beyond it a day that has not begun was never reported. */
const CLOCK_MS = 60 * MINUTE_MS;

/** Pure. */
export function latestDue({ atMinute, about }: ReportTime, nowMs: number): DueReport {
  const todayMs = dayStartMs(nowMs) + atMinute * MINUTE_MS;
  const dueMs = todayMs <= nowMs ? todayMs : todayMs - DAY_MS;
  return {
    dueDay: formatDay(dueMs),
    day: formatDay(about === 'today' ? dueMs : dueMs - DAY_MS),
    isLate: nowMs - dueMs > LATE_MS,
  };
}

/**
 * What the day of the last one that was made says of the report that is due. `unknown`: there was none, or its day has not begun (the
 * clock was wrong), so that nothing was missed and the next one counts. Pure.
 */
export function standingOfReport(madeDay: string | null, dueDay: string, nowMs: number): 'due' | 'made' | 'unknown' {
  if (madeDay === null || madeDay > formatDay(nowMs + CLOCK_MS)) return 'unknown';
  return madeDay < dueDay ? 'due' : 'made';
}

import { formatDay } from '../stamp.js';

/** When a firm works, in China time. Minutes are those of the day. */
export interface WorkingHours {
  /** 1 = Monday … 7 = Sunday. */
  readonly days: readonly number[];
  readonly fromMinute: number;
  /** Not after `fromMinute`: on the next day, of which no other word is asked. */
  readonly toMinute: number;
  /** `yyyyMMdd`: no work, whatever the day of the week. */
  readonly holidays: ReadonlySet<string>;
  /** `yyyyMMdd`: work, whatever the day of the week (调休). */
  readonly workdays: ReadonlySet<string>;
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
const DAY_MS = 86_400_000;
const CHINA_OFFSET_MS = 8 * 3_600_000;
/** Longer than any holiday; who asks about more has a clock that jumped. */
const DAYS_MAX = 60;

/** How much working time there is between two moments, of the last sixty days at most. Pure. */
export function workingMsBetween(hours: WorkingHours, fromMs: number, toMs: number): number {
  let sum = 0;
  const { fromMinute, toMinute } = hours;
  const untilMinute = toMinute > fromMinute ? toMinute : toMinute + DAY_MINUTES;
  // A shift of the evening before may go on.
  const firstMs = Math.max(dayStartMs(fromMs), dayStartMs(toMs) - (DAYS_MAX - 1) * DAY_MS) - DAY_MS;
  for (let dayMs = firstMs; dayMs < toMs; dayMs += DAY_MS) {
    if (!isWorkday(hours, dayMs)) continue;
    const beginMs = Math.max(fromMs, dayMs + fromMinute * MINUTE_MS);
    const endMs = Math.min(toMs, dayMs + untilMinute * MINUTE_MS);
    sum += Math.max(0, endMs - beginMs);
  }
  return sum;
}

/** Is the moment in a span of the day that may go over midnight? Pure. */
export function isWithinDaySpan(
  { fromMinute, toMinute }: Pick<WorkingHours, 'fromMinute' | 'toMinute'>,
  nowMs: number,
): boolean {
  const minute = Math.floor((nowMs - dayStartMs(nowMs)) / MINUTE_MS);
  return fromMinute <= toMinute ? minute >= fromMinute && minute < toMinute : minute >= fromMinute || minute < toMinute;
}

/** Midnight of that day in China. Pure. */
export function dayStartMs(ms: number): number {
  return Math.floor((ms + CHINA_OFFSET_MS) / DAY_MS) * DAY_MS - CHINA_OFFSET_MS;
}

function isWorkday({ days, holidays, workdays }: WorkingHours, dayMs: number): boolean {
  const day = formatDay(dayMs);
  if (workdays.has(day)) return true;
  // 1970-01-01 was a Thursday.
  const weekday = ((Math.floor((dayMs + CHINA_OFFSET_MS) / DAY_MS) + 3) % 7) + 1;
  return days.includes(weekday) && !holidays.has(day);
}

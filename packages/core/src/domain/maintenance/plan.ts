import { dayStartMs } from '../alerts/working-time.js';

/** One time of maintenance: from `fromMs` on, before `toMs`. */
export interface MaintenanceWindow {
  readonly name: string;
  /** False = nothing stops, trouble is only not told. */
  readonly stopsSending: boolean;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Begins on these days of the week, China time; it may go over midnight. Minutes are those of the day. */
export interface WeeklyWindow extends Omit<MaintenanceWindow, 'fromMs' | 'toMs'> {
  /** 1 = Monday … 7 = Sunday. */
  readonly days: readonly number[];
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** All windows that the configuration names for the transport in use. */
export interface MaintenancePlan {
  readonly weekly: readonly WeeklyWindow[];
  readonly dated: readonly MaintenanceWindow[];
}

export const NO_MAINTENANCE: MaintenancePlan = { weekly: [], dated: [] };

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const DAY_MINUTES = 1_440;
const WEEK_DAYS = 7;
/** Who asks about more has a clock that jumped. */
const LOOK_BACK_MS = 60 * DAY_MS;

/** Every window that overlaps the span, by its beginning. Pure. */
export function windowsBetween(plan: MaintenancePlan, fromMs: number, toMs: number): readonly MaintenanceWindow[] {
  const days = Math.ceil((toMs - fromMs) / DAY_MS) + 2;
  // One that began on the day before may go over midnight.
  const firstMs = dayStartMs(fromMs) - DAY_MS;
  const weekly = plan.weekly.flatMap((window) =>
    Array.from({ length: days }, (_, at) => firstMs + at * DAY_MS)
      .filter((dayMs) => window.days.includes(weekdayOf(dayMs)))
      .map((dayMs) => onDay(window, dayMs)),
  );
  return [...weekly, ...plan.dated]
    .filter((window) => window.fromMs < toMs && window.toMs > fromMs)
    .sort((a, b) => a.fromMs - b.fromMs);
}

/** The windows that are open at a moment. Pure. */
export function openWindows(plan: MaintenancePlan, nowMs: number): readonly MaintenanceWindow[] {
  return windowsBetween(plan, nowMs, nowMs + 1);
}

/** The one that begins next; null = none is planned. Pure. */
export function nextWindow(plan: MaintenancePlan, nowMs: number): MaintenanceWindow | null {
  const weekly = windowsBetween({ ...plan, dated: [] }, nowMs, nowMs + (WEEK_DAYS + 1) * DAY_MS);
  const coming = [...weekly, ...plan.dated].filter(({ fromMs }) => fromMs > nowMs);
  return coming.sort((a, b) => a.fromMs - b.fromMs)[0] ?? null;
}

/** The one that ended last, within the week before; null = none did. Pure. */
export function lastWindow(plan: MaintenancePlan, nowMs: number): MaintenanceWindow | null {
  const ended = windowsBetween(plan, nowMs - (WEEK_DAYS + 1) * DAY_MS, nowMs).filter(({ toMs }) => toMs <= nowMs);
  return [...ended].sort((a, b) => b.toMs - a.toMs)[0] ?? null;
}

/** When there was maintenance, as spans that do not overlap, cut to the span that is asked for: the last sixty days of it. Pure. */
export function maintenanceSpans(
  plan: MaintenancePlan,
  fromMs: number,
  toMs: number,
): readonly (readonly [fromMs: number, toMs: number])[] {
  const beginMs = Math.max(fromMs, toMs - LOOK_BACK_MS);
  const spans: [number, number][] = [];
  for (const window of windowsBetween(plan, beginMs, toMs)) {
    const [from, to] = [Math.max(beginMs, window.fromMs), Math.min(toMs, window.toMs)];
    const last = spans.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else spans.push([from, to]);
  }
  return spans;
}

/** How much of a span was no maintenance. Pure. */
export function msOutside(plan: MaintenancePlan, fromMs: number, toMs: number): number {
  const inside = maintenanceSpans(plan, fromMs, toMs).reduce((sum, [from, to]) => sum + to - from, 0);
  return toMs - fromMs - inside;
}

function onDay({ name, stopsSending, fromMinute, toMinute }: WeeklyWindow, dayMs: number): MaintenanceWindow {
  const lengthMinutes = (toMinute - fromMinute + DAY_MINUTES) % DAY_MINUTES;
  const fromMs = dayMs + fromMinute * MINUTE_MS;
  return { name, stopsSending, fromMs, toMs: fromMs + lengthMinutes * MINUTE_MS };
}

/** Of midnight in China; 1970-01-01 was a Thursday. */
function weekdayOf(dayMs: number): number {
  const days = Math.round((dayMs + CHINA_OFFSET_MS) / DAY_MS);
  return ((((days + 3) % WEEK_DAYS) + WEEK_DAYS) % WEEK_DAYS) + 1;
}

const CHINA_OFFSET_MS = 8 * 3_600_000;

import type { FaultCode } from '../../contract/fault-table.js';
import type { Direction, FlowName } from '../../contract/flow.js';
import { dayStartMs } from '../alerts/working-time.js';
import { formatDay } from '../stamp.js';

/** How long a flow was held on a day, by what. */
export interface HeldTime {
  readonly direction: Direction;
  readonly code: FaultCode;
  readonly heldMs: number;
}

export interface BusinessHeld extends HeldTime {
  readonly business: string;
}

/** By day, `yyyyMMdd` in China time. */
export type HeldDays = Readonly<Record<string, readonly BusinessHeld[]>>;

const DAY_MS = 86_400_000;
/** A year and a little: a report of the same day a year ago can still be asked for. */
const DAYS_MAX = 400;

/** With a span in which a flow was held; one over midnight is of both days. The oldest days are given up. Pure. */
export function withHeld(
  days: HeldDays,
  { flow, code }: { readonly flow: FlowName; readonly code: FaultCode },
  fromMs: number,
  toMs: number,
): HeldDays {
  const next = new Map(Object.entries(days));
  for (let startMs = fromMs; startMs < toMs; ) {
    const endMs = Math.min(toMs, dayStartMs(startMs) + DAY_MS);
    const day = formatDay(startMs);
    next.set(day, withTime(next.get(day) ?? [], { ...flow, code, heldMs: endMs - startMs }));
    startMs = endMs;
  }
  const kept = [...next].sort(([a], [b]) => (a < b ? -1 : 1)).slice(-DAYS_MAX);
  return Object.fromEntries(kept);
}

function withTime(times: readonly BusinessHeld[], more: BusinessHeld): readonly BusinessHeld[] {
  const isSame = (one: BusinessHeld): boolean =>
    one.business === more.business && one.direction === more.direction && one.code === more.code;
  const before = times.find(isSame);
  if (before === undefined) return [...times, more];
  return times.map((one) => (one === before ? { ...one, heldMs: one.heldMs + more.heldMs } : one));
}

import type { MaintenanceEdge } from '../domain/maintenance/edge.js';
import type { MaintenanceWindow } from '../domain/maintenance/plan.js';
import { formatStamp } from '../domain/stamp.js';

export { EDGE_MS, edgeOf, type MaintenanceEdge } from '../domain/maintenance/edge.js';
export type { MaintenanceWindow } from '../domain/maintenance/plan.js';

/** Times in which trouble is expected and not told, as `maintenance` of the configuration names them. */
export interface MaintenanceSnapshot {
  /** Those that are open now. */
  readonly open: readonly MaintenanceWindow[];
  /** The one that begins next; null = none is planned. */
  readonly next: MaintenanceWindow | null;
  /** The one that ended last, within a week; null = none did. */
  readonly last: MaintenanceWindow | null;
}

/** What happens to maintenance. */
export type MaintenanceEvent =
  /** Also at a start in the middle of one. */
  | { readonly type: 'maintenance.began'; readonly window: MaintenanceWindow }
  /** `atMs` of the event is the end; it is before `toMs` where the configuration was changed. */
  | { readonly type: 'maintenance.ended'; readonly window: MaintenanceWindow }
  /** What comes next or was last has changed. */
  | {
      readonly type: 'maintenance.planned';
      readonly next: MaintenanceWindow | null;
      readonly last: MaintenanceWindow | null;
    };

type Locale = 'zh' | 'en';

/** The one for which a person is told that it is over. */
const ENDED_TOLD_MS = 3_600_000;

/** What a person is told about maintenance now: the open windows, or the one that has just ended; empty otherwise. Pure. */
export function maintenanceLines(
  snapshot: MaintenanceSnapshot | null | undefined,
  nowMs: number,
  locale: Locale,
): readonly string[] {
  // An agent of before this was known does not say it.
  if (snapshot === null || snapshot === undefined) return [];
  const { open, last } = snapshot;
  if (open.length > 0) return open.map((window) => openText(window, locale));
  if (last === null || nowMs - last.toMs > ENDED_TOLD_MS) return [];
  const at = dayTime(last.toMs);
  return [
    locale === 'zh'
      ? `维护“${last.name}”已于 ${at} 结束，照常工作`
      : `maintenance "${last.name}" ended at ${at}; work goes on`,
  ];
}

/** `name, 2026-12-05 20:00 to 2026-12-06 08:00`, China time. Pure. */
export function windowText({ name, fromMs, toMs }: MaintenanceWindow, locale: Locale): string {
  return locale === 'zh'
    ? `${name}，${dayTime(fromMs)} 至 ${dayTime(toMs)}`
    : `${name}, ${dayTime(fromMs)} to ${dayTime(toMs)}`;
}

/** When a trouble began, seen from a window, as a sentence. Pure. */
export function edgeText({ window, began, apartMs }: MaintenanceEdge, locale: Locale): string {
  const { name, toMs } = window;
  const minutes = Math.max(1, Math.round(apartMs / 60_000));
  switch (began) {
    case 'before':
      return locale === 'zh'
        ? `在维护“${name}”开始前 ${minutes} 分钟发生`
        : `began ${minutes} min before maintenance "${name}"`;
    case 'within':
      return locale === 'zh'
        ? `在维护“${name}”期间（至 ${dayTime(toMs)}）发生`
        : `began in maintenance "${name}" (until ${dayTime(toMs)})`;
    case 'after':
      return locale === 'zh'
        ? `在维护“${name}”结束后 ${minutes} 分钟内发生`
        : `began within ${minutes} min after maintenance "${name}"`;
  }
}

function openText({ name, stopsSending, toMs }: MaintenanceWindow, locale: Locale): string {
  const at = dayTime(toMs);
  if (!stopsSending)
    return locale === 'zh'
      ? `维护“${name}”至 ${at}：照常发送，故障不告警`
      : `maintenance "${name}" until ${at}: sending goes on, trouble is not told`;
  return locale === 'zh'
    ? `维护“${name}”至 ${at}：发送暂停，到时自动恢复`
    : `maintenance "${name}" until ${at}: sending waits and resumes by itself`;
}

/** `2026-12-05 20:00`, China time. */
function dayTime(ms: number): string {
  const stamp = formatStamp(ms, 17);
  return `${stamp.slice(0, 4)}-${stamp.slice(4, 6)}-${stamp.slice(6, 8)} ${stamp.slice(8, 10)}:${stamp.slice(10, 12)}`;
}

import { windowText } from '../contract/maintenance.js';
import { type MaintenanceWindow, maintenanceSpans, windowsBetween } from '../domain/maintenance/plan.js';
import type { ConfigWarning } from './config-warning.js';
import { maintenancePlan } from './maintenance-schema.js';
import type { Config } from './schema.js';

const DAY_MS = 86_400_000;
/** Every weekly window comes in it, and every pair of them. */
const AHEAD_MS = 9 * DAY_MS;

/** Windows that never come, that never end, or of which two say different things. Pure. */
export function maintenanceWarnings(config: Config, nowMs: number): readonly ConfigWarning[] {
  return [...neverWarnings(config, nowMs), ...alwaysWarning(config, nowMs), ...contraryWarnings(config, nowMs)];
}

function neverWarnings({ maintenance, transport }: Config, nowMs: number): readonly ConfigWarning[] {
  const kinds = (['weekly', 'dated'] as const).flatMap((kind) =>
    Object.entries(maintenance[kind]).flatMap(([name, window]) =>
      window.transport === null || window.transport === transport.kind
        ? []
        : [
            warning(
              `maintenance.${kind}.${name}.transport`,
              `使用的传输方式为 ${transport.kind}，这个维护时间永远不会开始`,
              `the transport is ${transport.kind}, so it never begins`,
            ),
          ],
    ),
  );
  const over = maintenancePlan(maintenance, transport.kind).dated.filter(({ toMs }) => toMs <= nowMs);
  return [
    ...kinds,
    ...over.map(({ name }) =>
      warning(`maintenance.dated.${name}`, '已经过去，可以删除', 'it is over and can be removed'),
    ),
  ];
}

function alwaysWarning({ maintenance, transport }: Config, nowMs: number): readonly ConfigWarning[] {
  const { weekly } = maintenancePlan(maintenance, transport.kind);
  const plan = { weekly: weekly.filter(({ stopsSending }) => stopsSending), dated: [] };
  const [first] = maintenanceSpans(plan, nowMs, nowMs + AHEAD_MS);
  if (first === undefined || first[0] > nowMs || first[1] < nowMs + AHEAD_MS) return [];
  return [
    warning(
      'maintenance.weekly',
      '合起来是整个星期，单据永远不会发送',
      'together they are the whole week: nothing is ever sent',
    ),
  ];
}

/** The one that stops sending counts; the other was meant otherwise. */
function contraryWarnings({ maintenance, transport }: Config, nowMs: number): readonly ConfigWarning[] {
  const plan = maintenancePlan(maintenance, transport.kind);
  const lastMs = Math.max(nowMs + AHEAD_MS, ...plan.dated.map(({ toMs }) => Math.min(toMs, nowMs + 400 * DAY_MS)));
  const windows = windowsBetween(plan, nowMs, lastMs);
  const found = new Map<string, ConfigWarning>();
  for (const [at, one] of windows.entries()) {
    for (const other of windows.slice(at + 1)) {
      if (other.fromMs >= one.toMs) break;
      if (other.stopsSending === one.stopsSending) continue;
      found.set([one.name, other.name].sort().join('\n'), contrary(one, other));
    }
  }
  return [...found.values()];
}

function contrary(one: MaintenanceWindow, other: MaintenanceWindow): ConfigWarning {
  return warning(
    'maintenance',
    `“${windowText(one, 'zh')}”与“${windowText(other, 'zh')}”重叠而 stopsSending 不同，重叠时发送暂停`,
    `"${windowText(one, 'en')}" and "${windowText(other, 'en')}" overlap and differ in stopsSending: while both last, sending waits`,
  );
}

function warning(path: string, zh: string, en: string): ConfigWarning {
  return { level: 'warning', path, zh, en };
}

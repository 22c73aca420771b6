import { FAULTS, type FaultCode } from './fault-table.js';

/** How often the broker was away, within the last day and since the start of the agent. Maintenance is left out. */
export interface OutageHistory {
  readonly count: number;
  /** Of the latest. */
  readonly sinceMs: number;
  /** Of the latest; null = it lasts. */
  readonly endedMs: number | null;
  readonly code: FaultCode;
}

type Locale = 'zh' | 'en';

/** Shorter than the meaning of the fault, where people have a word for it. */
const SHORT: { readonly [C in FaultCode]?: readonly [zh: string, en: string] } = {
  'transport.unreachable': ['不可达', 'unreachable'],
  'transport.closed': ['断开', 'disconnected'],
};

/** `不可达 3 次，最近 14:02 起 6 分钟`; `timeText` says the time of day. Pure. */
export function outageText(
  { count, sinceMs, endedMs, code }: OutageHistory,
  {
    nowMs,
    timeText,
    locale,
  }: { readonly nowMs: number; readonly timeText: (ms: number) => string; readonly locale: Locale },
): string {
  const word = SHORT[code]?.[locale === 'zh' ? 0 : 1] ?? FAULTS[code][locale].meaning;
  const lasted = lastedText((endedMs ?? nowMs) - sinceMs, locale);
  const at = timeText(sinceMs);
  if (locale === 'zh') return `${word} ${count} 次，最近 ${at} 起${endedMs === null ? '，已' : ''} ${lasted}`;
  const times = count === 1 ? 'once' : `${count} times`;
  return `${word} ${times}, last from ${at} ${endedMs === null ? 'on, for' : 'for'} ${lasted}`;
}

function lastedText(ms: number, locale: Locale): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const [s, m, h] = locale === 'zh' ? [' 秒', ' 分钟', ' 小时'] : [' s', ' min', ' h'];
  if (seconds < 60) return `${seconds}${s}`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes}${m}` : `${Math.floor(minutes / 60)}${h} ${minutes % 60}${m}`;
}

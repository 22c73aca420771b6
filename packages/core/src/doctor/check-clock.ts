import type { DoctorFinding } from '../contract/doctor.js';
import type { DoctorCheck } from '../ports/doctor.js';
import { findingsOf } from './findings.js';
import type { Skew } from './platform-time.js';

/** A clock that ours is compared with; null = it does not tell. May reject, which counts as not telling. */
export interface ClockSource {
  readonly zh: string;
  readonly en: string;
  read(signal: AbortSignal): Promise<Skew | null>;
}

/** Stamps in file names and messages are read by people and by the platform: a minute is seen. */
const WARNING_MS = 60_000;
/** Certificates are not valid, and a declaration has the wrong date. */
const WRONG_MS = 12 * 3_600_000;

const { ok, skipped, warning, failed } = findingsOf('clock');

/** Our clock against every other that can be asked. */
export function checkClock(sources: readonly ClockSource[]): DoctorCheck {
  return {
    name: 'clock',
    look: async (signal) => {
      const all = await Promise.all(sources.map((source) => findingOf(source, signal)));
      return all.length === 0 ? [skipped({ zh: '没有可以比较的时钟', en: 'there is no clock to compare with' })] : all;
    },
  };
}

async function findingOf(source: ClockSource, signal: AbortSignal): Promise<DoctorFinding> {
  const skew = await source.read(signal).catch(() => null);
  if (skew === null) return skipped({ zh: `${source.zh}没有给出时间`, en: `${source.en} does not tell the time` });
  const { aheadMs, precisionMs } = skew;
  const distanceMs = Math.max(0, Math.abs(aheadMs) - precisionMs);
  if (distanceMs < 1_000) return ok({ zh: `与${source.zh}一致`, en: `the same as that of ${source.en}` }, skew.source);
  const words = {
    zh: `本机比${source.zh}${aheadMs > 0 ? '快' : '慢'} ${spanText(distanceMs, 'zh')}`,
    en: `ours is ${spanText(distanceMs, 'en')} ${aheadMs > 0 ? 'ahead of' : 'behind'} ${source.en}`,
  };
  if (distanceMs < WARNING_MS) return ok(words, skew.source);
  return distanceMs < WRONG_MS ? warning(words, ADVICE, skew.source) : failed(words, ADVICE, skew.source);
}

const ADVICE = {
  zh: '打开系统的时间同步（Windows：设置 → 时间和语言；Linux：chrony 或 systemd-timesyncd），并检查时区',
  en: 'Switch on time synchronisation (Windows: Settings, Time & language; Linux: chrony or systemd-timesyncd), and look at the time zone',
};

const SPANS = [
  [86_400_000, '天', 'days'],
  [3_600_000, '小时', 'hours'],
  [60_000, '分钟', 'minutes'],
  [1_000, '秒', 's'],
] as const;

function spanText(ms: number, locale: 'zh' | 'en'): string {
  const [unitMs, zh, en] = SPANS.find(([unit]) => ms >= 2 * unit) ?? SPANS[3];
  return `${Math.round(ms / unitMs)} ${locale === 'zh' ? zh : en}`;
}

import { formatStamp } from '../domain/stamp.js';
import { ALERT_NAMES } from './alert-words.js';
import type { BusinessDay, DailyReport, HeldTime } from './day-report.js';
import { FAULTS } from './fault-table.js';

type Locale = 'zh' | 'en';

/** A report as people read it in a mail: a line for the subject, and the lines below it. */
interface DailyReportText {
  readonly title: string;
  readonly lines: readonly string[];
}

type Count = Exclude<keyof BusinessDay, 'business' | 'slowest' | 'held'>;

/** Said of every business. */
const ALWAYS: readonly Count[] = ['claimed', 'sent', 'receipts'];
/** Said where there is one: a person reads what is left to do. */
const TROUBLES: readonly Count[] = ['rejected', 'refused', 'returned', 'unknown', 'overdue'];

const WORDS: Readonly<Record<Locale, Readonly<Record<Count, string>>>> = {
  zh: {
    claimed: '领取 {n} 份',
    sent: '已发送 {n} 份',
    receipts: '收到回执 {n} 份',
    rejected: '校验失败 {n} 份',
    refused: '平台拒收 {n} 份',
    returned: '退单或删单 {n} 份',
    unknown: '结果未知 {n} 份',
    overdue: '超时未回 {n} 份',
  },
  en: {
    claimed: '{n} claimed',
    sent: '{n} sent',
    receipts: '{n} receipts',
    rejected: '{n} refused by our checks',
    refused: '{n} refused by the platform',
    returned: '{n} returned or deleted',
    unknown: '{n} of unknown outcome',
    overdue: '{n} whose answer is late',
  },
};

/** The one place where a day becomes words for a mail or a file. Pure. */
export function dailyReportText(report: DailyReport, locale: Locale): DailyReportText {
  const { businesses, signerDays, bookHead } = report;
  const lines = [
    ...(businesses.length === 0 ? [nothingLine(report, locale)] : totalLines(businesses, locale)),
    ...businesses.map((one) => businessLine(one, locale)),
    ...(signerDays === null ? [] : [signerLine(signerDays, locale)]),
    ...(bookHead === null ? [] : [bookLine(bookHead, locale)]),
    locale === 'zh'
      ? '单据按领取日期统计，状态为发送本日报时的状态；回执按收到日期统计'
      : 'Documents count on the day of their claim, as they are at the time of this report; receipts on the day on which they came',
  ];
  return { title: titleOf(report, locale), lines };
}

/** As long as it is, since it is there to be compared. */
function bookLine({ day, head }: NonNullable<DailyReport['bookHead']>, locale: Locale): string {
  return locale === 'zh'
    ? `存证簿 ${dashedDay(day)} 封册哈希：${head}`
    : `Head of the book, ${dashedDay(day)}: ${head}`;
}

/** `2026-12-05`, from `20261205`. Pure. */
export function dashedDay(day: string): string {
  return `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}`;
}

function titleOf({ day, isWhole, isLate, madeMs }: DailyReport, locale: Locale): string {
  const time = `${formatStamp(madeMs, 17).slice(8, 10)}:${formatStamp(madeMs, 17).slice(10, 12)}`;
  const late = isLate ? [locale === 'zh' ? '补发' : 'late'] : [];
  const until = isWhole ? [] : [locale === 'zh' ? `截至 ${time}` : `until ${time}`];
  const marks = [...late, ...until];
  const title = `${ALERT_NAMES[locale].report} ${dashedDay(day)}`;
  if (marks.length === 0) return title;
  return locale === 'zh' ? `${title}（${marks.join('，')}）` : `${title} (${marks.join(', ')})`;
}

function nothingLine({ isWhole }: DailyReport, locale: Locale): string {
  if (locale === 'zh') return isWhole ? '当天没有单据和回执' : '当天至今没有单据和回执';
  return isWhole ? 'No document and no receipt on this day' : 'No document and no receipt on this day so far';
}

/** Of all businesses; the troubles in a line of their own, so that a day without one says so. */
function totalLines(businesses: readonly BusinessDay[], locale: Locale): readonly string[] {
  const sum = (count: Count): number => businesses.reduce((total, one) => total + one[count], 0);
  const troubles = countWords(
    TROUBLES.filter((count) => sum(count) > 0),
    sum,
    locale,
  );
  const total = countWords(ALWAYS, sum, locale);
  if (locale === 'zh')
    return [
      `合计：${total}`,
      troubles === '' ? '没有校验失败、拒收、退单、结果未知或超时未回的单据' : `需关注：${troubles}`,
    ];
  return [
    `In all: ${total}`,
    troubles === '' ? 'None was refused or returned, is late or of unknown outcome' : `To look at: ${troubles}`,
  ];
}

function businessLine(day: BusinessDay, locale: Locale): string {
  const counts = [...ALWAYS, ...TROUBLES.filter((count) => day[count] > 0)];
  const words = countWords(counts, (count) => day[count], locale);
  const rest = `${words}${slowestText(day, locale)}${heldText(day, locale)}`;
  return locale === 'zh' ? `${day.business}：${rest}` : `${day.business}: ${rest}`;
}

function slowestText({ slowest }: BusinessDay, locale: Locale): string {
  if (slowest === null) return '';
  const took = tookText(slowest.durationMs, locale);
  return locale === 'zh' ? `；最慢 ${took}（${slowest.document}）` : `; the slowest took ${took} (${slowest.document})`;
}

const DIRECTION = { zh: { send: '发送', receive: '接收' }, en: { send: 'sending', receive: 'receiving' } } as const;

function heldText({ held }: BusinessDay, locale: Locale): string {
  const sayOne = ({ direction, code, heldMs }: HeldTime): string => {
    const what = DIRECTION[locale][direction];
    const { meaning } = FAULTS[code][locale];
    const took = tookText(heldMs, locale);
    return locale === 'zh' ? `；${what}停滞 ${took}（${meaning}）` : `; ${what} was held for ${took} (${meaning})`;
  };
  return held.map(sayOne).join('');
}

function signerLine(days: number, locale: Locale): string {
  return locale === 'zh' ? `签名证书还有 ${days} 天到期` : `The certificate of the signer has ${days} days left`;
}

function countWords(counts: readonly Count[], of: (count: Count) => number, locale: Locale): string {
  const words = counts.map((count) => WORDS[locale][count].replace('{n}', String(of(count))));
  return words.join(locale === 'zh' ? '，' : ', ');
}

const UNITS = { zh: [' 小时', ' 分', ' 秒'], en: [' h', ' min', ' s'] } as const;

/** `0.4 秒`, `3 分 20 秒`, `2 小时 5 分`. */
function tookText(ms: number, locale: Locale): string {
  const [h, m, s] = UNITS[locale];
  if (ms < 9_950) return `${(ms / 1_000).toFixed(1)}${s}`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds}${s}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}${m} ${seconds % 60}${s}`;
  return `${Math.floor(minutes / 60)}${h} ${minutes % 60}${m}`;
}

import { ALERT_LEVELS, type AlertLevel, type AlertRule } from '../domain/alerts/rules.js';
import type { Notice } from '../domain/alerts/trouble.js';
import { formatStamp } from '../domain/stamp.js';
import { ALERT_NAMES, ALERT_WORDS } from './alert-words.js';
import type { AlertMessage } from './alerts.js';
import { dailyReportText } from './day-report-text.js';
import { FAULTS } from './fault-table.js';
import { fillText } from './fill-text.js';
import { edgeText } from './maintenance.js';
import { placeText } from './plain-words.js';
import { printable } from './printable.js';

type Locale = 'zh' | 'en';

/** A message as people read it: a line for the subject, and the lines below it; an empty one parts two troubles. Every line is printable. */
export interface AlertText {
  readonly title: string;
  readonly lines: readonly string[];
}

/** More of them are only counted: a message is read on a telephone. */
const NOTICES_MAX = 20;
const PLACES_MAX = 10;
const LINE_MAX = 500;

/** The one place where an alert becomes words. Pure. */
export function alertText(message: AlertMessage, locale: Locale): AlertText {
  // Not there in a message that an earlier version has queued.
  const { title, lines } = message.report ? dailyReportText(message.report, locale) : noticesText(message, locale);
  const { clientId, environment, host } = message.sender;
  const foot = [
    ...(message.link === null ? [] : [message.link]),
    `${clientId} · ${environment} · ${host} · ${timeText(message.atMs)}`,
  ];
  return { title: asLine(title), lines: [...lines, ...foot].map(asLine) };
}

/** For a channel that has no subject: the title is the first line, and what it says already is not said again. Pure. */
export function asOneText({ title, lines }: AlertText): readonly string[] {
  const [first] = lines;
  return first !== undefined && first !== '' && title.includes(first) ? [title, ...lines.slice(1)] : [title, ...lines];
}

function noticesText(message: AlertMessage, locale: Locale): AlertText {
  const names = ALERT_NAMES[locale];
  // The subject is of the first one: what is over must not hide what has begun.
  const notices = message.notices.toSorted((a, b) => urgency(b) - urgency(a));
  const [first] = notices;
  const about = first === undefined ? message.sender.host : headOf(first, locale);
  const more = notices.length > 1 ? ` (+${notices.length - 1})` : '';
  const shown = notices.slice(0, NOTICES_MAX);
  const left = notices.length - shown.length;
  const lines = [
    ...(message.kind === 'test' ? [testLine(locale)] : []),
    ...shown.flatMap((notice, at) => [...(at > 0 ? [''] : []), ...noticeLines(notice, message.atMs, locale)]),
    ...(left > 0
      ? [locale === 'zh' ? `另有 ${left} 项，见 swic alerts list` : `and ${left} more: swic alerts list`]
      : []),
  ];
  return { title: `${names[message.kind]}: ${about}${more}`, lines };
}

/** Of what is there before what is over, and of that the most urgent. */
function urgency({ phase, level }: Notice): number {
  return (phase === 'over' ? 0 : ALERT_LEVELS.length) + ALERT_LEVELS.indexOf(level);
}

/** The word for a level. Pure. */
export function levelText(level: AlertLevel, locale: Locale): string {
  return ALERT_NAMES[locale][level];
}

/** What a rule sees, in words, e.g. `3 flows are held`, and on which day it ends where it does. Pure. */
export function alertHeadline(
  { rule, count, untilMs, fault }: Pick<Notice, 'count' | 'fault' | 'untilMs'> & { readonly rule: AlertRule },
  locale: Locale,
): string {
  const said = fillText(ALERT_WORDS[rule][locale].what, { count });
  // An agent of before that was told does not say it.
  const last = typeof untilMs === 'number' ? lastText(untilMs).slice(0, 10) : null;
  const what = last === null ? said : locale === 'zh' ? `${said}（${last}）` : `${said} (${last})`;
  if (fault === null) return what;
  const { meaning } = FAULTS[fault.code][locale];
  return locale === 'zh' ? `${what}：${meaning} [${fault.code}]` : `${what}: ${meaning} [${fault.code}]`;
}

/** What swic does about a trouble, and what a person can do. Pure. */
export function alertAdvice(
  { rule, fault }: Pick<Notice, 'fault'> & { readonly rule: AlertRule },
  locale: Locale,
): { readonly does: string; readonly todo: string } {
  const { does, todo } = ALERT_WORDS[rule][locale];
  const advice = fault === null ? null : FAULTS[fault.code][locale].advice;
  return { does, todo: [advice, todo].filter((one) => one !== null).join(locale === 'zh' ? '；' : '; ') };
}

/** The rule by a name for people. Pure. */
export function alertRuleText(rule: AlertRule, locale: Locale): string {
  return ALERT_WORDS[rule][locale].title;
}

function headOf(notice: Notice, locale: Locale): string {
  const names = ALERT_NAMES[locale];
  const mark = notice.phase === 'over' ? names.over : `${names[notice.level]} · ${names[notice.phase]}`;
  return `[${mark}] ${alertHeadline(notice, locale)}`;
}

function noticeLines(notice: Notice, nowMs: number, locale: Locale): readonly string[] {
  const isOver = notice.phase === 'over';
  const lines = [headOf(notice, locale), sinceLine(notice, nowMs, locale)];
  if (notice.edge !== null && notice.edge !== undefined) lines.push(edgeText(notice.edge, locale));
  if (notice.places.length > 0) lines.push(placesLine(notice.places, locale));
  if (isOver) return lines;
  const { does, todo } = alertAdvice(notice, locale);
  return locale === 'zh'
    ? [...lines, `swic 的处理：${does}`, `请您：${todo}`]
    : [...lines, `swic: ${does}`, `You: ${todo}`];
}

function sinceLine({ sinceMs, endedMs, untilMs }: Notice, nowMs: number, locale: Locale): string {
  if (endedMs === null && untilMs !== null) return untilLine(untilMs, nowMs, locale);
  const lastedMs = (endedMs ?? nowMs) - sinceMs;
  const for_ = lastedMs < MINUTE_MS ? null : durationText(lastedMs, locale);
  const since = timeText(sinceMs);
  if (endedMs === null) {
    if (for_ === null) return locale === 'zh' ? `始于 ${since}` : `since ${since}`;
    return locale === 'zh' ? `始于 ${since}，已 ${for_}` : `since ${since}, for ${for_}`;
  }
  const end = timeText(endedMs);
  if (locale === 'zh') return `${since} 至 ${end}，${for_ === null ? '不到 1 分钟' : `共 ${for_}`}`;
  return `${since} to ${end}, ${for_ ?? 'less than a minute'}`;
}

/** Of a certificate or a password: since when a person could know of it says less. */
function untilLine(untilMs: number, nowMs: number, locale: Locale): string {
  const last = lastText(untilMs);
  const days = Math.floor((untilMs - nowMs) / DAY_MS);
  if (untilMs <= nowMs) return locale === 'zh' ? `已于 ${last} 到期` : `ended at ${last}`;
  if (days === 0) return locale === 'zh' ? `${last} 到期，不到 1 天` : `ends at ${last}, in less than a day`;
  const left = days === 1 ? '1 day' : `${days} days`;
  return locale === 'zh' ? `${last} 到期，还有 ${days} 天` : `ends at ${last}, in ${left}`;
}

function placesLine(places: readonly string[], locale: Locale): string {
  const shown = places
    .slice(0, PLACES_MAX)
    .map((place) => placeText(place, locale))
    .join(', ');
  const left = places.length - PLACES_MAX;
  const more = left <= 0 ? '' : locale === 'zh' ? ` 等，共 ${places.length} 处` : ` and ${left} more`;
  return locale === 'zh' ? `涉及：${shown}${more}` : `about: ${shown}${more}`;
}

function testLine(locale: Locale): string {
  return locale === 'zh'
    ? '这是一条测试消息：收到即表示该告警通道可用'
    : 'This is a test: the channel works if you read it';
}

/** The last minute before it: what ends with a day ends on that day. */
const lastText = (untilMs: number): string => timeText(untilMs - 1);

/** `2026-11-30 10:02`, China time. */
function timeText(ms: number): string {
  const stamp = formatStamp(ms, 17);
  return `${stamp.slice(0, 4)}-${stamp.slice(4, 6)}-${stamp.slice(6, 8)} ${stamp.slice(8, 10)}:${stamp.slice(10, 12)}`;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

function durationText(ms: number, locale: Locale): string {
  const minutes = Math.max(0, Math.round(ms / MINUTE_MS));
  const [days, hours] = [Math.floor(minutes / 1_440), Math.floor((minutes % 1_440) / 60)];
  const [d, h, m] = locale === 'zh' ? [' 天', ' 小时', ' 分钟'] : [' d', ' h', ' min'];
  if (days > 0) return `${days}${d} ${hours}${h}`;
  return hours > 0 ? `${hours}${h} ${minutes % 60}${m}` : `${minutes}${m}`;
}

/** Whatever comes from outside is one line that any reader shows as it is, and not a long one. */
function asLine(text: string): string {
  const line = printable(text);
  return line.length > LINE_MAX ? `${line.slice(0, LINE_MAX)}…` : line;
}

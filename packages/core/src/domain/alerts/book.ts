import type { AlertPolicy } from './policy.js';
import { type AlertRule, alertRule } from './rules.js';
import type { Notice, Trouble } from './trouble.js';

/** A trouble as it is remembered: what is known of it, and what was told. */
export interface BookEntry {
  /** Of the trouble, for life; a trouble that comes back after its end was told is another one. */
  readonly id: string;
  readonly trouble: Trouble;
  /** Null while it lasts. */
  readonly endedMs: number | null;
  /** When it was last told that it is there; null = never. */
  readonly toldMs: number | null;
  /** The count that was told then. */
  readonly toldCount: number;
  /** It was told, and its end was not. */
  readonly isOwed: boolean;
  /** It was kept back by a quiet time or a silence. */
  readonly isKeptBack: boolean;
}

/** Nothing of a rule is told until then; `rule` null = of any rule. */
export interface Silence {
  readonly rule: AlertRule | null;
  readonly untilMs: number;
  readonly by: string;
}

/** With one more, or without those that it ends: the end of the silence of all rules is the end of each. Pure. */
export function withSilence(before: readonly Silence[], silence: Silence, nowMs: number): readonly Silence[] {
  const isEnd = silence.untilMs <= nowMs;
  if (isEnd && silence.rule === null) return [];
  const others = before.filter(({ rule }) => rule !== silence.rule);
  return isEnd ? others : [...others, silence];
}

/** The durable memory of what is wrong and what was told. */
export interface AlertBook {
  /** Of the last trouble: ids count on. */
  readonly number: number;
  readonly entries: readonly BookEntry[];
  readonly silences: readonly Silence[];
}

export const EMPTY_BOOK: AlertBook = { number: 0, entries: [], silences: [] };

/** What one look changed. */
export interface Advance {
  readonly book: AlertBook;
  /** To be told now, in one message. */
  readonly notices: readonly Notice[];
  /** Some of them were kept back before: the message is the summary of a quiet time. */
  readonly isSummary: boolean;
}

/** A trouble that is back after its end was told is news, but one that comes and goes each minute is not told each minute. */
export const RETURN_MS = 30 * 60_000;

/**
 * One look at all troubles. No trouble is told twice within the repeat time of its rule; one that is back after it was told as over,
 * within half an hour at most (decision 0090). The end of what was told is told once. What is kept back is told when it may be. Pure: a crash before the new book is durable leaves the old
 * one, and the next look says the same again.
 */
export function advance(book: AlertBook, troubles: readonly Trouble[], policy: AlertPolicy, nowMs: number): Advance {
  const silences = book.silences.filter(({ untilMs }) => untilMs > nowMs);
  const seen = see(book, troubles, nowMs);
  const notices: Notice[] = [];
  let isSummary = false;
  const entries = seen.entries.flatMap((entry) => {
    const { rule, level } = entry.trouble;
    const isSilent = policy.isQuiet(level, nowMs) || silences.some((one) => one.rule === null || one.rule === rule);
    const isHushed = entry.endedMs === null && entry.trouble.isPlanned;
    const silent = isHushed ? entry : isSilent ? kept(entry, policy, nowMs) : null;
    const spoken = silent === null ? speak(entry, policy, nowMs) : { entry: silent, notice: null };
    if (spoken.notice !== null) {
      notices.push(spoken.notice);
      isSummary ||= entry.isKeptBack;
    }
    return isForgotten(spoken.entry, policy, nowMs) ? [] : [spoken.entry];
  });
  return { book: { number: seen.number, entries, silences }, notices, isSummary };
}

/** Brings what is remembered up to what is seen. */
function see({ number, entries }: AlertBook, troubles: readonly Trouble[], nowMs: number): Omit<AlertBook, 'silences'> {
  const now = new Map(troubles.map((trouble) => [trouble.key, trouble]));
  let last = number;
  const nextId = (): string => String((last += 1));
  const known = entries.map((entry): BookEntry => {
    const trouble = now.get(entry.trouble.key);
    now.delete(entry.trouble.key);
    // A clock that was set back must not keep a trouble from being told for years.
    const toldMs = entry.toldMs === null ? null : Math.min(entry.toldMs, nowMs);
    if (trouble === undefined) return { ...entry, toldMs, endedMs: entry.endedMs ?? nowMs };
    // As long as its end was not told it is the same trouble.
    const isAnother = entry.endedMs !== null && !entry.isOwed && !entry.isKeptBack;
    if (isAnother) return { ...entry, id: nextId(), toldMs, endedMs: null, toldCount: 0, trouble };
    const sinceMs = Math.min(trouble.sinceMs, entry.trouble.sinceMs);
    // What a person has dealt with is told anew when there is more of it again.
    const toldCount = Math.min(entry.toldCount, trouble.count);
    return { ...entry, toldMs, endedMs: null, toldCount, trouble: { ...trouble, sinceMs } };
  });
  const added = [...now.values()].map((trouble): BookEntry => {
    return { id: nextId(), trouble, endedMs: null, toldMs: null, toldCount: 0, isOwed: false, isKeptBack: false };
  });
  return { number: last, entries: [...known, ...added] };
}

interface Spoken {
  readonly entry: BookEntry;
  readonly notice: Notice | null;
}

function speak(entry: BookEntry, policy: AlertPolicy, nowMs: number): Spoken {
  if (entry.endedMs !== null) return speakOfEnd(entry);
  if (!isDue(entry, policy, nowMs)) return { entry, notice: null };
  const notice = noticeOf(entry, entry.isOwed ? 'lasts' : 'began');
  const { count } = entry.trouble;
  return { entry: { ...entry, toldMs: nowMs, toldCount: count, isOwed: true, isKeptBack: false }, notice };
}

/** What came and went while it was kept back is told once, as over. */
function speakOfEnd(entry: BookEntry): Spoken {
  if (!entry.isOwed && !entry.isKeptBack) return { entry, notice: null };
  return { entry: { ...entry, isOwed: false, isKeptBack: false }, notice: noticeOf(entry, 'over') };
}

/** Has it been there for as long as the rule asks? */
export function isRipe({ trouble }: BookEntry, nowMs: number): boolean {
  return nowMs - trouble.sinceMs >= trouble.afterMs;
}

function isDue(entry: BookEntry, policy: AlertPolicy, nowMs: number): boolean {
  const { trouble, toldMs, toldCount, isOwed } = entry;
  if (toldMs === null) return isRipe(entry, nowMs);
  const repeatMs = repeatMsOf(trouble, policy);
  // Its end was told since: it is another trouble, and has to be there for long enough again.
  if (!isOwed) return isRipe(entry, nowMs) && nowMs - toldMs >= Math.min(repeatMs, RETURN_MS);
  if (nowMs - toldMs < repeatMs) return false;
  return alertRule(trouble.rule).repeat === 'lasts' || trouble.count > toldCount;
}

/** Only what was told to no person yet is kept back: a repetition that falls into a quiet time is left out. */
function kept(entry: BookEntry, policy: AlertPolicy, nowMs: number): BookEntry {
  const isNew = entry.endedMs === null && !entry.isOwed && isDue(entry, policy, nowMs);
  return { ...entry, isKeptBack: entry.isKeptBack || isNew };
}

/** It stays for as long as it would not be told again. */
function isForgotten(entry: BookEntry, policy: AlertPolicy, nowMs: number): boolean {
  if (entry.endedMs === null || entry.isOwed || entry.isKeptBack) return false;
  return entry.toldMs === null || nowMs - entry.toldMs >= repeatMsOf(entry.trouble, policy);
}

function repeatMsOf({ rule }: Trouble, policy: AlertPolicy): number {
  return policy.ruleOf(rule, null).repeatMs;
}

function noticeOf({ id, trouble, endedMs }: BookEntry, phase: Notice['phase']): Notice {
  const { afterMs: _afterMs, isPlanned: _isPlanned, ...told } = trouble;
  return { ...told, trouble: id, phase, endedMs };
}

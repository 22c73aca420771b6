import { BUSINESSES, Fault, type FaultDetail, nearestWord, parseMinutes } from '@swic/core';
import { Option } from 'commander';
import type { Context } from './context.js';

/** What a word of the command line has to be; each rejects with `command.usage` and a sentence in both languages. */

export interface Range {
  /** As it is written on the command line: `--limit`. */
  readonly option: string;
  readonly min: number;
  readonly max: number;
}

/** Longer than a person waits, and the longest that timers take. */
export const SECONDS_MAX = 2_147_483;

export function wholeNumber(text: string, { option, min, max }: Range): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw wrongValue(option, text, {
    zh: `${option} 应为 ${min} 到 ${max} 的整数`,
    en: `${option} is a whole number from ${min} to ${max}`,
  });
}

/** `30m`, `2h`, `1d`. */
export function minutesOf(option: string, text: string): number {
  const minutes = parseMinutes(text);
  if (minutes !== null) return minutes;
  throw wrongValue(option, text, {
    zh: `${option} 应为时长，如 30m、2h、1d`,
    en: `${option} is a time such as 30m, 2h or 1d`,
  });
}

/** `2026-12-05` or `20261205`, as eight digits. Before anything is asked: a ledger that is not there is no answer to a wrong date. */
export function dayOf(option: string, text: string): string {
  const [, year, month, day] = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text) ?? [];
  const iso = [year, month, day].join('-');
  const ms = Date.parse(`${iso}T00:00:00Z`);
  if (!Number.isNaN(ms) && new Date(ms).toISOString().startsWith(iso)) return `${year}${month}${day}`;
  throw wrongValue(option, text, {
    zh: `${option} 应为日期，如 2026-12-05`,
    en: `${option} is a day, e.g. 2026-12-05`,
  });
}

export function oneOf<Known extends string>(option: string, text: string, known: readonly Known[]): Known {
  const found = known.find((word) => word === text);
  if (found !== undefined) return found;
  const list = known.join('、');
  const near = nearestWord(text, known);
  throw wrongValue(option, text, {
    zh: `${option} 应为 ${list} 之一${near === null ? '' : `，是否指 ${near}？`}`,
    en: `${option} is one of ${known.join(', ')}${near === null ? '' : `; did you mean ${near}?`}`,
  });
}

/** An option that takes one of a few words: the help names them, and a wrong one is answered like every other wrong word. */
export function choiceOption(flags: string, about: string, known: readonly string[]): Option {
  const option = new Option(flags, about).choices(known);
  const name = option.long ?? flags;
  return option.argParser((text) => oneOf(name, text, known));
}

/** Comma-separated; blanks around and empty ones are no mistake. */
export function someOf<Known extends string>(option: string, text: string, known: readonly Known[]): readonly Known[] {
  return wordsIn(text).map((word) => oneOf(option, word, known));
}

export function wordsIn(text: string): readonly string[] {
  return text
    .split(/[,，、]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** A business of the configuration, or one that swic knows: its documents may be in the ledger from before. In any casing. */
export function businessKeyOf(context: Context, text: string): string {
  const configured = Object.keys(context.load().config.businesses);
  const known = [...new Set([...configured, ...BUSINESSES.map(({ key }) => key as string)])];
  const found = known.find((key) => key.toUpperCase() === text.toUpperCase());
  if (found !== undefined) return found;
  const near = nearestWord(text, known);
  throw wrongValue('business', text, {
    zh: `没有名为 ${text} 的业务${near === null ? '' : `，是否指 ${near}？`} 本配置的业务：${configured.join(' ')}`,
    en: `there is no business ${text}${near === null ? '' : `; did you mean ${near}?`} In this configuration: ${configured.join(' ')}`,
  });
}

function wrongValue(option: string, value: string, words: { readonly zh: string; readonly en: string }): Fault {
  const detail: FaultDetail = { option, value, ...words };
  return new Fault('command.usage', detail);
}

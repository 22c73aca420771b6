import { FAULTS, Fault } from '@swic/core';
import type { Command } from 'commander';
import type { Translate } from '../text/index.js';
import type { Context } from './context.js';
import { onEndingSignal } from './ending-signals.js';
import { repaint } from './output.js';
import { faultLines } from './say-fault.js';
import { formatTime } from './time-text.js';
import { SECONDS_MAX, wholeNumber } from './values.js';

/** Where an answer can be watched. */
export interface WatchOptions {
  readonly watch?: string | true;
  /** Of a list. */
  readonly format?: string;
}

/** As often as `watch` does it: nothing a person reads changes faster. */
const SECONDS = 2;

export function addWatch(command: Command, t: Translate): Command {
  return command.option('--watch [seconds]', t('watch.option'));
}

/**
 * Answers once, or with `--watch` again and again until a signal: on a terminal each answer takes the place of the one before, in a
 * pipe they follow each other, as JSON one in a line. Resolves with the exit code of the last answer.
 */
export async function answerOrWatch(
  asked: Context,
  { watch, format }: WatchOptions,
  answer: (context: Context) => Promise<number>,
): Promise<number> {
  if (watch === undefined) return answer(asked);
  if (format === 'csv') throw noTableOfMany();
  const context = format === 'json' ? { ...asked, options: { ...asked.options, json: true } } : asked;
  const seconds = watch === true ? SECONDS : wholeNumber(watch, { option: '--watch', min: 1, max: SECONDS_MAX });
  const ended = new AbortController();
  onEndingSignal(() => ended.abort());
  process.stdout.on('error', () => ended.abort());
  const head = context.t('watch.head', { seconds });
  for (;;) {
    const code = await answerNow(context, head, answer);
    await context.clock.sleep(seconds * 1_000, ended.signal).catch(() => undefined);
    if (ended.signal.aborted) return code;
  }
}

/** Answers behind each other are no file that a spreadsheet reads. */
function noTableOfMany(): Fault {
  return new Fault('command.usage', {
    option: '--format',
    zh: '--watch 不能与 --format csv 同时使用：可用 table 或 json',
    en: '--watch prints a table or JSON, not csv',
  });
}

async function answerNow(
  context: Context,
  head: string,
  answer: (context: Context) => Promise<number>,
): Promise<number> {
  if (context.options.json) return answer({ ...context, printJson: context.printJsonLine });
  const lines: string[] = [];
  const print = (line: string): void => void lines.push(line);
  const code = await answer({
    ...context,
    print,
    say: print,
    printText: (text) => lines.push(...text.split('\n')),
  }).catch((reason: unknown) => {
    const fault = Fault.from(reason, 'internal.unexpected');
    if (fault.code === 'command.usage') throw fault;
    // An agent that is not there may come back: that is what is watched.
    lines.push(...faultLines(context, fault.toRecord()));
    return FAULTS[fault.code].exitCode;
  });
  repaint([`${head}  ${formatTime(context.clock.nowMs())}`, '', ...lines]);
  return code;
}

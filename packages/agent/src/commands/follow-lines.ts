import { type LogLine, wordFor } from '@swic/core';
import { connectAgent } from '@swic/core/client';
import type { Context } from '../cli/context.js';
import { formatTime } from '../cli/time-text.js';

/** More than a person reads; for a pipe it is the agent's log file that has everything. */
const LINES_PER_SECOND = 1_000;

/** The lines of a running agent on standard output, until it stops or we are asked to. */
export async function followLines(context: Context, dataDir: string): Promise<number> {
  await using client = await connectAgent(dataDir);
  const print = (line: LogLine): void =>
    context.print(`${formatTime(line.atMs)} ${levelText(line, context)} ${line[context.locale]}`);
  const asked = new Promise<void>((resolve) => {
    // The reader of the lines has enough: `swic tui | head`.
    process.stdout.on('error', () => resolve());
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  client.on('lines', ({ lines, skipped }) => {
    for (const line of lines) print(line);
    if (skipped > 0) context.say(context.t('tui.skipped', { count: skipped }));
  });
  const backlog = await client.call('watch', { afterSeq: null, level: 'info', perSecond: LINES_PER_SECOND });
  for (const line of backlog) print(line);
  await Promise.race([client.closed, asked]);
  return 0;
}

function levelText({ level }: LogLine, { locale }: Context): string {
  return locale === 'zh' ? wordFor('logLevel', level, locale) : level.toUpperCase().padEnd(5);
}

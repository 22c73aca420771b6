import type { LogLevel, LogLine } from '@swic/core/contract';
import { dayTimeText, timeText, withCommas } from '@swic/desk';
import { EMPTY, fitRow, type Row, row, said, span } from '../../layout/row.js';
import { fit, narrow } from '../../layout/width.js';
import type { Tone } from '../../theme.js';
import type { ScreenProps } from '../screen.js';
import type { LogState } from './state.js';

const TONES = { debug: 'muted', info: 'plain', warn: 'warn', error: 'bad' } as const satisfies Record<LogLevel, Tone>;

const HALF_DAY_MS = 43_200_000;

type RowProps = Pick<ScreenProps, 'state' | 't' | 'width'>;

/** The newest lines at the bottom, as in a log file; scrolled back, it stays where it is while new lines come. */
export function logScreen({ state, t, width, height, nowMs }: ScreenProps): readonly Row[] {
  const { log, locale } = state;
  const lines = shownLines(log, locale);
  const bottom = bottomOf(lines, log.bottomSeq);
  const room = height - 1;
  const from = Math.max(0, bottom - room);
  const shown = lines.slice(from, Math.max(bottom, Math.min(room, lines.length)));
  const mode =
    log.bottomSeq === null ? t('log.following') : t('log.stopped', { time: timeText(lines[bottom - 1]?.atMs ?? 0) });
  const parts = [span(`  ${t('log.state', { level: t(`level.${log.level}`).trim(), mode })}`, 'muted')];
  if (log.filter !== '')
    parts.push(
      span('   '),
      said(`/${log.filter}`, 'accent'),
      span(`  ${t('filter.shown', { shown: lines.length, all: log.lines.length })}`, 'muted'),
    );
  if (log.skipped > 0) parts.push(span(`   ${t('log.skipped', { count: withCommas(log.skipped) })}`, 'muted'));
  if (log.history?.isLoading === true) parts.push(span(`   ${t('documents.loading')}`, 'muted'));
  else if (log.history?.isAtEnd === true && from === 0) parts.push(span(`   ${t('log.beginning')}`, 'muted'));
  else if (from === 0) parts.push(span(`   ${t('log.older')}`, 'muted'));
  const head = fitRow(parts, width);
  if (shown.length === 0) return [head, EMPTY, row(span(`  ${t('log.empty')}`, 'muted'))];
  // The date takes its place only where something older is shown.
  const timeOf = shown.every(({ atMs }) => nowMs - atMs < HALF_DAY_MS) ? timeText : dayTimeText;
  return [head, ...shown.map((line) => logRow(line, timeOf(line.atMs), { state, t, width }))];
}

function logRow(line: LogLine, time: string, { state: { locale }, t, width }: RowProps): Row {
  return fitRow(
    [
      span(`  ${time} `, 'muted'),
      span(`${fit(t(`level.${line.level}`), 5)} `, TONES[line.level]),
      said(narrow(line[locale]), line.level === 'info' ? 'plain' : TONES[line.level]),
    ],
    width,
  );
}

/** Those whose text, business or type has what was typed; `!` before it shows the others. */
export function shownLines({ lines, filter }: LogState, locale: 'zh' | 'en'): readonly LogLine[] {
  const isInverse = filter.startsWith('!');
  const wanted = (isInverse ? filter.slice(1) : filter).trim().toLowerCase();
  if (wanted === '') return lines;
  return lines.filter((line) => {
    const has = line[locale].toLowerCase().includes(wanted) || line.type.includes(wanted);
    return has !== isInverse;
  });
}

/** How many of the lines lie above the bottom edge. */
export function bottomOf(lines: readonly LogLine[], bottomSeq: number | null): number {
  if (bottomSeq === null) return lines.length;
  const after = lines.findIndex(({ seq }) => seq > bottomSeq);
  return after < 0 ? lines.length : Math.max(1, after);
}

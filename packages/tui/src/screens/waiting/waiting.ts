import type { WaitingFile } from '@swic/core/contract';
import { ageText, nameOf } from '@swic/desk';
import { EMPTY, fitRow, type Row, row, said, span } from '../../layout/row.js';
import { cutMiddle, fit, wrap } from '../../layout/width.js';
import { type ScreenProps, visiblePart } from '../screen.js';

const AGE_WIDTH = 7;
const NAME_WIDTH_MAX = 40;
/** The reason of the selected file is shown whole, in so many rows at most. */
const REASON_ROWS = 3;

/** What is in the OutBox of one business and not sent: what waits first, then what is never taken, each with its reason. */
export function waitingScreen(props: ScreenProps): readonly Row[] {
  const { state, t, width, height } = props;
  const { waiting, snapshot } = state;
  if (waiting === null || waiting.files === null) return [EMPTY, row(span(`  ${t('documents.loading')}`, 'muted'))];
  const { files, cursor, business } = waiting;
  const found = snapshot?.businesses.find(({ key }) => key === business);
  const title = t('waiting.title', {
    business: found === undefined ? business : nameOf(found, state.locale),
    waiting: found?.waiting ?? files.filter(({ sinceMs }) => sinceMs !== null).length,
    ignored: found?.passedOver ?? files.filter(({ sinceMs }) => sinceMs === null).length,
  });
  const head = fitRow(row(said(`  ${title}`, 'accent')), width);
  if (files.length === 0) return [head, EMPTY, row(span(`  ${t('waiting.none')}`, 'muted'))];
  const { from, to } = visiblePart(cursor, files.length, Math.max(1, height - REASON_ROWS - 3));
  const rows = files.slice(from, to).map((file, at) => fileRow(props, file, from + at === cursor));
  const selected = files[cursor];
  const reason = selected === undefined ? [] : wrap(selected[state.locale], width - 4).slice(0, REASON_ROWS);
  return [head, EMPTY, ...rows, EMPTY, ...reason.map((line) => row(said(`  ${line}`)))];
}

/** Age, name and as much of the reason as there is room for. */
export function fileRow({ state, t, width, theme, nowMs }: ScreenProps, file: WaitingFile, isSelected: boolean): Row {
  const { sinceMs, name } = file;
  const nameWidth = Math.min(NAME_WIDTH_MAX, Math.floor((width - AGE_WIDTH) / 2));
  const mark = isSelected ? `${theme.glyphs.cursor} ` : '  ';
  const age = sinceMs === null ? t('waiting.ignored') : ageText(nowMs - sinceMs, state.locale);
  const line = row(
    span(mark),
    span(fit(age, AGE_WIDTH), sinceMs === null ? 'warn' : 'muted'),
    span(' '),
    span(fit(cutMiddle(name, nameWidth), nameWidth), 'strong'),
    span(' '),
    said(file[state.locale], 'muted'),
  );
  const fitted = fitRow(line, width);
  return isSelected ? fitted.map(({ text }) => ({ text, tone: 'selected' as const })) : fitted;
}

import type { DocumentDiff, Examination, Problem } from '@swic/core/contract';
import { bytesText, exactTimeText } from '@swic/desk';
import type { TextKey, Translate } from '../../i18n/index.js';
import { EMPTY, fitRow, type Row, row, said, span } from '../../layout/row.js';
import { clean, fit, narrow, widthOf, wrap } from '../../layout/width.js';
import { stateCell } from '../document-cells.js';
import type { ScreenProps } from '../screen.js';

const TIME_WIDTH = 25;
/** Beside a document's own numbers, no person reads more of its problems on a screen. */
const PROBLEMS_MAX = 100;

/** One document: what it is, what is wrong with it, and everything that happened to it. */
export function detailScreen(props: ScreenProps): readonly Row[] {
  const { state, t, width, height } = props;
  const { detail } = state;
  if (detail === null || detail.examination === null) return [EMPTY, row(span(`  ${t('detail.loading')}`, 'muted'))];
  const lines = detailLines(detail.examination, detail.diff, props);
  const top = Math.min(detail.top, Math.max(0, lines.length - (height - 1)));
  const shown = lines.slice(top, top + height - 1);
  const place = t('detail.more', { from: top + 1, to: top + shown.length, count: lines.length });
  const foot = lines.length > height - 1 ? [row(span(`  ${place}`, 'muted'))] : [];
  return [...shown, ...foot].map((line) => fitRow(line, width));
}

/** All of it, however high the screen. */
export function detailLines(
  { trace, path, problems }: Examination,
  diff: DocumentDiff | null,
  props: ScreenProps,
): readonly Row[] {
  const { t, state, width } = props;
  const { locale } = state;
  const { document, resentAs } = trace;
  const business = state.snapshot?.businesses.find(({ key }) => key === document.business);
  const name = business === undefined ? '' : ` ${locale === 'zh' ? business.nameZh : business.nameEn}`;
  const lines: Row[] = [
    row(
      span('  '),
      said(document.name, 'accent'),
      span('   '),
      stateCell(document, t),
      said(`   ${document.business}${name}   ${bytesText(document.sizeBytes)}`, 'muted'),
    ),
  ];
  const fact = (label: string, text: string): void => {
    const head = `  ${fit(label, 12)} `;
    wrap(clean(text), width - widthOf(head)).forEach((line, at) =>
      lines.push(row(span(at === 0 ? head : ' '.repeat(widthOf(head)), 'muted'), line)),
    );
  };
  if (trace.state !== null) fact(t('detail.state'), `${trace.state.code} ${trace.state[locale]}`);
  if (path !== null) fact(t('detail.path'), path);
  const keys = [...document.keys, ...(document.standing?.learned ?? [])];
  if (keys.length > 0)
    fact(t('detail.keys'), keys.map(({ name: key, value }) => `${keyName(key, t)}=${value}`).join('  '));
  fact(t('detail.id'), idLine(document.id, document.attempts, t));
  if (document.messageId !== null) fact(t('detail.message'), `${document.messageId}  ${document.messageType ?? ''}`);
  if (document.origin !== null) fact('', t('detail.origin', { document: document.origin }));
  if (resentAs.length > 0) fact('', t('detail.resent', { documents: resentAs.join(' ') }));
  const isTaken = document.stage === 'rejected' && problems.length === 0;
  return [
    ...lines,
    ...(problems.length > 0 ? problemLines(problems, props) : []),
    ...(isTaken ? [EMPTY, row(span(`  ${t('detail.taken')}`, 'muted'))] : []),
    ...(diff === null ? [] : differenceLines(diff, props)),
    EMPTY,
    row(span(`  ${t('detail.story')}`, 'strong')),
    ...trace.steps.flatMap((step) => storyLines(step.atMs, step[locale], isBad(step.step), width)),
  ];
}

/** The numbers that a broker knows by name. */
const NAMED_KEYS: Readonly<Record<string, TextKey>> = { seqNo: 'key-name.seqNo', entryId: 'key-name.entryId' };

function keyName(name: string, t: Translate): string {
  const text = NAMED_KEYS[name];
  return text === undefined ? name : t(text);
}

function idLine(id: string, attempts: number, t: Translate): string {
  return attempts > 1 ? `${id}  ${t('detail.sent', { count: attempts })}` : id;
}

const isBad = (step: string): boolean => step === 'rejected' || step === 'unknown';

function storyLines(atMs: number, text: string, isTrouble: boolean, width: number): readonly Row[] {
  return wrap(narrow(clean(text)), width - TIME_WIDTH - 2).map((line, at) =>
    row(
      span(at === 0 ? `  ${exactTimeText(atMs)} ` : ' '.repeat(TIME_WIDTH + 1), 'muted'),
      span(line, isTrouble ? 'warn' : 'plain'),
    ),
  );
}

function problemLines(problems: readonly Problem[], { t, state, width }: ScreenProps): readonly Row[] {
  const { locale } = state;
  return [
    EMPTY,
    row(span(`  ${t('detail.problems', { count: problems.length })}`, 'strong')),
    ...problems.slice(0, PROBLEMS_MAX).flatMap((problem) => {
      const place = problem.line > 0 ? t('detail.place', { line: problem.line, column: problem.column }) : '';
      const field = [problem.path, problem.fieldZh].filter((part) => part !== '').join(' ');
      return [
        row(span(`  ${place}  `, 'warn'), said(field, 'strong')),
        ...wrap(narrow(clean(problem[locale])), width - 6).map((line) => row(`    ${line}`)),
      ];
    }),
  ];
}

/** What differs from the one before it of the same declaration, field by field. */
function differenceLines({ before, state: customs, differences }: DocumentDiff, props: ScreenProps): readonly Row[] {
  const { t, state, width } = props;
  const { locale } = state;
  const at = customs === null ? '' : `   ${customs.code} ${customs[locale]}`;
  const count = differences.length;
  return [
    EMPTY,
    row(
      span(`  ${t('detail.differs', { count, name: clean(before.name) })}   `, 'strong'),
      stateCell(before, t),
      span(at, 'muted'),
    ),
    ...differences
      .slice(0, PROBLEMS_MAX)
      .flatMap(({ path, nameZh, before: was, after: is }) => [
        row(span('  '), said([path, nameZh].filter((part) => part !== '').join(' '), 'strong')),
        ...wrap(narrow(clean(`${was ?? '-'} → ${is ?? '-'}`)), width - 6).map((line) => row(`    ${line}`)),
      ]),
  ];
}

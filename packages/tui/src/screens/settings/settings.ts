import { EMPTY, fitRow, type Row, row, said, span } from '../../layout/row.js';
import { clean, cutMiddle, fit } from '../../layout/width.js';
import { type ScreenProps, visiblePart } from '../screen.js';
import { isSettingsWord, type SettingsField, settingsFields, valueText } from './fields.js';

const LABEL_WIDTH = 30;

interface Line {
  /** null = a heading. */
  readonly at: number | null;
  readonly row: Row;
}

/** 用户设置 and 传输设置: what the file says, with its defaults; an edit is shown as a difference before it is written. */
export function settingsScreen(props: ScreenProps): readonly Row[] {
  const { state, t, width, height } = props;
  const { report, cursor } = state.settings;
  if (report === null) return [EMPTY, row(span(`  ${t('documents.loading')}`, 'muted'))];
  const fields = settingsFields(report);
  const lines = linesOf(fields, props);
  const selected = lines.findIndex(({ at }) => at === cursor);
  const { from, to } = visiblePart(selected, lines.length, height - 1);
  const { restartNeeded } = state.settings;
  const nameAt = (at: string): string => {
    const field = fields.find(({ path }) => path.join('.') === at);
    return field === undefined ? at : nameOfField(field, t);
  };
  const what = restartNeeded.map(nameAt).join(', ');
  const head =
    restartNeeded.length > 0
      ? row(span('  '), said(t('settings.pending', { what }), 'warn'))
      : row(span(`  ${t('settings.file')} `, 'muted'), said(report.file, 'muted'));
  return [fitRow(head, width), ...lines.slice(from, to).map((line) => line.row)];
}

function linesOf(fields: readonly SettingsField[], props: ScreenProps): readonly Line[] {
  const lines: Line[] = [];
  let group = '';
  fields.forEach((field, at) => {
    const now = groupOf(field, props);
    if (now !== group) lines.push({ at: null, row: row(said(`  ${now}`, 'accent')) });
    group = now;
    lines.push({ at, row: fieldRow(field, at === props.state.settings.cursor, props) });
  });
  return lines;
}

function groupOf({ business, path }: SettingsField, { state, t }: ScreenProps): string {
  if (business === null) return t(path[0] === 'transport' ? 'settings.transport' : 'settings.client');
  const found = state.snapshot?.businesses.find(({ key }) => key === business.toUpperCase());
  const name = found === undefined ? '' : state.locale === 'zh' ? found.nameZh : found.nameEn;
  return `${business} ${name}`;
}

function fieldRow(field: SettingsField, isSelected: boolean, { t, width, theme }: ScreenProps): Row {
  const name = nameOfField(field, t);
  const mark = isSelected ? `${theme.glyphs.cursor} ` : '  ';
  const text = cutMiddle(clean(fieldText(field, t)), width - LABEL_WIDTH - 6);
  if (!isSelected) return row(span(`    ${fit(name, LABEL_WIDTH)} `, 'muted'), span(text));
  return row(span(fit(`${mark}  ${fit(name, LABEL_WIDTH)} ${text}`, width), 'selected'));
}

/** What a setting is called, in words where there are any. */
export function nameOfField({ label, path }: SettingsField, t: ScreenProps['t']): string {
  return label === null ? path.slice(1).join('.') : t(label);
}

/** Its value as it is shown. */
export function fieldText({ value, choices }: SettingsField, t: ScreenProps['t']): string {
  if (value === null) return t('settings.none');
  if (typeof value === 'boolean') return t(value ? 'ask.yes' : 'ask.no');
  const word = `set.value.${String(value)}`;
  return choices.length > 0 && isSettingsWord(word) ? t(word) : valueText(value);
}

import { type Binding, type KeyMap, VIEWS } from '../keys.js';
import { EMPTY, fitRow, type Row, row, span } from '../layout/row.js';
import { fit, widthOf } from '../layout/width.js';
import type { ScreenProps } from './screen.js';

/** Keys of the place one came from, made from the table of keys; two columns where there is room. */
export function helpScreen({ state, t, width, height }: ScreenProps, keys: KeyMap): readonly Row[] {
  const view = t(`view.${state.view}`);
  const bindings = keys.bindings(state.place);
  const here = bindings.filter(({ where }) => where !== 'everywhere');
  // The numbers of the views are told in one line: the views themselves stand above.
  const everywhere = bindings.filter(
    ({ id, where }) => where === 'everywhere' && (!isNumber(id) || id === 'view.overview'),
  );
  const columnWidth = Math.floor((width - 4) / 2);
  const line = (one: Binding | undefined): Row =>
    one === undefined
      ? [span(' '.repeat(columnWidth))]
      : [
          span(`  ${fit(isNumber(one.id) ? NUMBERS : one.keys.map(keyText).join(' '), KEYS_WIDTH)}`, 'key'),
          span(fit(isNumber(one.id) ? t('help.views') : t(`key.${one.id}`), Math.max(0, columnWidth - KEYS_WIDTH - 2))),
        ];
  const left = [...here.map(line)];
  const right = [...everywhere.map(line)];
  const count = Math.max(left.length, right.length);
  const body = Array.from(
    { length: count },
    (_, at): Row => [...(left[at] ?? line(undefined)), span('  '), ...(right[at] ?? [])],
  );
  const heads = row(
    span(`  ${fit(t('help.here'), columnWidth - 2)}`, 'muted'),
    span(`    ${t('help.everywhere')}`, 'muted'),
  );
  return [
    row(span(`  ${t('help.title', { view })}`, 'accent'), span(`   ${t('help.close')}`, 'muted')),
    EMPTY,
    heads,
    ...body,
  ]
    .slice(0, height)
    .map((one) => fitRow(one, width));
}

const NUMBERS = `1-${VIEWS.length}`;
const KEYS_WIDTH = 11;

const isNumber = (id: string): boolean => VIEWS.some((view) => id === `view.${view}`);

const NAMES: Readonly<Record<string, string>> = {
  up: 'Up',
  down: 'Down',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
  enter: 'Enter',
  esc: 'Esc',
  tab: 'Tab',
  'shift+tab': 'Shift-Tab',
  backspace: 'Bksp',
  space: 'Space',
};

/** A key as people write it. */
export function keyText(key: string): string {
  return NAMES[key] ?? key.replace(/^ctrl\+(.)$/, (_, letter: string) => `^${letter.toUpperCase()}`);
}

export const keyWidth = (key: string): number => widthOf(keyText(key));

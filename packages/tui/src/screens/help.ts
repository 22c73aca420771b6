import { type Binding, type KeyMap, meaningOfKey } from '../keys.js';
import { EMPTY, fitRow, type Row, row, span } from '../layout/row.js';
import { fit } from '../layout/width.js';
import type { ScreenProps } from './screen.js';
import { VIEWS, viewOf } from './views.js';

/** Keys of the place one came from, made from the table of keys; two columns where there is room. */
export function helpScreen({ state, t, width, height }: ScreenProps, keys: KeyMap): readonly Row[] {
  const view = viewOf(state).title[state.locale];
  const bindings = keys.bindings(state.place);
  const here = bindings.filter(({ isOfPlace }) => isOfPlace);
  // The numbers of the views are told in one line: the views themselves stand above.
  const everywhere = bindings.filter(({ id, isOfPlace }) => !isOfPlace && (!isNumber(id) || id === FIRST));
  const columnWidth = Math.floor((width - 4) / 2);
  const line = (one: Binding | undefined): Row =>
    one === undefined
      ? [span(' '.repeat(columnWidth))]
      : [
          span(`  ${fit(isNumber(one.id) ? NUMBERS : one.keys.map(keyText).join(' '), KEYS_WIDTH)}`, 'key'),
          span(
            fit(
              isNumber(one.id) ? t('help.views') : meaningOfKey(one.id, state.locale),
              Math.max(0, columnWidth - KEYS_WIDTH - 2),
            ),
          ),
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

const NUMBERS = VIEWS.length < 10 ? `1-${VIEWS.length}` : '1-9 0';
const FIRST = `view.${VIEWS[0]?.name}`;
const KEYS_WIDTH = 11;

const isNumber = (id: string): boolean => VIEWS.some(({ name }) => id === `view.${name}`);

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

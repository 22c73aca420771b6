import { expect, test } from 'vitest';
import { widthOfRow } from '../layout/row.js';
import { createTheme } from '../theme.js';
import { onWizardKey, type Wish } from './act.js';
import { wizardRows } from './screen.js';
import { choicesOf, initialWizard, stepsOf, type WizardState } from './state.js';

const OFFERED = [
  { key: 'DEC', nameZh: '货物申报', nameEn: 'Goods declaration' },
  { key: 'MFT', nameZh: '海运/空运舱单', nameEn: 'Sea and air manifest' },
];

const FOUND = {
  file: 'C:\\Users\\firm\\AppData\\Local\\SIC\\UserSetting\\DFWJobSettings.xml',
  businesses: ['DEC', 'RMFT'],
};
const WAY = stepsOf({ found: null, isImport: false });

/** Keys by name; a word in quotes is typed. */
function press(state: WizardState, ...keys: readonly string[]): { state: WizardState; wishes: readonly Wish[] } {
  const wishes: Wish[] = [];
  let now = state;
  for (const key of keys) {
    const typed = /^"(.*)"$/.exec(key)?.[1];
    for (const [name, input] of typed === undefined ? [[key, '']] : [...typed].map((letter) => [letter, letter])) {
      const result = onWizardKey(now, name ?? '', input ?? '');
      now = result.state;
      if (result.wish !== 'none') wishes.push(result.wish);
    }
  }
  return { state: now, wishes };
}

test('the shortest way through gives a whole configuration, and asks for it to be written', () => {
  const { state, wishes } = press(initialWizard(OFFERED, null, 'zh'), ...WAY.map(() => 'enter'));
  expect(wishes).toEqual(['write']);
  expect(choicesOf(state)).toMatchObject({
    locale: 'zh',
    businesses: ['DEC'],
    boxesDir: './boxes',
    transport: 'rabbitmq',
    connection: expect.arrayContaining([
      { path: 'port', value: 5672 },
      { path: 'password', value: { env: 'SWIC_MQ_PASSWORD' } },
    ]),
    hasSandbox: false,
    official: null,
    signer: null,
  });
});

test('what is missing is said, and one stays until it is there', () => {
  const client = press(initialWizard(OFFERED, null, 'en'), 'enter', 'ctrl+u', 'enter').state;
  expect(client).toMatchObject({ step: 'client', problem: 'One to sixteen characters without spaces.' });
  const business = press(client, '"ABC"', 'enter', 'space', 'enter').state;
  expect(business).toMatchObject({ step: 'businesses', clientId: 'ABC', problem: 'At least one, please.' });
  expect(press(business, 'down', 'space', 'enter').state).toMatchObject({ step: 'directory' });
});

test('a connection is typed field by field and can be tested; Esc leads back', () => {
  const at = press(initialWizard(OFFERED, null, 'en'), 'enter', 'enter', 'enter', 'enter', 'enter').state;
  const typed = press(at, 'ctrl+u', '"mq.example"', 'down', 'ctrl+u', '"5671"', 'ctrl+t');
  expect(typed.wishes).toEqual(['test']);
  expect(choicesOf(typed.state).connection.slice(0, 2)).toEqual([
    { path: 'host', value: 'mq.example' },
    { path: 'port', value: 5671 },
  ]);
  expect(press(typed.state, 'esc').state.step).toBe('transport');
  expect(press(typed.state, 'ctrl+c').wishes).toEqual(['leave']);
});

test('settings of the official client are offered, and what they say is not asked again', () => {
  const offered = press(initialWizard(OFFERED, FOUND, 'en'), 'enter').state;
  expect(offered).toMatchObject({ step: 'official', cursor: 0 });
  const ways = press(offered, 'enter', 'enter').state;
  expect(ways).toMatchObject({ step: 'transport' });
  expect(choicesOf(ways)).toMatchObject({ official: FOUND.file });
  expect(press(ways, 'esc', 'esc').state).toMatchObject({ step: 'official', cursor: 0 });
  const anew = press(offered, 'down', 'enter', 'enter').state;
  expect(anew).toMatchObject({ step: 'businesses' });
  expect(choicesOf(anew)).toMatchObject({ official: null, businesses: ['DEC'] });
  expect(press(anew, 'esc', 'esc').state).toMatchObject({ step: 'official', cursor: 1 });
});

test('who signs is asked, can be skipped, and is remembered on the way back', () => {
  const at = press(initialWizard(OFFERED, null, 'en'), ...WAY.slice(0, -2).map(() => 'enter')).state;
  expect(at).toMatchObject({ step: 'card', cursor: 0 });
  expect(choicesOf(press(at, 'enter').state)).toMatchObject({ signer: null });
  const card = press(at, 'down', 'enter').state;
  expect(choicesOf(card)).toMatchObject({ signer: 'card' });
  expect(press(card, 'esc').state).toMatchObject({ step: 'card', cursor: 1 });
  expect(choicesOf(press(card, 'esc', 'down', 'enter').state)).toMatchObject({ signer: 'service' });
});

test.each([
  { locale: 'zh', found: null },
  { locale: 'zh', found: FOUND },
  { locale: 'en', found: null },
  { locale: 'en', found: FOUND },
] as const)('every step fits into 80 x 23 cells ($locale, $found.file)', ({ locale, found }) => {
  let state: WizardState = initialWizard(OFFERED, found, locale);
  const seen = new Set<string>();
  for (const _ of stepsOf(state)) {
    seen.add(state.step);
    const rows = wizardRows(state, createTheme({ hasColour: true, isAscii: false }), { width: 80, height: 23 });
    expect(rows).toHaveLength(23);
    for (const row of rows) expect(widthOfRow(row)).toBeLessThanOrEqual(80);
    state = press(state, 'enter').state;
  }
  expect([...seen]).toEqual(stepsOf(state));
});

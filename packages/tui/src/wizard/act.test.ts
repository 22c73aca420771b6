import { expect, test } from 'vitest';
import { widthOfRow } from '../layout/row.js';
import { createTheme } from '../theme.js';
import { onWizardKey, type Wish, type WizardMeans } from './act.js';
import { wizardRows } from './screen.js';
import { choicesOf, initialWizard, type ReadPage, stepsOf, type WizardState } from './state.js';

const OFFERED = [
  { key: 'DEC', nameZh: '货物申报', nameEn: 'Goods declaration' },
  { key: 'MFT', nameZh: '海运/空运舱单', nameEn: 'Sea and air manifest' },
];

const FOUND = {
  file: 'C:\\Users\\firm\\AppData\\Local\\SIC\\UserSetting\\DFWJobSettings.xml',
  businesses: ['DEC', 'RMFT'],
};
const WAY = stepsOf({ found: null, isImport: false, transport: 'rabbitmq' });

const PAGE: ReadPage = {
  kind: 'ibmmq',
  understood: [
    { label: '主机', path: 'connectionName', value: '10.0.0.1(1414)' },
    { label: '队列管理器', path: 'queueManager', value: 'QM.SW' },
  ],
  left: ['生效日期：2026-11-23'],
  password: 's3cret',
};
const MEANS: WizardMeans = { checkDirectory: () => null, readPage: () => PAGE };

/** Keys by name; a word in quotes is typed. */
function press(state: WizardState, ...keys: readonly string[]): { state: WizardState; wishes: readonly Wish[] } {
  const wishes: Wish[] = [];
  let now = state;
  for (const key of keys) {
    const typed = /^"(.*)"$/.exec(key)?.[1];
    for (const [name, input] of typed === undefined ? [[key, '']] : [...typed].map((letter) => [letter, letter])) {
      const result = onWizardKey(now, name ?? '', input ?? '', MEANS);
      now = result.state;
      if (result.wish !== 'none') wishes.push(result.wish);
    }
  }
  return { state: now, wishes };
}

/** Its client id is one that a platform could have given. */
const started = (found: Parameters<typeof initialWizard>[1], locale: 'zh' | 'en'): WizardState => ({
  ...initialWizard(OFFERED, found, locale),
  clientId: 'DXPESW0000000001',
});

test('the shortest way through gives a whole configuration, and asks for it to be written', () => {
  const { state, wishes } = press(started(null, 'zh'), ...WAY.map(() => 'enter'));
  expect(wishes).toEqual(['write']);
  expect(choicesOf(state)).toMatchObject({
    locale: 'zh',
    businesses: ['DEC'],
    boxesDir: './boxes',
    transport: 'rabbitmq',
    connection: expect.arrayContaining([{ path: 'port', value: 5672 }]),
    password: null,
    hasSandbox: false,
    official: null,
    signer: null,
    webPort: null,
  });
});

test('what is missing is said, and one stays until it is there', () => {
  const client = press(initialWizard(OFFERED, null, 'en'), 'enter', 'ctrl+u', 'enter').state;
  expect(client).toMatchObject({ step: 'client', problem: 'This cannot be empty.' });
  expect(press(client, '"ABC"', 'enter').state.problem).toContain('DXPESW and ten more');
  const business = press(client, '"DXPESW0000000009"', 'enter', 'space', 'enter').state;
  expect(business).toMatchObject({
    step: 'businesses',
    clientId: 'DXPESW0000000009',
    problem: 'At least one, please.',
  });
  expect(press(business, 'down', 'space', 'enter').state).toMatchObject({ step: 'directory' });
});

test('an id that is typed or pasted takes the place of the example', () => {
  const client = press(initialWizard(OFFERED, null, 'zh'), 'enter').state;
  expect(client).toMatchObject({ step: 'client', clientId: 'DXPESW0000000000' });
  expect(press(client, '"DXPESW1234567890"', 'enter').state).toMatchObject({ clientId: 'DXPESW1234567890' });
  const pasted = onWizardKey(client, 'text', 'DXPESW1234567890', MEANS).state;
  expect(press(pasted, 'enter').state).toMatchObject({ step: 'businesses', clientId: 'DXPESW1234567890' });
  expect(press(client, 'backspace', '"1"').state).toMatchObject({ clientId: 'DXPESW0000000001' });
});

test('a connection is typed field by field and can be tested; Esc leads back', () => {
  const at = press(started(null, 'en'), 'enter', 'enter', 'enter', 'enter', 'enter', 'enter').state;
  const typed = press(at, 'ctrl+u', '"mq.example"', 'down', 'ctrl+u', '"5671"', 'ctrl+t');
  expect(typed.wishes).toEqual(['test']);
  expect(choicesOf(typed.state).connection.slice(0, 2)).toEqual([
    { path: 'host', value: 'mq.example' },
    { path: 'port', value: 5671 },
  ]);
  expect(press(typed.state, 'esc').state.step).toBe('paste');
  expect(press(typed.state, 'ctrl+c').wishes).toEqual(['leave']);
});

test('a password is never shown, never part of the settings, and kept while other answers are corrected', () => {
  const at = press(started(null, 'en'), 'enter', 'enter', 'enter', 'enter', 'enter', 'enter').state;
  const typed = press(at, 'down', 'down', 'down', 'down', '"s3cret pass"').state;
  const shown = wizardRows(typed, createTheme({ hasColour: true, isAscii: false }), { width: 80, height: 23 });
  const text = shown.map((row) => row.map((span) => span.text).join('')).join('\n');
  expect(text).not.toContain('s3cret');
  expect(text).toContain('***********');
  expect(choicesOf(typed)).toMatchObject({ password: 's3cret pass' });
  expect(JSON.stringify(choicesOf(typed).connection)).not.toContain('s3cret');
  const back = press(typed, 'esc', 'enter', 'up', 'down', 'up', 'up', 'up', 'up').state;
  expect(choicesOf(back)).toMatchObject({ password: 's3cret pass' });
});

test.each([
  { presses: ['down', 'ctrl+u', '"99999"', 'enter'], cursor: 1, problem: /1 to 65535/ },
  { presses: ['down', 'ctrl+u', '"99999"', 'ctrl+t'], cursor: 1, problem: /1 to 65535/ },
  { presses: ['down', 'ctrl+u', '"99999"', 'up'], cursor: 0, problem: /1 to 65535/ },
  { presses: ['ctrl+u', '"mq.example:5672"', 'enter'], cursor: 0, problem: /port 5672 belongs/ },
  { presses: ['ctrl+u', '"amqp://mq.example"', 'enter'], cursor: 0, problem: /without a scheme/ },
])('a wrong answer of a connection is named where it was given: $presses', ({ presses, cursor, problem }) => {
  const at = press(started(null, 'en'), 'enter', 'enter', 'enter', 'enter', 'enter', 'enter').state;
  const { state, wishes } = press(at, ...presses);
  expect(wishes).toEqual([]);
  expect(state).toMatchObject({ step: 'connection', cursor });
  expect(state.problem).toMatch(problem);
});

test('the example of a client id leads back to its question as soon as a platform is chosen', () => {
  const way = press(initialWizard(OFFERED, null, 'zh'), 'enter', 'enter', 'enter', 'enter', 'down', 'enter').state;
  expect(way).toMatchObject({ step: 'client', transport: 'ibmmq' });
  expect(way.problem).toContain('示例');
  const trial = press(
    initialWizard(OFFERED, null, 'zh'),
    'enter',
    'enter',
    'enter',
    'enter',
    'down',
    'down',
    'enter',
  ).state;
  expect(trial).toMatchObject({ step: 'connection', problem: null });
});

test('a pasted page answers transport and fields, its password is a secret, and what is whole is tried at once', () => {
  const at = press(started(null, 'zh'), 'enter', 'enter', 'enter', 'enter', 'enter').state;
  expect(at.step).toBe('paste');
  const pasted = onWizardKey(at, 'text', '主机\t10.0.0.1\r\n密码：s3cret\r\n', MEANS).state;
  const rows = wizardRows(pasted, createTheme({ hasColour: true, isAscii: false }), { width: 80, height: 23 });
  const shown = rows.map((row) => row.map((span) => span.text).join('')).join('\n');
  expect(shown).toMatch(/已识别（ibmmq）[\s\S]*QM\.SW[\s\S]*未识别[\s\S]*生效日期/);
  expect(shown).not.toContain('s3cret');
  const { state, wishes } = press(pasted, 'enter', 'ctrl+d');
  expect(wishes).toEqual(['test']);
  expect(state).toMatchObject({ step: 'connection', transport: 'ibmmq' });
  expect(choicesOf(state)).toMatchObject({
    password: 's3cret',
    left: ['生效日期：2026-11-23'],
    connection: expect.arrayContaining([{ path: 'queueManager', value: 'QM.SW' }]),
  });
});

test('a page without a password leads to the field of the password, one without a setting says so', () => {
  const at = press(started(null, 'en'), 'enter', 'enter', 'enter', 'enter', 'enter').state;
  const means = (page: Partial<ReadPage>): WizardMeans => ({ ...MEANS, readPage: () => ({ ...PAGE, ...page }) });
  const typed = (page: Partial<ReadPage>): ReturnType<typeof onWizardKey> =>
    onWizardKey(onWizardKey(at, 'text', 'some text', means(page)).state, 'ctrl+d', '', means(page));
  const { state, wish } = typed({ password: null });
  expect(wish).toBe('none');
  expect(state.fields[state.cursor]?.path).toBe('password');
  expect(typed({ understood: [] }).state).toMatchObject({
    step: 'paste',
    problem: expect.stringMatching(/No setting/),
  });
});

test('the spelling of send results is asked, the usual one first, and not where InBoxes show it', () => {
  const at = press(started(null, 'en'), 'enter', 'enter', 'enter', 'enter', 'enter', 'enter', 'enter').state;
  expect(at).toMatchObject({ step: 'receipts', cursor: 0 });
  expect(choicesOf(press(at, 'enter').state).successPrefix).toBe('Successed_');
  expect(choicesOf(press(at, 'down', 'enter').state).successPrefix).toBe('Successted_');
  expect(stepsOf({ found: FOUND, isImport: true, transport: 'rabbitmq' })).not.toContain('receipts');
});

test('a directory that cannot be made is said where it was typed', () => {
  const at = press(initialWizard(OFFERED, null, 'zh'), 'enter', 'enter', 'enter').state;
  const problem = { zh: '没有权限。', en: 'No rights.' };
  expect(onWizardKey(at, 'enter', '', { ...MEANS, checkDirectory: () => problem }).state).toMatchObject({
    step: 'directory',
    problem: '没有权限。',
  });
  expect(onWizardKey(at, 'enter', '', MEANS).state).toMatchObject({ step: 'transport' });
});

test('settings of the official client are offered, and what they say is not asked again', () => {
  const offered = press(started(FOUND, 'en'), 'enter').state;
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
  const at = press(started(null, 'en'), ...WAY.slice(0, -3).map(() => 'enter')).state;
  expect(at).toMatchObject({ step: 'card', cursor: 0 });
  expect(choicesOf(press(at, 'enter').state)).toMatchObject({ signer: null });
  const card = press(at, 'down', 'enter').state;
  expect(choicesOf(card)).toMatchObject({ signer: 'card' });
  expect(press(card, 'esc').state).toMatchObject({ step: 'card', cursor: 1 });
  expect(choicesOf(press(card, 'esc', 'down', 'enter').state)).toMatchObject({ signer: 'service' });
});

test('a page in the browser is asked for, and there is none unless a person wants it', () => {
  const at = press(started(null, 'en'), ...WAY.slice(0, -2).map(() => 'enter')).state;
  expect(at).toMatchObject({ step: 'web', cursor: 0 });
  expect(choicesOf(press(at, 'enter').state)).toMatchObject({ webPort: null });
  expect(choicesOf(press(at, 'down', 'enter').state)).toMatchObject({ webPort: 9465 });
});

test.each([
  { locale: 'zh', found: null },
  { locale: 'zh', found: FOUND },
  { locale: 'en', found: null },
  { locale: 'en', found: FOUND },
] as const)('every step fits into 80 x 23 cells ($locale, $found.file)', ({ locale, found }) => {
  let state: WizardState = started(found, locale);
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

import type { EditableSetting, SettingsReport } from '@swic/core/contract';
import { expect, test } from 'vitest';
import { type SettingField, settingFields, settingValue } from './settings-fields.js';

const setting = (path: string, values: string): EditableSetting => ({
  path,
  values,
  defaultJson: null,
  zh: '',
  en: '',
});
const CONFIG = {
  businesses: { DEC: { send: { maxConcurrent: 4 }, rules: { a: 1 } }, RMFT: { send: { maxConcurrent: 2 } } },
  log: { level: 'info' },
};
const REPORT = { file: '', version: '', config: CONFIG, businesses: [] } as SettingsReport;

test('a setting of a business is there for each of them, a map is not, and words become a choice', () => {
  const fields = settingFields(REPORT, [
    setting('businesses.<key>.send.maxConcurrent', 'integer ≥ 1 ≤ 64'),
    setting('businesses.<key>.rules', '{ a }'),
    setting('log.level', 'debug, info, warn, error'),
  ]);
  expect(fields.map(({ path, value }) => [path.join('.'), value])).toEqual([
    ['businesses.DEC.send.maxConcurrent', 4],
    ['businesses.RMFT.send.maxConcurrent', 2],
    ['businesses.RMFT.rules', null],
    ['log.level', 'info'],
  ]);
  expect(fields.at(-1)?.choices).toEqual(['debug', 'info', 'warn', 'error']);
});

test('what is typed gets the kind that the setting has, and an empty text takes the setting away', () => {
  const field = (values: string) =>
    ({ path: [], value: null, choices: null, setting: setting('x', values) }) as SettingField;
  expect(settingValue('7', field('integer ≥ 1'))).toBe(7);
  expect(settingValue('7', field('string'))).toBe('7');
  expect(settingValue('true', field('boolean'))).toBe(true);
  expect(settingValue(' ', field('integer'))).toBeNull();
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isLaterVersion, SWIC_VERSION } from '../contract/version.js';
import { type LoadResult, loadConfig, parseConfig } from './load.js';
import { problemsFault } from './problems.js';
import { configWarnings } from './warnings.js';

const BASE = 'clientId: DXPESW0000000001\ntransport: { kind: embedded, directory: queue }\n';
const parse = (text: string): LoadResult =>
  parseConfig(`${BASE}${text.includes('businesses:') ? '' : 'businesses: { DEC: {} }\n'}${text}`, '/firm/swic.yaml');
const OLDEST = "minVersion: '0.0.1'\n";

const warningsOf = (result: LoadResult): readonly string[] =>
  result.outcome === 'ok' ? configWarnings(result.loaded, {}, 0).map(({ path, en }) => `${path}: ${en}`) : ['invalid'];
const problemsOf = (result: LoadResult): readonly string[] =>
  result.outcome === 'invalid' ? result.problems.map(({ path }) => path) : [];

test('the version is that of the repository', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'));
  expect(SWIC_VERSION).toBe(manifest.version);
});

test('versions are compared by their numbers, not by their text', () => {
  expect(isLaterVersion('1.10.0', '1.9.9')).toBe(true);
  expect(isLaterVersion('2.0.0', '10.0.0')).toBe(false);
  expect(isLaterVersion('1.2.3', '1.2.3')).toBe(false);
});

test('a setting of a later version warns where minVersion allows this one', () => {
  const result = parse(`${OLDEST}weather: { forecast: true }\nlog: { level: info, colours: many }\n`);
  expect(result).toMatchObject({ outcome: 'ok', loaded: { config: { log: { level: 'info' } } } });
  const warnings = warningsOf(result).filter((line) => line.includes('a later version'));
  expect(warnings.map((line) => line.split(':')[0])).toEqual(['weather', 'log.colours']);
});

test('without minVersion it stops, as every unknown setting does', () => {
  expect(problemsOf(parse('weather: { forecast: true }\n'))).toEqual(['weather']);
});

test('a slip of the pen stops all the same', () => {
  expect(problemsOf(parse(`${OLDEST}log: { levle: info }\n`))).toEqual(['log.levle']);
});

test('what would decide how documents are sent stops wherever it is written', () => {
  expect(problemsOf(parse(`${OLDEST}onUnknown: hold\n`))).toEqual(['onUnknown']);
  expect(problemsOf(parse(`${OLDEST}log: { rules: {} }\n`))).toEqual(['log.rules']);
});

test('a setting of a later version may have the name of one elsewhere that has nothing to do with it', () => {
  expect(parse(`${OLDEST}web: { timeoutMs: 1 }\n`).outcome).toBe('ok');
});

test.each(['envelope: { sealedBy: none }', 'businesses: { DEC: { postage: paid } }', 'signing: { byHand: true }'])(
  'what decides what is sent is never passed over: %s',
  (text) => {
    expect(parse(`${OLDEST}${text}\n`).outcome).toBe('invalid');
  },
);

test('another mistake beside it stops, and both are told', () => {
  expect(problemsOf(parse(`${OLDEST}weather: true\nlog: { level: loud }\n`))).toEqual(['weather', 'log.level']);
});

test('a program that is older than minVersion stops, and says which it needs', () => {
  const result = parse("minVersion: '99.1.0'\nweather: true\n");
  expect(problemsOf(result)).toEqual(['minVersion']);
  const fault = problemsFault('/firm/swic.yaml', result.outcome === 'invalid' ? result.problems : []);
  expect(fault.code).toBe('config.newer');
  expect(fault.detail['en']).toContain('99.1.0');
});

test('a number in place of a version says how it is written', () => {
  expect(problemsOf(parse('minVersion: 1.2\n'))).toEqual(['minVersion']);
  expect(() => loadConfig('/nowhere/swic.yaml')).toThrow();
});

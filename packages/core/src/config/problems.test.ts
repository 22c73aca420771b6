import { expect, test } from 'vitest';
import { parseConfig } from './load.js';

const BASE = 'clientId: DXPESW0000000001\ntransport: { kind: embedded }\n';

function problemsOf(text: string): readonly { readonly path: string; readonly en: string; readonly zh: string }[] {
  const result = parseConfig(text, '/nowhere/swic.yaml');
  return result.outcome === 'invalid' ? result.problems : [];
}

test.each([
  ['clientIds: { test: abc }', 'clientIds.test', 'has to be a list'],
  ['businesses: []', 'businesses', 'settings by name'],
  ['businesses: { DEC: { send: { maxConcurrent: many } } }', 'businesses.DEC.send.maxConcurrent', 'number'],
  ['businesses: { DEC: { send: { enabled: perhaps } } }', 'businesses.DEC.send.enabled', 'true or false'],
  ['businesses: { DEC: { send: { maxConcurrent: 1.5 } } }', 'businesses.DEC.send.maxConcurrent', 'number'],
  ['environment: somewhere', 'environment', 'has to be one of'],
  ['log: { level: loud }', 'log.level', 'has to be one of debug, info, warn, error'],
  ['log: { keepDays: 0 }', 'log.keepDays', 'has to be 1 or more'],
  ['businesses: { DEC: { send: { maxConcurrent: 1000000 } } }', 'businesses.DEC.send.maxConcurrent', 'or less'],
  ['clientIds: { test: [1] }', 'clientIds.test.0', 'text'],
])('%s is explained in a sentence beside its path, not in the words of the library', (line, path, says) => {
  const text = line.startsWith('businesses') ? `${BASE}${line}\n` : `${BASE}businesses: { DEC: {} }\n${line}\n`;
  const problem = problemsOf(text).find((one) => one.path === path);
  expect(problem?.en).toContain(says);
  expect(problem?.en).not.toMatch(/Invalid|expected|Too (?:small|big)/);
});

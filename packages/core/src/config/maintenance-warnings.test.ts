import { expect, test } from 'vitest';
import { parseConfig } from './load.js';
import { maintenanceWarnings } from './maintenance-warnings.js';

const BASE = `clientId: DXPESW0000000001\ntransport: { kind: embedded }\nbusinesses: { DEC: {} }\nmaintenance:\n`;
const NOW_MS = Date.parse('2026-11-28T12:00:00+08:00');

function check(text: string): readonly string[] {
  const result = parseConfig(BASE + text, '/swic/swic.yaml');
  if (result.outcome === 'invalid') return result.problems.map(({ path, en }) => `error ${path}: ${en}`);
  return maintenanceWarnings(result.loaded.config, NOW_MS).map(({ path, en }) => `${path}: ${en}`);
}

test('a window that comes is fine, with dates as people write them', () => {
  expect(check('  weekly: { 平台例行维护: { days: [6], from: "22:00", to: "06:00" } }')).toEqual([]);
  expect(check('  dated: { 机房停电: { from: 2026-12-05 20:00, to: 2026-12-06T08:00, stopsSending: false } }')).toEqual(
    [],
  );
});

test.each([
  ['  weekly: { a: { days: [6], from: "22:00", to: "22:00" } }', /^error maintenance\.weekly\.a\.to: from and to are/],
  ['  weekly: { a: { days: [], from: "22:00", to: "23:00" } }', /^error maintenance\.weekly\.a\.days: /],
  [
    '  dated: { a: { from: 2026-12-06 08:00, to: 2026-12-05 20:00 } }',
    /^error maintenance\.dated\.a\.to: to is not after/,
  ],
  [
    '  dated: { a: { from: 2026-02-30 08:00, to: 2026-12-05 20:00 } }',
    /^error maintenance\.dated\.a\.from: has to be a date/,
  ],
  ['  dated: { a: { from: 2026-11-01 08:00, to: 2026-11-01 20:00 } }', /^maintenance\.dated\.a: it is over/],
  [
    '  weekly: { a: { days: [6], from: "22:00", to: "23:00", transport: rabbitmq } }',
    /^maintenance\.weekly\.a\.transport: the transport is embedded/,
  ],
  [
    '  weekly: { a: { days: [1, 2, 3, 4, 5, 6, 7], from: "08:00", to: "20:00" }, b: { days: [1, 2, 3, 4, 5, 6, 7], from: "20:00", to: "08:00" } }',
    /^maintenance\.weekly: together they are the whole week/,
  ],
  [
    '  weekly: { a: { days: [6], from: "08:00", to: "20:00" }, b: { days: [6], from: "19:00", to: "21:00", stopsSending: false } }',
    /^maintenance: "a, .*" and "b, .*" overlap and differ in stopsSending/,
  ],
])('what never comes, never ends or is contradictory is found: %s', (text, words) => {
  const found = check(text);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(words);
});

import { expect, test } from 'vitest';
import { alertWarnings } from './alert-warnings.js';
import { parseConfig } from './load.js';

const BASE = `clientId: DXPESW0000000001\ntransport: { kind: embedded }\nbusinesses: { DEC: {} }\nalerts:\n`;
const CHANNEL = '  channels: { ops: { kind: command, command: [call] } }\n';

function check(text: string): readonly string[] {
  const result = parseConfig(BASE + text, '/swic/swic.yaml');
  if (result.outcome === 'invalid') return result.problems.map(({ path, zh }) => `error ${path}: ${zh}`);
  return alertWarnings(result.loaded).map(({ path, en }) => `${path}: ${en}`);
}

test.each([
  [CHANNEL, []],
  ['  heartbeat: { url: http://127.0.0.1/ping }', []],
  [`${CHANNEL}  businesses: { OTHERS: { flow-held: { afterMinutes: 1 } } }`, []],
  ['  rules: {}', ['alerts.channels: there is no channel, so no person is told']],
  [
    `${CHANNEL}  businesses: { DEX: { flow-held: { afterMinutes: 1 } } }`,
    ['alerts.businesses.DEX: no business is named DEX, so it has no effect; did you mean DEC?'],
  ],
  [
    `${CHANNEL}  quietHours: { from: '22:00', to: '22:00' }`,
    ['alerts.quietHours.to: from and to are the same, so it is never quiet'],
  ],
  [
    '  channels: { m: { kind: mail, host: h, from: a@example.com, to: [b@example.com], ca: ./no.pem } }',
    ['alerts.channels.m.ca: the file ./no.pem is not there'],
  ],
])('%s', (text, warnings) => {
  expect(check(text)).toEqual(warnings);
});

test.each([
  ['  workingHours: { holidays: [2026-13-01] }', 'alerts.workingHours.holidays.0'],
  ['  workingHours: { workdays: [2026-02-30] }', 'alerts.workingHours.workdays.0'],
  ['  rules: { password-ending: { until: 2026-04-31 } }', 'alerts.rules.password-ending.until'],
])('a day that there is not is an error: %s', (text, at) => {
  expect(check(CHANNEL + text)).toEqual([`error ${at}: 应为真实存在的日期，如 2026-12-05`]);
});

import { expect, test } from 'vitest';
import { businessKey } from '../document.js';
import { type HeldDays, withHeld } from './held-times.js';

const at = (chinaTime: string): number => Date.parse(`${chinaTime}+08:00`);
const HOUR_MS = 3_600_000;
const SENDING = { flow: { business: businessKey('DEC'), direction: 'send' }, code: 'transport.unreachable' } as const;

test('spans of the same flow and reason add up, another reason and another direction are apart', () => {
  let days: HeldDays = {};
  days = withHeld(days, SENDING, at('2026-12-05T10:00'), at('2026-12-05T10:05'));
  days = withHeld(days, SENDING, at('2026-12-05T14:00'), at('2026-12-05T14:01'));
  days = withHeld(days, { ...SENDING, code: 'disk.full' }, at('2026-12-05T15:00'), at('2026-12-05T15:02'));
  const receiving = { ...SENDING, flow: { ...SENDING.flow, direction: 'receive' } } as const;
  days = withHeld(days, receiving, at('2026-12-05T15:00'), at('2026-12-05T15:03'));
  expect(days).toEqual({
    20261205: [
      { business: 'DEC', direction: 'send', code: 'transport.unreachable', heldMs: 6 * 60_000 },
      { business: 'DEC', direction: 'send', code: 'disk.full', heldMs: 2 * 60_000 },
      { business: 'DEC', direction: 'receive', code: 'transport.unreachable', heldMs: 3 * 60_000 },
    ],
  });
});

test('a span over midnight in China is shared out among its days', () => {
  const days = withHeld({}, SENDING, at('2026-12-05T23:00'), at('2026-12-07T02:00'));
  const hours = Object.entries(days).map(([day, [one]]) => [day, (one?.heldMs ?? 0) / HOUR_MS]);
  expect(hours).toEqual([
    ['20261205', 1],
    ['20261206', 24],
    ['20261207', 2],
  ]);
});

test('no more than four hundred days are kept, the latest ones', () => {
  const days = withHeld({}, SENDING, at('2025-01-01T00:00'), at('2026-12-07T00:00'));
  expect(Object.keys(days)).toHaveLength(400);
  expect(Object.keys(days).at(-1)).toBe('20261206');
});

import { expect, test } from 'vitest';
import { sparkline } from './sparkline.js';
import { widthOf } from './width.js';

test('the newest number is at the right, two to a cell', () => {
  expect(sparkline([1, 2, 3, 4], 2, false)).toBe('\u28e0\u28fe');
  expect(sparkline([4], 2, false)).toBe(' \u28b8');
  expect(sparkline([], 3, false)).toBe('   ');
});

test('it is always as wide as asked, also in ASCII', () => {
  expect(widthOf(sparkline([0, 9, 4, 3, 7, 7, 7], 5, false))).toBe(5);
  expect(sparkline([1, 2, 4], 3, true)).toBe('.:#');
});

import { expect, test } from 'vitest';
import { nearestWord } from './near-words.js';

test.each([
  ['DECC', 'DEC'],
  ['dec', 'DEC'],
  ['RMFF', 'RMFT'],
  ['RMTF', 'RMFT'],
  ['MF', 'MFT'],
])('%s probably means %s', (text, meant) => {
  expect(nearestWord(text, ['DEC', 'MFT', 'RMFT'])).toBe(meant);
});

test('what is far from every word means none of them', () => {
  for (const text of ['', 'X', 'FOO', 'DECLARATION']) expect(nearestWord(text, ['DEC', 'MFT', 'RMFT'])).toBeNull();
});

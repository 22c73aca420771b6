import { expect, test } from 'vitest';
import { fillText } from './fill-text.js';

test('one problem is not called "1 problems"', () => {
  const text = '{file} has {count|problem|problems}';
  expect(fillText(text, { file: 'a', count: 1 })).toBe('a has 1 problem');
  expect(fillText(text, { file: 'a', count: 0 })).toBe('a has 0 problems');
  expect(fillText(text, { file: 'a', count: '1,001' })).toBe('a has 1,001 problems');
});

test('a value may have braces, and a name without a value stays', () => {
  expect(fillText('{file} {nothing} {none|a|b}', { file: '{count}' })).toBe('{count} {nothing} {none|a|b}');
});

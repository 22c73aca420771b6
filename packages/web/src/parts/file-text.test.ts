import { expect, test } from 'vitest';
import { withLineEnds } from '../views/correction.js';
import { fieldIn } from './file-text.js';

const marked = (line: string, column: number): string => line.slice(...fieldIn(line, column));

test('the field at a column is marked with its end, and a line without one is left alone', () => {
  expect(marked('  <A>1</A><IEFlag>E</IEFlag>', 11)).toBe('<IEFlag>E</IEFlag>');
  expect(marked('  <A>1</A><IEFlag>E</IEFlag>', 20)).toBe('<IEFlag>E</IEFlag>');
  expect(marked('  <Empty/>', 3)).toBe('<Empty/>');
  expect(marked('  <Long>begins here', 3)).toBe('<Long>');
  expect(marked('text alone', 4)).toBe('');
  expect(marked('<A>1</A>', 0)).toBe('');
});

test('a correction keeps the line ends of the file', () => {
  expect(withLineEnds('a\nb\n', 'x\r\ny\r\n')).toBe('a\r\nb\r\n');
  expect(withLineEnds('a\nb\n', 'x\ny\n')).toBe('a\nb\n');
});

import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { readAnswer } from './read-answer.js';

test.each([
  ['y\n', true],
  [' YES \r\n', true],
  ['是\n', true],
  ['好\n', true],
  ['n\n', false],
  ['\n', false],
  ['yes please\n', false],
  ['no\ny\n', false],
  ['y', true],
  ['', false],
])('the answer %j to a question of verify --repair is %s', async (typed, isAgreed) => {
  const input = new PassThrough();
  input.end(typed);
  expect(await readAnswer('?', input)).toBe(isAgreed);
});

test('a question is answered by the first line, though the terminal stays open', async () => {
  const input = new PassThrough();
  input.write('y\n');
  expect(await readAnswer('?', input)).toBe(true);
});

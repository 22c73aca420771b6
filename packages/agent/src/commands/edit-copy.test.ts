import { expect, test } from 'vitest';
import { editorWords } from './edit-copy.js';

test('an empty VISUAL does not hide EDITOR, and a path with spaces is one word', () => {
  expect(editorWords({ VISUAL: ' ', EDITOR: 'nano -w' })).toEqual(['nano', '-w']);
  expect(editorWords({ VISUAL: '"C:\\Program Files\\Editor\\editor.exe" -multi', EDITOR: 'nano' })).toEqual([
    'C:\\Program Files\\Editor\\editor.exe',
    '-multi',
  ]);
  expect(editorWords({})).toHaveLength(1);
});

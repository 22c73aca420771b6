import { expect, test } from 'vitest';
import type { TextKey } from './i18n/index.js';
import { createKeyMap, KEYS, keyProblems, meaningOfKey } from './keys.js';
import { PLACES, words } from './screens/views.js';

test('in no view one key means two things', () => {
  const keys = createKeyMap({}, false);
  for (const { name: place } of PLACES) {
    const all = keys.bindings(place).flatMap((binding) => binding.keys);
    expect({ place, doubles: all.filter((key, at) => all.indexOf(key) !== at) }).toEqual({ place, doubles: [] });
  }
});

test('every action has its words, and a hint where it is in the bottom line', () => {
  for (const { id, is } of KEYS) {
    // What has no words is shown by its key.
    for (const locale of ['en', 'zh'] as const) {
      expect(meaningOfKey(id, locale)).not.toBe(`key.${id}`);
      if (is !== 'quiet') expect(words(locale)(`hint.${id}` as TextKey)).not.toBe(`hint.${id}`);
    }
  }
});

test('the user gives an action another key, and a slip of the pen is named', () => {
  const keys = createKeyMap({ quit: ['Q'] }, false);
  expect(keys.find('Q', 'log')?.id).toBe('quit');
  expect(keys.find('q', 'log')).toBeNull();
  expect(keyProblems({ quit: ['Q'], 'move.up': ['up', '上', 'ctrl+p'] })).toEqual([]);
  expect(keyProblems({ qiut: ['x'] })).toEqual([{ unknown: 'qiut' }]);
  expect(keyProblems({ quit: ['Escape'] })).toMatchObject([{ action: 'quit', key: 'Escape' }]);
  expect(keyProblems({ quit: ['w'] })).toEqual([{ key: 'w', actions: 'why quit' }]);
});

test('read-only, no key changes anything of the agent', () => {
  const keys = createKeyMap({}, true);
  for (const { name: place } of PLACES) expect(keys.bindings(place).filter(({ is }) => is === 'change')).toEqual([]);
});

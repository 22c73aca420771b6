import { expect, test } from 'vitest';
import { keyWarnings } from './key-warnings.js';

test('an action or a key that the dashboard does not know is named with what was meant', async () => {
  const [unknown, ...more] = await keyWarnings({ quitt: ['q'] });
  expect(more).toEqual([]);
  expect(unknown).toMatchObject({ level: 'error', path: 'dashboard.keys.quitt' });
  expect(unknown?.en).toContain('is it quit?');
  expect(unknown?.zh).toContain('quit');
  const [key] = await keyWarnings({ quit: ['ctrl+alt+q'] });
  expect(key).toMatchObject({ level: 'error', path: 'dashboard.keys.quit' });
  expect(key?.en).toContain('ctrl+alt+q');
});

test('a key that means two things is named with both, and good keys are no trouble', async () => {
  expect(await keyWarnings({})).toEqual([]);
  expect(await keyWarnings({ quit: ['ctrl+q'] })).toEqual([]);
  const [double] = await keyWarnings({ quit: ['?'] });
  expect(double?.path).toBe('dashboard.keys');
  expect(double?.en).toContain('quit');
});

// @vitest-environment happy-dom
import type { EditSettingsParams, EditSettingsResult } from '@swic/core/contract';
import { flushSync } from 'react-dom';
import { afterEach, expect, test, vi } from 'vitest';
import { press, renderPage } from '../../../../test/support/web/render-page.js';
import { wordsIn } from '../words/index.js';
import { Settings } from './settings.js';

const PATH = 'businesses.DEC.send.maxConcurrent';
const T = wordsIn('zh');
const SETTING = { path: PATH, values: 'integer', defaultJson: '8', zh: '同时最大任务数', en: 'at a time' };
const REPORT = {
  file: '/etc/swic/swic.yaml',
  version: 'v1',
  config: { businesses: { DEC: { send: { maxConcurrent: 8 } } } },
  businesses: [],
};
const DIFF = { line: 12, removed: ['  maxConcurrent: 8 # the firm'], added: ['  maxConcurrent: 4 # the firm'] };

afterEach(() => void vi.unstubAllGlobals());

/** Opens the view, types 4, and asks to change it. `asked` gets each edit. */
async function change(problems: EditSettingsResult['problems']): Promise<{ element: HTMLElement; asked: unknown[] }> {
  vi.stubGlobal('fetch', async () => Response.json([SETTING]));
  const asked: EditSettingsParams[] = [];
  const { element } = renderPage(<Settings />, {
    settings: () => REPORT,
    editSettings: (params) => {
      asked.push(params);
      const report = { applied: [PATH], restartNeeded: [] } as never;
      return { diff: DIFF, problems, report, isWritten: !params.isTrial && problems.length === 0 };
    },
  });
  await vi.waitFor(() => expect(element.querySelector(`[aria-label="${PATH}"]`)).not.toBeNull());
  const input = element.querySelector<HTMLInputElement>(`[aria-label="${PATH}"]`);
  flushSync(() => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, '4');
    input?.dispatchEvent(new Event('input', { bubbles: true }));
  });
  press(element, `${T('settings.change')} ${PATH}`);
  await vi.waitFor(() => expect(element.querySelector('ol.file')).not.toBeNull());
  return { element, asked };
}

test('what a change does to the file is shown line by line, and written after a yes alone', async () => {
  const { element, asked } = await change([]);
  const lines = [...element.querySelectorAll('ol.file li')].map((line) => [line.className, line.textContent]);
  expect(lines).toEqual([
    ['removed', `- ${DIFF.removed[0]}`],
    ['added', `+ ${DIFF.added[0]}`],
  ]);
  expect(element.querySelector('ol.file')?.getAttribute('start')).toBe('12');
  const edits = [{ path: PATH.split('.'), value: 4 }];
  expect(asked).toEqual([{ version: 'v1', edits, isTrial: true }]);
  press(element, T('settings.write'));
  await vi.waitFor(() => expect(element.querySelector('ol.file')).toBeNull());
  expect(asked[1]).toEqual({ version: 'v1', edits, isTrial: false });
});

test('a change that the agent would not take says why, and cannot be written', async () => {
  const { element, asked } = await change([{ path: PATH, zh: '必须不小于 1', en: 'has to be 1 at least' }]);
  expect(element.textContent).toContain('必须不小于 1');
  expect([...element.querySelectorAll('button')].map(({ textContent }) => textContent)).not.toContain(
    T('settings.write'),
  );
  press(element, T('ask.cancel'));
  expect(element.querySelector('ol.file')).toBeNull();
  expect(asked).toHaveLength(1);
});

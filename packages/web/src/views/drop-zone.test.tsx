// @vitest-environment happy-dom
import type { DropResult } from '@swic/core/contract';
import { flushSync } from 'react-dom';
import { afterEach, expect, test, vi } from 'vitest';
import { renderPage } from '../../../../test/support/web/render-page.js';
import { DropZone } from './drop-zone.js';

afterEach(() => void vi.unstubAllGlobals());

const BAD = {
  line: 3,
  column: 1,
  rule: 'x',
  path: 'DecHead/IEFlag',
  fieldZh: '进出口标志',
  zh: '不能为空',
  en: 'missing',
};

/** The agent's side: what it says of a file of this name, and each request that it got. */
function answering(): { readonly requests: string[] } {
  const requests: string[] = [];
  vi.stubGlobal('fetch', async (path: string, { headers }: { headers: Record<string, string> }) => {
    const name = decodeURIComponent(headers['X-Swic-Name'] ?? '');
    const isTrial = headers['X-Swic-Trial'] === '1';
    requests.push(`${path} ${name}${isTrial ? ' trial' : ''}`);
    const isGood = name.startsWith('good');
    const result: DropResult = {
      name,
      outcome: isGood ? 'accepted' : 'rejected',
      fault: null,
      problems: isGood ? [] : [BAD as never],
      queuedAs: isGood && !isTrial ? 'good_1.xml' : null,
    };
    return Response.json(result);
  });
  return { requests };
}

/** By the field for files, as a person without a mouse does, or dropped. */
function bring(element: HTMLElement, names: readonly string[], how: 'change' | 'drop'): void {
  const files = names.map((name) => new File(['<A/>'], name));
  const target = how === 'drop' ? element.querySelector('.drop') : element.querySelector('input');
  const event = new Event(how, { bubbles: true, cancelable: true });
  if (how === 'drop') Object.assign(event, { dataTransfer: { files } });
  else Object.defineProperty(target, 'files', { value: files, configurable: true });
  flushSync(() => target?.dispatchEvent(event));
}

test.each(['change', 'drop'] as const)(
  'files are checked first, shown with what is wrong, and only good ones go into OutBox after a yes (%s)',
  async (how) => {
    const { requests } = answering();
    const { element, page } = renderPage(<DropZone business="DEC" />);
    bring(element, ['good.xml', 'bad.xml'], how);
    await vi.waitFor(() => expect(page.store.get().question).not.toBeNull());
    expect(requests).toEqual(['/drops/DEC good.xml trial', '/drops/DEC bad.xml trial']);
    expect(element.textContent).toContain('进出口标志 不能为空');
    page.store.get().question?.answers[0]?.act();
    await vi.waitFor(() => expect(page.store.get().notice?.tone).toBe('good'));
    expect(requests.slice(2)).toEqual(['/drops/DEC good.xml']);
    await vi.waitFor(() => expect(element.textContent).toContain('good_1.xml'));
  },
);

test('a no puts nothing into OutBox, and where all are wrong there is no question', async () => {
  const { requests } = answering();
  const { element, page } = renderPage(<DropZone business="DEC" />);
  bring(element, ['good.xml'], 'drop');
  await vi.waitFor(() => expect(page.store.get().question).not.toBeNull());
  page.store.get().question?.answers.at(-1)?.act();
  expect(page.store.get().question).toBeNull();
  bring(element, ['bad.xml'], 'drop');
  await vi.waitFor(() => expect(requests).toHaveLength(2));
  await vi.waitFor(() => expect(element.textContent).toContain('进出口标志'));
  expect(page.store.get().question).toBeNull();
  expect(requests.every((line) => line.endsWith('trial'))).toBe(true);
});

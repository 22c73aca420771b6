// @vitest-environment happy-dom
import { documentState, type Locale } from '@swic/desk';
import type { ReactNode } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { makeDocument } from '../../../../test/support/ledger/records.js';
import { renderPage } from '../../../../test/support/web/render-page.js';
import { wordsIn } from '../words/index.js';
import { FileText } from './file-text.js';
import { Problems } from './problems.js';
import { Said } from './said.js';

const render = (locale: Locale, part: ReactNode): HTMLElement => renderPage(part, {}, locale).element;

afterEach(() => void vi.unstubAllGlobals());

test.each([
  ['rejected', 'bad'],
  ['lost', 'bad'],
  ['unknown', 'warn'],
  ['withdrawn', 'muted'],
  ['sent', 'info'],
] as const)('a document that is %s has the colour %s and its word in both languages', (stage, tone) => {
  const texts = (['zh', 'en'] as const).map((locale) => {
    const t = wordsIn(locale);
    const { firstElementChild: said } = render(locale, <Said {...documentState(makeDocument(1, { stage }), t)} />);
    expect(said?.className).toBe(`tone-${tone}`);
    expect(said?.textContent).toBe(t(`stage.${stage}`));
    return said?.textContent;
  });
  expect(texts[0]).not.toBe(texts[1]);
});

test.each(['refused', 'returned', 'deleted', 'released'] as const)(
  'a document that was sent and that customs says is %s is shown as that, and only released as good',
  (state) => {
    const customs = { state, table: null, code: '1', atMs: null, sinceMs: 1, parts: null, marks: [] };
    const document = makeDocument(1, {
      stage: 'filed',
      standing: { customs, learned: [], handled: null, replacedBy: null, answeredMs: null },
    });
    const { firstElementChild: said } = render('zh', <Said {...documentState(document, wordsIn('zh'))} />);
    expect(said?.className).toBe(state === 'released' ? 'tone-good' : 'tone-bad');
    expect(said?.textContent).not.toBe(wordsIn('zh')('stage.filed'));
  },
);

test('what is wrong has its line, its field and the Chinese name of it, and what a document says there is no markup', () => {
  const hostile = '<img src=x onerror=alert(1)>';
  const problem = {
    line: 12,
    column: 3,
    rule: 'x',
    path: hostile,
    fieldZh: '进出口标志',
    zh: '不能为空',
    en: 'is missing',
  };
  const element = render('zh', <Problems problems={[problem as never]} />);
  expect(element.textContent).toContain('12');
  expect(element.textContent).toContain(`${hostile} 进出口标志 不能为空`);
  expect(element.querySelector('img')).toBeNull();
});

test('a file is text with the refused line and its field marked', async () => {
  vi.stubGlobal('fetch', async () => new Response('<A>\n  <IEFlag>E</IEFlag>\n  <script>x</script>\n</A>'));
  const element = render('en', <FileText path="/files/documents/1" marks={[{ line: 2, column: 3 }]} />);
  await vi.waitFor(() => expect(element.querySelectorAll('li')).toHaveLength(4));
  expect([...element.querySelectorAll('li.marked')].map(({ textContent }) => textContent)).toEqual([
    '  <IEFlag>E</IEFlag>',
  ]);
  expect(element.querySelector('mark')?.textContent).toBe('<IEFlag>E</IEFlag>');
  expect(element.querySelector('script')).toBeNull();
});

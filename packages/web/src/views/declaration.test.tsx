// @vitest-environment happy-dom
import type { DocumentDiff, Examination } from '@swic/core/contract';
import { Fault } from '@swic/core/contract';
import { flushSync } from 'react-dom';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeDocument } from '../../../../test/support/ledger/records.js';
import { renderPage } from '../../../../test/support/web/render-page.js';
import { wordsIn } from '../words/index.js';
import { Declaration } from './declaration.js';

const T = wordsIn('zh');
const BEFORE = makeDocument(1, { stage: 'filed', name: 'first.xml' });
const NOW = makeDocument(2, { stage: 'filed', name: 'second.xml' });
const STEPS = [
  { atMs: 1_000, step: 'found', zh: '发现文件', en: 'found' },
  { atMs: 2_000, step: 'settled', zh: '文件已写完', en: 'settled' },
  { atMs: 5_000, step: 'confirmed', zh: '平台已确认', en: 'confirmed' },
];
const EXAMINATION = {
  trace: { document: NOW, receipts: [], resentAs: [], state: null, steps: STEPS },
  path: '/srv/SentBox/second.xml',
  problems: [],
} as unknown as Examination;
const DIFF: DocumentDiff = {
  before: BEFORE,
  after: NOW,
  state: null,
  differences: [{ path: 'DecMessage/DecHead/GrossWet', nameZh: '毛重', before: '120', after: '<b>130</b>' }],
};

beforeEach(() => void vi.stubGlobal('fetch', async () => new Response('<A>\n</A>')));
afterEach(() => void vi.unstubAllGlobals());

test('the story of a declaration shows each step in time, and how long was waited before it', async () => {
  const { element } = renderPage(<Declaration of={NOW.id} />, { examine: () => EXAMINATION });
  await vi.waitFor(() => expect(element.querySelector('ol.story')).not.toBeNull());
  const steps = [...element.querySelectorAll('ol.story li')];
  expect(steps.map((step) => step.querySelector('span')?.textContent)).toEqual([
    '发现文件',
    '文件已写完',
    '平台已确认',
  ]);
  const bars = steps.map((step) => step.querySelector('meter'));
  expect(bars.map((bar) => bar?.getAttribute('value'))).toEqual(['0', '1000', '3000']);
  expect(bars.every((bar) => bar?.getAttribute('max') === '3000')).toBe(true);
});

/** Opens the comparison with the one before, and waits for what it says. */
async function compare(diff: () => DocumentDiff): Promise<HTMLElement> {
  const { element } = renderPage(<Declaration of={NOW.id} />, { examine: () => EXAMINATION, diff });
  await vi.waitFor(() => expect(element.querySelector('ol.story')).not.toBeNull());
  const details = [...element.querySelectorAll('details')].find(
    (one) => one.querySelector('summary')?.textContent === T('compare.earlier'),
  );
  flushSync(() => {
    if (details !== undefined) details.open = true;
    details?.dispatchEvent(new Event('toggle'));
  });
  return element;
}

test('an amendment is shown by field: Chinese name, old and new value, and where the earlier one is', async () => {
  const element = await compare(() => DIFF);
  await vi.waitFor(() => expect(element.querySelector('td')).not.toBeNull());
  const row = [...element.querySelectorAll('tbody tr')].find((one) => one.textContent?.includes('毛重'));
  expect(row?.textContent).toBe('DecMessage/DecHead/GrossWet 毛重120<b>130</b>');
  expect(element.querySelector('b')).toBeNull();
  expect(element.textContent).toContain(T('compare.with', { name: 'first.xml' }));
  expect(element.textContent).toContain(T('stage.filed'));
});

test('a declaration without an earlier one says so', async () => {
  const element = await compare(() => {
    throw new Fault('command.failed', { document: NOW.id, zh: '没有更早的单据', en: 'none is earlier' });
  });
  await vi.waitFor(() => expect(element.textContent).toContain('没有更早的单据'));
});

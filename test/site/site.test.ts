import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApi } from '../../scripts/site/build-api.mjs';
import { buildSite } from '../../scripts/site/build-site.mjs';
import { render } from '../../scripts/site/render.mjs';
import { describeWithBrowser, openBrowser, violations } from '../support/web/browser.js';

const ROOT = path.join(import.meta.dirname, '../..');
let directory = '';

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'swic-site-'));
  buildSite(path.join(directory, 'site'), { isForDevelopers: false });
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const filesIn = (site: string): readonly string[] =>
  readdirSync(site, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(site, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));

test('every document for users is a page of the site, and none of the decisions is', () => {
  const files = filesIn(path.join(directory, 'site'));
  const documents = readdirSync(path.join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
  expect(documents.length).toBeGreaterThan(30);
  for (const name of documents) expect(files).toContain(name.replace(/\.md$/, '.html'));
  expect(files).toEqual(expect.arrayContaining(['index.html', 'index.zh.html', 'businesses/DEC.html']));
  expect(files.filter((name) => name.startsWith('decisions/'))).toEqual([]);
});

test('whatever a page names is there, and nothing comes from a network', () => {
  const site = path.join(directory, 'site');
  const files = new Set(filesIn(site));
  for (const name of files) {
    if (!name.endsWith('.html')) continue;
    const text = readFileSync(path.join(site, name), 'utf8');
    for (const [, attribute, target = ''] of text.matchAll(/ (href|src)="([^"#]+)/g)) {
      // A link may lead out; what is loaded may not.
      if (attribute === 'href' && /^https?:/.test(target)) continue;
      expect(files, `${name} names ${target}`).toContain(path.posix.join(path.posix.dirname(name), target));
    }
  }
});

test('two runs write the same bytes', () => {
  const again = path.join(directory, 'again');
  buildSite(again, { isForDevelopers: false });
  for (const name of filesIn(again))
    expect(readFileSync(path.join(again, name)).equals(readFileSync(path.join(directory, 'site', name))), name).toBe(
      true,
    );
});

test('headings have the anchors of GitHub, links lead to pages, and what is no page is no link', () => {
  const page = { source: 'docs/a.md', target: 'a.html', languages: ['en'] } as const;
  const text =
    '# A `b` c!\n\n## 容器\n\nSee [x](b.md#c-d), [y](../examples/y.yaml), [z](https://example.com/z).\n\n## 容器\n';
  const { title, html, anchors, links, sections } = render(text, page, (source) =>
    source === 'docs/b.md' ? 'b.html' : null,
  );
  expect([title, anchors]).toEqual(['A b c!', ['a-b-c', '容器', '容器-1']]);
  expect(links).toEqual([{ target: 'b.html', anchor: 'c-d' }]);
  expect(html).toContain('<a href="b.html#c-d">x</a>');
  expect(html).toContain('<a title="examples/y.yaml">y</a>');
  expect(sections.map(({ anchor, heading }) => [anchor, heading])).toEqual([
    ['', 'A b c!'],
    ['容器', '容器'],
    ['容器-1', '容器'],
  ]);
});

test('the reference describes every export of contract and ports', async () => {
  const api = path.join(directory, 'api');
  expect(await buildApi(api)).toBeGreaterThan(250);
  const files = filesIn(api);
  expect(files).toEqual(
    expect.arrayContaining([
      'index.html',
      'interfaces/ports.Ledger.html',
      'interfaces/ports.Transport.html',
      'classes/contract.Fault.html',
    ]),
  );
}, 120_000);

describeWithBrowser('the site, opened from a disk', () => {
  let browser: Browser;
  let page: Page;
  const asked: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await openBrowser();
    page = await browser.newPage({ locale: 'en-GB' });
    page.on('request', (request) => asked.push(request.url()));
    page.on('pageerror', (reason) => complaints.push(reason.message));
  }, 60_000);
  afterAll(() => browser?.close());

  const open = (name: string): Promise<unknown> => page.goto(pathToFileURL(path.join(directory, 'site', name)).href);

  test('the search finds a setting, and leads to its place', async () => {
    await open('index.html');
    await page.getByRole('searchbox').fill('password-ending');
    await page.locator('#found a').first().click();
    await page.waitForURL(/alerts\.html|config\.html/);
    expect(await page.locator('h1').first().textContent()).toMatch(/Alerts|Configuration/);
  });

  test('a person who reads Chinese searches in Chinese, from a page in a folder too', async () => {
    await open('businesses/DEC.html');
    await page.getByRole('searchbox').fill('静默时段');
    await page.locator('#found a[href*="alerts.zh.html"]').first().click();
    await page.waitForURL(/alerts\.zh\.html/);
    await page.getByRole('searchbox').fill('没有这样的词');
    // The index is loaded at the first word.
    await page.getByText('没有找到', { exact: true }).waitFor();
  });

  test('the other language is one step away', async () => {
    await open('install.html');
    await page.getByRole('link', { name: '中文' }).click();
    await page.waitForURL(/install\.zh\.html/);
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
  });

  test('a page can be used without a mouse and by a screen reader, and nothing was asked of a network', async () => {
    await open('alerts.html');
    expect(await violations(page)).toEqual([]);
    expect(asked.filter((url) => !url.startsWith('file:'))).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

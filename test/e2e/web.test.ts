import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningSwic, runSwic, startSwic } from '../support/agent-process.js';
import { findFreePorts } from '../support/free-ports.mjs';
import { until } from '../support/until.js';
import { describeWithBrowser, openBrowser, violations } from '../support/web/browser.js';
import { openWorld, type World } from '../support/world.js';

const EXAMPLES = path.join(import.meta.dirname, '../../examples');
const VIEWS = ['overview', 'documents', 'receipts', 'faults', 'overdue', 'log', 'transport', 'card'];
const LIMIT_MS = 60_000;

/** A name that would be markup, and a formula in a spreadsheet, where a name is taken for one. */
const HOSTILE = `=1+1<img src=x onerror=document.title='owned'>.xml`;

describeWithBrowser('the page in a real browser', () => {
  let world: World;
  let agent: RunningSwic;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    const [port = 0] = await findFreePorts(1);
    world = openWorld({
      transport: 'embedded',
      businesses: { DEC: { receive: { resultWithinMs: 600_000 } }, RMFT: {} },
      more: { sandbox: { enabled: true }, web: { port } },
    });
    agent = startSwic(world, ['run']);
    await using client = await agent.connect();
    browser = await openBrowser();
    page = await browser.newPage({ locale: 'en-GB', viewport: { width: 1280, height: 720 } });
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (reason) => complaints.push(reason.message));
    await until('the page is served', async () => (await open(world)).startsWith('http'));
    expect((await client.call('status', null)).businesses.length).toBeGreaterThan(1);
  }, LIMIT_MS);

  afterAll(async () => {
    await browser?.close();
    await agent?.[Symbol.asyncDispose]();
    await world?.[Symbol.asyncDispose]();
  });

  const show = async (view: string): Promise<void> => {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, `#/${view}`);
    await page.locator('h1').waitFor();
  };

  test('a link opens the page once, takes the word out of the address, and all is well', async () => {
    const url = await open(world);
    await page.goto(url);
    await page.getByText('Everything runs.').waitFor();
    expect(page.url()).not.toContain('link=');
    const other = await browser.newPage({ locale: 'en-GB' });
    await other.goto(url);
    await other.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await other.getByText('swic web').count()).toBe(1);
    await other.close();
  });

  test('a flow is stopped after a question and started again, and the log says by whose word', async () => {
    await page.getByRole('button', { name: 'Stop sending DEC' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'yes' }).click();
    await page.getByRole('button', { name: 'Start sending DEC' }).click();
    await page.getByRole('button', { name: 'Stop sending DEC' }).waitFor();
    await until(
      'the log has both',
      () => /"web.acted".*stopFlow/.test(world.logs()) && world.logs().includes('startFlow'),
    );
  });

  test('documents pass: those that are good are released, and a refused one says which line is wrong', async () => {
    const good = readFileSync(path.join(EXAMPLES, 'documents/DEC/进口报关单_申报_示例.xml'));
    const bad = readFileSync(path.join(EXAMPLES, 'broken/DEC/重复字段.xml'));
    world.drop('Deccus001', '进口.xml', good);
    world.drop('Deccus001', HOSTILE, bad);
    await show('documents');
    await page.getByRole('link', { name: '进口.xml' }).waitFor();
    await page.getByRole('link', { name: HOSTILE }).click();
    await page.getByRole('heading', { name: /What is wrong/ }).waitFor();
    await page.locator('.file li.marked').waitFor();
    expect(await page.locator('.file li.marked').textContent()).toContain('IEFlag');
    expect(await page.title()).not.toContain('owned');
    expect(await page.locator('main img').count()).toBe(0);
  });

  test('a filter as it is typed leaves what fits, and the export has it, with no formula in it', async () => {
    await show('documents');
    await page.getByRole('searchbox').fill('rejected');
    await page.getByRole('link', { name: '进口.xml' }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: HOSTILE }).waitFor();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export CSV' }).click();
    const text = readFileSync(await (await saving).path(), 'utf8');
    expect(text.startsWith('\ufeff')).toBe(true);
    expect(text.split('\r\n').length).toBe(3);
    expect(text).toContain(`"'=1+1`);
  });

  test('a document is sent again from the page, and a refused one is dealt with, in the name of the user', async () => {
    await show('documents');
    await page.getByRole('searchbox').fill('');
    await page.getByRole('link', { name: HOSTILE }).click();
    await page.getByRole('button', { name: 'Dealt with' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'yes' }).click();
    await page.getByRole('button', { name: 'Dealt with' }).waitFor({ state: 'detached' });
    expect(world.logs()).toMatch(/"document.handled".*"who":"[^"]+@/);
    await show('documents');
    await page.getByRole('link', { name: '进口.xml' }).click();
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'yes' }).click();
    await page.getByText('put back into OutBox').waitFor();
  });

  test('no view has a violation that axe finds, in both languages and both themes', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const view of VIEWS) {
        await show(view);
        expect(await violations(page), `${view} ${colorScheme}`).toEqual([]);
      }
      await page.getByRole('button', { name: /^(中文|English)$/ }).click();
    }
    expect(complaints).toEqual([]);
  });

  test('a viewer is shown no button that acts, and is refused what the page does not offer', async () => {
    const words = 'correct horse battery';
    await runSwicWithInput(world, ['web', 'user', 'add', 'li'], words);
    const context = await browser.newContext({ locale: 'en-GB' });
    const other = await context.newPage();
    await other.goto(new URL('/', page.url()).href);
    await other.getByLabel('Name').fill('li');
    await other.getByLabel('Password').fill('not the password');
    await other.getByRole('button', { name: 'Sign in' }).click();
    await other.getByText('Name or password is wrong.').waitFor();
    await other.getByLabel('Password').fill(words);
    await other.getByRole('button', { name: 'Sign in' }).click();
    await other.getByText('Everything runs.').or(other.getByText('need')).first().waitFor();
    expect(await other.getByRole('button').allTextContents()).toEqual(['Sign out', '中文']);
    await context.close();
  });

  test('an agent that goes away is told at once and found again, after a new sign-in', async () => {
    agent.kill('SIGKILL');
    await agent.finished;
    await page
      .getByText(/No connection to the agent|Sign in/)
      .first()
      .waitFor();
    agent = startSwic(world, ['run']);
    await using _client = await agent.connect();
    await until('the page is served', async () => (await open(world)).startsWith('http'));
    await page.goto(await open(world));
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
  });
});

async function open(world: World): Promise<string> {
  return (await runSwic(world, ['web', 'open', '--print'])).stdout.trim();
}

async function runSwicWithInput(world: World, words: readonly string[], input: string): Promise<void> {
  const { spawnSync } = await import('node:child_process');
  const swic = path.join(import.meta.dirname, '../../packages/agent/bin/swic.cjs');
  const { status, stderr } = spawnSync(process.execPath, [swic, ...words, '--config', world.config], {
    input,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
}

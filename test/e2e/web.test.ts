import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningSwic, runSwic, startNode, startSwic } from '../support/agent-process.js';
import { findFreePorts } from '../support/free-ports.mjs';
import { until } from '../support/until.js';
import { describeWithBrowser, openBrowser, violations } from '../support/web/browser.js';
import { openWorld, type World } from '../support/world.js';

const EXAMPLES = path.join(import.meta.dirname, '../../examples');
const VIEWS = [
  'overview',
  'documents',
  'receipts',
  'faults',
  'overdue',
  'alerts',
  'log',
  'transport',
  'card',
  'doctor',
  'settings',
  'acts',
];
const CRASH_AGENT = path.join(import.meta.dirname, '../fault/crash-agent.mjs');
/** Where pictures of the views go; they are made where it is set. */
const PICTURES = process.env['SWIC_TEST_PICTURES'];
const LIMIT_MS = 60_000;
const GOOD = readFileSync(path.join(EXAMPLES, 'documents/DEC/进口报关单_申报_示例.xml'));
const BAD = readFileSync(path.join(EXAMPLES, 'broken/DEC/重复字段.xml'));

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
      businesses: { DEC: { send: { onUnknown: 'hold' }, receive: { resultWithinMs: 600_000 } }, RMFT: {} },
      more: { sandbox: { enabled: true }, web: { port } },
    });
    writeFileSync(world.config, `# The firm's own words.\n${readFileSync(world.config, 'utf8')}`);
    // Handed over to no broker, and no person knows: killed at that moment.
    world.drop('Deccus001', 'held.xml', GOOD);
    await using crashing = startNode(world, [CRASH_AGENT, world.config, 'session', 'send', 'before', '1'], {});
    expect(await crashing.finished).toMatchObject({ signal: 'SIGKILL' });
    agent = startSwic(world, ['run']);
    await using client = await agent.connect();
    browser = await openBrowser();
    page = await browser.newPage({ locale: 'en-GB', viewport: { width: 1280, height: 720 } });
    page.on('console', (message) => {
      // A file that is just moved from box to box is not there for a moment, and the page says so.
      if (message.type() === 'error' && !message.location().url.includes('/files/')) complaints.push(message.text());
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
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(page.url()).not.toContain('link=');
    const other = await browser.newPage({ locale: 'en-GB' });
    await other.goto(url);
    await other.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await other.getByText('swic web').count()).toBe(1);
    await other.close();
  });

  test('a document of unknown outcome is settled by a person, and then all is well', async () => {
    await show('documents');
    await page.getByRole('link', { name: 'held.xml' }).click();
    await page.getByRole('button', { name: 'Settle' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'put it back into OutBox' }).click();
    await page.locator('.notice').getByText('held.xml: put it back into OutBox').waitFor();
    await page.locator('.story').getByText('put it back into OutBox').waitFor();
    await show('overview');
    await page.getByText('Everything runs.').waitFor();
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
    world.drop('Deccus001', '进口.xml', GOOD);
    world.drop('Deccus001', HOSTILE, BAD);
    world.drop('Deccus001', '更正.xml', BAD);
    await show('documents');
    await page.getByRole('link', { name: '进口.xml' }).waitFor();
    await page.getByRole('link', { name: HOSTILE }).click();
    await page.getByRole('heading', { name: /What is wrong/ }).waitFor();
    await page.locator('.file li.marked').waitFor();
    expect(await page.locator('.file li.marked').textContent()).toContain('IEFlag');
    expect(await page.locator('.file li.marked mark').textContent()).toMatch(/^<IEFlag>.*<\/IEFlag>$/);
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
    expect(text.split('\r\n').length).toBe(4);
    expect(text).toContain(`"'=1+1`);
  });

  test('a refused declaration is corrected on the page and sent, and both versions are side by side', async () => {
    await show('documents');
    await page.getByRole('searchbox').fill('更正');
    await page.getByRole('link', { name: '更正.xml' }).click();
    await page.getByRole('button', { name: 'Correct', exact: true }).click();
    const field = page.getByRole('textbox', { name: 'File' });
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByText('Nothing is different').waitFor();
    await field.fill((await field.inputValue()).replace(/^.*<IEFlag>.*\n(?=.*<IEFlag>)/m, ''));
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByText('The checks find nothing wrong.').waitFor();
    await page.getByRole('button', { name: 'Send the corrected file' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'yes' }).click();
    await page.getByText('The corrected file is in OutBox').waitFor();
    await page.locator('.story').getByText('brought a corrected file').waitFor();
    await page.getByText('Before and after').first().click();
    await page.locator('.compare .removed').first().waitFor();
    expect(await page.locator('.compare .removed').count()).toBe(1);
  });

  test('files dropped on a business are checked at once, and the good ones are put into its OutBox after a yes', async () => {
    await show('overview');
    const files = [
      { name: '拖入.xml', mimeType: 'text/xml', buffer: GOOD },
      { name: '坏.xml', mimeType: 'text/xml', buffer: BAD },
      { name: 'x.exe', mimeType: 'text/plain', buffer: BAD },
    ];
    await page.getByLabel('Drop files here, or choose DEC').setInputFiles(files);
    await page.getByRole('dialog').getByText('1 good file').waitFor();
    expect(await page.locator('.drop').first().textContent()).toContain('IEFlag');
    expect(world.list('Deccus001', 'OutBox')).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'yes' }).click();
    await page.getByText('in OutBox as 拖入.xml').waitFor();
    await until('it is sent', () => world.list('Deccus001', 'SentBox').some((name) => name.includes('拖入')));
    expect(world.list('Deccus001', 'FailBox').some((name) => name.includes('坏'))).toBe(false);
  });

  test('a limit is changed after its difference was seen, and the comments of the file stay', async () => {
    await show('settings');
    const name = 'businesses.DEC.send.maxConcurrent';
    await page.getByRole('searchbox').fill(name);
    await page.getByRole('textbox', { name }).fill('7');
    await page.getByRole('button', { name: `Change ${name}` }).click();
    await page.locator('.added').getByText('maxConcurrent: 7').waitFor();
    expect(readFileSync(world.config, 'utf8')).not.toContain('maxConcurrent: 7');
    await page.getByRole('button', { name: 'Write it' }).click();
    await page
      .locator('.notice')
      .getByText(/Takes effect at once: .*DEC/)
      .waitFor();
    const written = readFileSync(world.config, 'utf8');
    expect(written).toContain('maxConcurrent: 7');
    expect(written).toContain("# The firm's own words.");
  });

  test('what was done is in the ledger with the name of the user, and the doctor looks when it is asked', async () => {
    await show('acts');
    for (const words of ['settled', 'stop', 'start', 'corrected file', 'file into OutBox', 'settings'])
      await page.locator('.story').getByText(words, { exact: true }).first().waitFor();
    expect(await page.locator('.story li').first().textContent()).toMatch(/@/);
    await show('doctor');
    await page.getByRole('button', { name: 'Look now' }).click();
    await page.getByRole('heading', { name: /^broker/ }).waitFor();
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

  test('no view has a violation that axe finds, in each language with each theme', async () => {
    for (const [lang, pictured] of [
      ['en', 'light'],
      ['zh', 'dark'],
    ] as const) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const look = async (view: string): Promise<void> => {
          expect(await violations(page), `${view} ${lang} ${colorScheme}`).toEqual([]);
          if (colorScheme === pictured) await picture(page, view);
        };
        for (const view of VIEWS) {
          await show(view);
          await look(view);
        }
        await show('documents');
        await page.getByRole('link', { name: HOSTILE }).first().click();
        await page.locator('.file li.marked').waitFor();
        await look('declaration');
      }
      expect(await page.evaluate(() => document.documentElement.lang)).toContain(lang);
      await page.getByRole('button', { name: /^(中文|English)$/ }).click();
    }
    expect(complaints).toEqual([]);
  });

  test('a question is answered by keyboard alone, keeps the focus, and gives it back to what opened it', async () => {
    await show('overview');
    const opener = page.getByRole('button', { name: /^Stop/ }).first();
    const hasFocus = () => opener.evaluate((element) => element === document.activeElement);
    for (const leave of ['Escape', 'answer'] as const) {
      await opener.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      for (let count = 0; count < 5; count += 1) {
        await page.keyboard.press('Tab');
        // Between its last and its first button a browser may have its own bar.
        expect(await page.evaluate(() => document.activeElement?.closest('nav, article') ?? null)).toBeNull();
      }
      if (leave === 'Escape') await page.keyboard.press('Escape');
      else {
        await page.getByRole('dialog').getByRole('button').last().focus();
        await page.keyboard.press('Enter');
      }
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await until('the focus is back', hasFocus);
    }
  });

  test('on a telephone no view is wider than the screen', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    const wide: string[] = [];
    for (const view of VIEWS) {
      await show(view);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) wide.push(`${view} ${over}`);
    }
    await page.setViewportSize({ width: 1280, height: 720 });
    expect(wide).toEqual([]);
  });

  test('a viewer is shown no button that acts, and is refused what the page does not offer', async () => {
    const words = 'correct horse battery';
    await runSwicWithInput(world, ['web', 'user', 'add', 'li'], words);
    const context = await browser.newContext({ locale: 'en-GB' });
    const other = await context.newPage();
    await other.goto(new URL('/', page.url()).href);
    await other.getByLabel('Name').waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await other.emulateMedia({ colorScheme });
      expect(await violations(other), `sign-in ${colorScheme}`).toEqual([]);
    }
    await other.getByLabel('Name').fill('li');
    await other.getByLabel('Password').fill('not the password');
    await other.getByRole('button', { name: 'Sign in' }).click();
    await other.getByText('Name or password is wrong.').waitFor();
    await other.getByLabel('Password').fill(words);
    await other.getByRole('button', { name: 'Sign in' }).click();
    await other.getByText('Everything runs.').or(other.getByText('need')).first().waitFor();
    expect(await other.getByRole('button').allTextContents()).toEqual(['Sign out', '中文']);
    const answers = await other.evaluate(async () => {
      const { csrf } = (await (await fetch('/session')).json()) as { readonly csrf: string };
      const ask = (path: string) => fetch(path, { method: 'POST', headers: { 'X-Swic-Csrf': csrf }, body: '<a/>' });
      const asked = [
        await ask('/drops/DEC'),
        await ask('/corrections/2026113010000000000001'),
        await fetch('/settings'),
      ];
      return asked.map(({ status }) => status);
    });
    expect(answers).toEqual([403, 403, 403]);
    expect(world.logs()).toMatch(/"web.refused".*drop/);
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

/** The names of the machine that makes it are no part of a picture. */
async function picture(page: Page, view: string): Promise<void> {
  if (PICTURES === undefined) return;
  const lang = await page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode())
      node.nodeValue = (node.nodeValue ?? '')
        .replace(/\/\S*swic-world-\w+/g, '/srv/swic')
        .replace(/\w+@[\w.-]+/g, '王芳');
    return document.documentElement.lang.slice(0, 2);
  });
  await page.screenshot({ path: path.join(PICTURES, `web-${view}.${lang}.jpg`), type: 'jpeg', quality: 45 });
}

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

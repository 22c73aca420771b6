// @ts-check
// What the page costs, in Chromium against the built agent over a ledger of 100,000 documents: the first picture and its bytes, a filter,
// a jump, the agent's CPU for each open page, and whether a page that stays open for a day grows.
//   npm run bench -- web [--ledger DIRECTORY] [--seconds 10] [--hours 24] [--json FILE]
// Needs the build (npm run build) and Chromium. DIRECTORY is one that `large-ledger --keep DIRECTORY --documents 100000` made; else it is made.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { findBrowser } from '../support/chromium.mjs';
import { findFreePorts } from '../support/free-ports.mjs';

const { values: args } = parseArgs({
  options: {
    ledger: { type: 'string' },
    seconds: { type: 'string', default: '10' },
    hours: { type: 'string', default: '24' },
    json: { type: 'string' },
  },
});
const SECONDS = Number(args.seconds);
const PAGES = 10;
/** As Linux counts the time of a process. */
const TICKS_PER_SECOND = 100;
const HOUR_MS = 3_600_000;
const here = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
const SWIC = here('../../packages/agent/bin/swic.cjs');
const sleep = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

const home = mkdtempSync(path.join(tmpdir(), 'swic-bench-web-'));
const config = path.join(home, 'swic.yaml');
/** @type {Record<string, number>} */
const figures = {};
const note = (/** @type {string} */ name, /** @type {number} */ value) => {
  figures[name] = Math.round(value * 10) / 10;
  console.log(`${name.padEnd(52)} ${figures[name]}`);
};

await prepare();
const agent = spawn(process.execPath, [SWIC, 'run', '--config', config], { stdio: 'ignore' });
const executablePath = findBrowser();
if (executablePath === null) throw new Error('no browser: npm test installs one');
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--enable-precise-memory-info'] });
try {
  await measure();
  if (args.json !== undefined) writeFileSync(args.json, `${JSON.stringify(figures, null, 2)}\n`);
} finally {
  await browser.close();
  agent.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
}

async function prepare() {
  const [port = 0] = await findFreePorts(1);
  if (args.ledger === undefined) {
    const words = [here('./large-ledger.mjs'), '--documents', '100000', '--keep', home];
    spawnSync(process.execPath, words, { stdio: 'ignore' });
  } else cpSync(args.ledger, home, { recursive: true });
  const settings = ['clientId: DXPESW0000000001', 'transport: { kind: embedded }', 'businesses: { DEC: {} }'];
  writeFileSync(config, [...settings, 'ledger: { keepDays: 100000 }', `web: { port: ${port} }`, ''].join('\n'));
}

async function measure() {
  await linkSoon();
  note('agent without a page: CPU, % of one core', await cpuOfAgent());
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 720 } });
  const page = await context.newPage();
  await first(page);
  await documents(page);
  await page.goto(`${new URL(page.url()).origin}/#/overview`);
  await page.locator('h1').waitFor();
  await sleep(2_000);
  note('one page open: CPU of the agent, % of one core', await cpuOfAgent());
  const more = [];
  for (let count = 1; count < PAGES; count += 1) {
    const other = await context.newPage();
    await other.goto(new URL('/', page.url()).href);
    await other.locator('article').first().waitFor();
    more.push(other);
  }
  await sleep(2_000);
  note(`${PAGES} pages open: CPU of the agent, % of one core`, await cpuOfAgent());
  for (const other of more) await other.close();
  await day(context);
}

async function first(/** @type {import('playwright-core').Page} */ page) {
  const session = await page.context().newCDPSession(page);
  let bytes = 0;
  await session.send('Network.enable');
  session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  const link = await linkSoon();
  const startedMs = performance.now();
  await page.goto(link);
  await page.locator('article').first().waitFor();
  note('first picture with the numbers, ms', performance.now() - startedMs);
  note('transferred for it, kB', bytes / 1_000);
}

async function documents(/** @type {import('playwright-core').Page} */ page) {
  const startedMs = performance.now();
  await page.getByRole('navigation').getByRole('link', { name: 'Documents' }).click();
  await page.locator('.lines a').first().waitFor();
  note('list of 100,000: its first rows, ms', performance.now() - startedMs);
  await page.getByText('100,000 shown of 100,000').waitFor();
  note('list of 100,000: every place of it known, ms', performance.now() - startedMs);
  const jumpMs = performance.now();
  await page.locator('.lines').evaluate((element) => {
    element.scrollTop = element.scrollHeight / 2;
  });
  await page.locator('.lines a', { hasText: '000500' }).first().waitFor();
  note('jump to its middle, ms', performance.now() - jumpMs);
  const row = (/** @type {string} */ text) => page.locator('.lines a', { hasText: text });
  await filter(page, '00099999', row('00099999'), 'filter with one hit, the newest: seen after ms');
  await filter(page, '00000001.xml', row('00000001.xml'), 'filter with one hit, the oldest: seen after ms');
  await filter(page, 'nothing-like-this', page.getByText('Nothing fits.'), 'filter without a hit: said after ms');
  await filter(page, 'DEC', page.getByText('60,000 shown'), 'filter with 60,000 hits: every place known after ms');
}

async function filter(
  /** @type {import('playwright-core').Page} */ page,
  /** @type {string} */ text,
  /** @type {import('playwright-core').Locator} */ found,
  /** @type {string} */ name,
) {
  const startedMs = performance.now();
  await page.getByRole('searchbox').fill(text);
  await found.first().waitFor();
  note(name, performance.now() - startedMs);
  await page.getByRole('searchbox').fill('');
  await page.getByText('100,000 shown of 100,000').waitFor();
}

/** The page's own clock runs through so many hours at once; what the agent sends comes in real time. */
async function day(/** @type {import('playwright-core').BrowserContext} */ context) {
  const page = await context.newPage();
  await page.clock.install();
  await page.goto(`${new URL(context.pages()[0]?.url() ?? '').origin}/#/overview`);
  await page.locator('article').first().waitFor();
  await page.clock.runFor(HOUR_MS / 60);
  const before = await heapOf(page);
  for (let hour = 0; hour < Number(args.hours); hour += 1) await page.clock.runFor(HOUR_MS);
  note(`growth of a page over ${args.hours} simulated hours, kB`, ((await heapOf(page)) - before) / 1_000);
  note('its memory then, kB', (await heapOf(page)) / 1_000);
}

async function heapOf(/** @type {import('playwright-core').Page} */ page) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

async function linkSoon() {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const { stdout } = spawnSync(process.execPath, [SWIC, 'web', 'open', '--print', '--config', config], {
      encoding: 'utf8',
    });
    if (stdout.startsWith('http')) return stdout.trim();
    await sleep(300);
  }
  throw new Error('the agent serves no page');
}

async function cpuOfAgent() {
  const before = ticksOf();
  await sleep(SECONDS * 1_000);
  return ((ticksOf() - before) / TICKS_PER_SECOND / SECONDS) * 100;
}

function ticksOf() {
  const words = readFileSync(`/proc/${agent.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return Number(words[11]) + Number(words[12]);
}

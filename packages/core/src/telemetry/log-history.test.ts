import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LogHistoryPage, LogHistoryParams } from '../contract/log-line.js';
import { readLogHistory } from './log-history.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'swic-history-'));
});

afterEach(() => rm(directory, { recursive: true, force: true }));

function line(day: number, seq: number, level = 'info'): string {
  const time = new Date(Date.UTC(2026, 10, day, 4, 0, 0, seq)).toISOString();
  return `${JSON.stringify({ level, time, seq, event: 'file.ignored', business: 'DEC', name: `${seq}.pdf`, reason: 'extension', msg: 'as written' })}\n`;
}

const lines = (day: number, from: number, count: number): string =>
  Array.from({ length: count }, (_, at) => line(day, from + at)).join('');

async function readAll(params: Partial<LogHistoryParams> = {}): Promise<readonly LogHistoryPage[]> {
  const pages: LogHistoryPage[] = [];
  let cursor: LogHistoryParams['cursor'] = null;
  do {
    const page: LogHistoryPage = await readLogHistory(directory, {
      level: 'info',
      before: null,
      limit: 700,
      ...params,
      cursor,
    });
    pages.push(page);
    cursor = page.cursor;
  } while (cursor !== null && pages.length < 100);
  return pages;
}

test('the lines of earlier runs and of every file of a day come back whole and in order, page by page', async () => {
  await writeFile(join(directory, 'swic-20261122.log'), lines(22, 0, 900));
  await writeFile(join(directory, 'swic-20261123.log'), lines(23, 0, 900));
  await writeFile(join(directory, 'swic-20261123.10.log'), lines(23, 950, 3));
  await writeFile(join(directory, 'swic-20261123.2.log'), lines(23, 900, 50));
  await writeFile(join(directory, 'other.log'), 'not ours\n');
  const pages = await readAll();
  expect(pages.slice(0, -1).map((page) => page.lines.length)).toEqual([700, 700]);
  const all = [...pages].reverse().flatMap((page) => page.lines);
  expect(all).toHaveLength(1_853);
  expect(all.map(({ atMs }) => atMs)).toEqual(all.map(({ atMs }) => atMs).sort((a, b) => a - b));
  expect(all[0]).toMatchObject({ business: 'DEC', seq: 0, zh: expect.stringContaining('0.pdf') });
  expect(all[0]?.zh).not.toBe(all[0]?.en);
});

test('a page begins before the oldest line that is shown already, and has only what is of the level', async () => {
  await writeFile(join(directory, 'swic-20261123.log'), lines(23, 0, 20) + line(23, 20, 'warn') + lines(23, 21, 9));
  const before = { atMs: Date.UTC(2026, 10, 23, 4, 0, 0, 10), seq: 10 };
  const [page] = await readAll({ before });
  expect(page?.lines.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const [warnings] = await readAll({ level: 'warn' });
  expect(warnings?.lines.map(({ seq }) => seq)).toEqual([20]);
});

test('what is no line of ours is passed over, and what this version does not know is shown as it was written', async () => {
  const unknown = {
    level: 'info',
    time: '2026-11-23T04:00:00.000Z',
    seq: 1,
    event: 'of.the-future',
    msg: 'written \u001b[31m then',
  };
  const poor = { level: 'warn', time: '2026-11-23T04:00:01.000Z', seq: 2, event: 'document.filed', msg: 'in short' };
  const file = join(directory, 'swic-20261123.log');
  await writeFile(file, `${JSON.stringify(unknown)}\n{"level":"info","ti\n\n${'x'.repeat(600_000)}\n[]\n`);
  await appendFile(file, JSON.stringify(poor));
  const [page] = await readAll();
  expect(page?.lines.map(({ zh }) => zh)).toEqual(['written \\u001b[31m then', expect.any(String)]);
});

test('a directory without a log, and a file that was removed between two pages, end the history', async () => {
  expect(await readAll()).toEqual([{ lines: [], cursor: null }]);
  const page = await readLogHistory(directory, {
    level: 'info',
    before: null,
    limit: 1,
    cursor: { file: 'swic-20261101.log', end: 10 },
  });
  expect(page).toEqual({ lines: [], cursor: null });
  expect(
    await readLogHistory(join(directory, 'gone'), { level: 'info', before: null, limit: 1, cursor: null }),
  ).toEqual({
    lines: [],
    cursor: null,
  });
});

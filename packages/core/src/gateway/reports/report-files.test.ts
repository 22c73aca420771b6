import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { DailyReport } from '../../contract/day-report.js';
import { emptyDay } from '../../domain/report/business-day.js';
import { writeReportFiles } from './report-files.js';

const SENDER = { clientId: 'DXPESW0000000001', environment: 'test', host: 'gate', version: '0.1.0' };
const REPORT: DailyReport = {
  day: '20261205',
  dueDay: '20261205',
  madeMs: Date.parse('2026-12-05T18:00:03+08:00'),
  isWhole: false,
  isLate: false,
  businesses: [{ ...emptyDay('DEC'), claimed: 3, sent: 3 }],
  signerDays: null,
  bookHead: null,
};

let above = '';
let directory = '';
beforeEach(() => {
  above = mkdtempSync(path.join(tmpdir(), 'swic-reports-'));
  directory = path.join(above, 'reports');
  onTestFinished(() => rmSync(above, { recursive: true, force: true }));
});

const write = (change: Partial<DailyReport> = {}, sender = SENDER): Promise<string> =>
  writeReportFiles({ directory, sender, locale: 'zh' }, { ...REPORT, ...change });
const readIn = (name: string): string => readFileSync(path.join(directory, name), 'utf8');

test('the report is a text as in the mail and JSON with the same numbers, and nothing else is left there', async () => {
  expect(await write()).toBe(path.join(directory, 'report-2026-12-05'));
  expect(readdirSync(directory).sort()).toEqual(['report-2026-12-05.json', 'report-2026-12-05.txt']);
  expect(readIn('report-2026-12-05.txt').split(/\r?\n/).slice(0, 3)).toEqual([
    'swic 日报 2026-12-05（截至 18:00）',
    '',
    '合计：领取 3 份，已发送 3 份，收到回执 0 份',
  ]);
  expect(JSON.parse(readIn('report-2026-12-05.json'))).toEqual({ version: 1, sender: SENDER, ...REPORT });
});

test.each(['report-2026-12-05.txt', 'report-2026-12-05.json'])('a foreign %s is kept as it is', async (name) => {
  await write({ day: '20261204', dueDay: '20261204' });
  writeFileSync(path.join(directory, name), '{"mine": null}');
  expect(await write()).toBe(path.join(directory, 'report-2026-12-05-2'));
  expect(readIn(name)).toBe('{"mine": null}');
  expect(readIn('report-2026-12-05-2.txt')).toContain('领取 3 份');
});

test('a crash before the report was noted as written does not double it', async () => {
  await write();
  const before = readIn('report-2026-12-05.json');
  await write({ madeMs: REPORT.madeMs + 60_000, isLate: true });
  expect(readdirSync(directory)).toHaveLength(2);
  expect(readIn('report-2026-12-05.json')).toBe(before);
});

test('the same day at another time, and of another client, is another report', async () => {
  await write();
  expect(path.basename(await write({ dueDay: '20261206', isWhole: true }))).toBe('report-2026-12-05-2');
  expect(path.basename(await write({}, { ...SENDER, clientId: 'DXPESW0000000002' }))).toBe('report-2026-12-05-3');
});

test('a directory whose drive is away is a fault of the disk, and is not made somewhere else', async () => {
  rmSync(above, { recursive: true });
  await expect(write()).rejects.toMatchObject({ code: 'disk.missing' });
});

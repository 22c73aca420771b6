import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeDocument, makeReceipt, START_MS } from '../../../../../test/support/ledger/records.js';
import { businessKey, type DocumentRecord } from '../../domain/document.js';
import { emptyDay } from '../../domain/report/business-day.js';
import { formatDay } from '../../domain/stamp.js';
import { LEDGER_OPTIONS, openLedger } from '../../ledger/open-ledger.js';
import type { Ledger, LedgerChange } from '../../ports/ledger.js';
import { systemClock } from '../../runtime/system-clock.js';
import { dayReport, type ReportWorld } from './report.js';

const DAY_MS = 86_400_000;
const DAY = formatDay(START_MS);
let directory: string;
let ledger: Ledger;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'swic-report-'));
  ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
});

afterEach(async () => {
  await ledger[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

async function write(number: number, changes: Partial<DocumentRecord>): Promise<DocumentRecord> {
  const document = makeDocument(number);
  const record = { ...document, ...changes };
  await ledger.write(
    [document, record].map((each): LedgerChange => ({ type: 'document', record: each })),
    'soon',
  );
  return record;
}

/** Confirmed so long after its file was complete. */
function sent(number: number, durationMs: number): Promise<DocumentRecord> {
  const { times, name } = makeDocument(number);
  const settled = times.claimed;
  return write(number, {
    stage: 'filed',
    filedAs: { box: 'SentBox', path: name },
    times: { ...times, settled, confirmed: settled + durationMs, filed: settled + durationMs },
  });
}

const report = (
  day: string | null,
  {
    nowMs = START_MS + 2 * DAY_MS,
    held = () => [],
  }: Partial<Pick<ReportWorld, 'held'>> & { readonly nowMs?: number } = {},
): ReturnType<typeof dayReport> => {
  const businesses = [{ key: businessKey('DEC'), resultWithinMs: 600_000, isAnswerKnown: true }];
  return dayReport(
    { ledger, businesses, held, signerUntilMs: nowMs + 10 * DAY_MS, clock: { nowMs: () => nowMs } },
    day,
  );
};

test('a day says what was sent, refused and answered, what is late and what took longest', async () => {
  await sent(1, 200);
  const slowest = await sent(2, 9_000);
  const { name } = makeDocument(3);
  await write(3, { stage: 'rejected', filedAs: { box: 'FailBox', path: name } });
  const record = makeReceipt(1, { document: slowest.id, kind: 'send-result', code: '0' });
  await ledger.write([{ type: 'receipt', record, raw: new Uint8Array() }], 'soon');
  const found = await report(DAY);
  expect(found).toMatchObject({ day: DAY, isWhole: true, signerDays: 10 });
  expect(found.businesses).toEqual([
    {
      business: 'DEC',
      claimed: 3,
      sent: 2,
      rejected: 1,
      refused: 0,
      returned: 0,
      unknown: 0,
      receipts: 1,
      overdue: 1,
      slowest: { document: slowest.id, durationMs: 9_000 },
      held: [],
    },
  ]);
  expect(JSON.stringify(found)).not.toContain(slowest.name);
});

test('a business whose flows were held on the day is named with each time, also one without a document', async () => {
  const code = 'transport.unreachable';
  const held: ReportWorld['held'] = (day) =>
    day === DAY
      ? [
          { business: 'MFT', direction: 'send', code: 'disk.full', heldMs: 60_000 },
          { business: 'MFT', direction: 'send', code, heldMs: 3_600_000 },
          { business: 'DEC', direction: 'receive', code, heldMs: 999 },
        ]
      : [];
  const { businesses } = await report(DAY, { held });
  expect(businesses).toEqual([
    {
      ...emptyDay('MFT'),
      held: [
        { direction: 'send', code, heldMs: 3_600_000 },
        { direction: 'send', code: 'disk.full', heldMs: 60_000 },
      ],
    },
  ]);
});

test('another day is empty, today is not over, and no day is refused', async () => {
  await sent(1, 200);
  expect((await report(formatDay(START_MS + DAY_MS))).businesses).toEqual([]);
  expect(await report(null, { nowMs: START_MS })).toMatchObject({ day: DAY, isWhole: false });
  await expect(report('20260230')).rejects.toMatchObject({ code: 'command.usage' });
});

test('a day with more documents than are read at a time is counted whole', async () => {
  const changes = Array.from(
    { length: 1_203 },
    (_, at): LedgerChange => ({ type: 'document', record: makeDocument(at + 1) }),
  );
  await ledger.write(changes, 'soon');
  const days = await Promise.all([report(DAY), report(formatDay(START_MS + DAY_MS))]);
  const claimed = days.flatMap(({ businesses }) => businesses.map((one) => one.claimed));
  expect(claimed.reduce((sum, one) => sum + one, 0)).toBe(1_203);
});

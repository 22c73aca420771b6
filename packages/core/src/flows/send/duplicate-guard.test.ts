import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEC, makeDocument, makeFiled, START_MS } from '../../../../../test/support/ledger/records.js';
import type { DocumentRecord } from '../../domain/document.js';
import { LEDGER_OPTIONS, openLedger } from '../../ledger/open-ledger.js';
import type { Ledger } from '../../ports/ledger.js';
import { systemClock } from '../../runtime/system-clock.js';
import { DuplicateGuard } from './duplicate-guard.js';

let directory: string;
let ledger: Ledger;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'swic-guard-'));
  ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
});
afterEach(async () => {
  await ledger[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

async function write(...records: readonly DocumentRecord[]): Promise<void> {
  for (const record of records) await ledger.write([{ type: 'document', record }], 'soon');
}

test('the same bytes are noticed while the first is in flight, and after it was sent', async () => {
  const guard = new DuplicateGuard(DEC, ledger);
  const document = makeDocument(1);
  const { sha256, name } = document;
  expect(await guard.find(sha256, START_MS)).toBeNull();
  const close = guard.remember(sha256, name, START_MS + 5);
  expect(await guard.find(sha256, START_MS)).toMatchObject({ name });
  await write(document, makeFiled(document));
  close();
  expect(await guard.find(sha256, START_MS)).toMatchObject({ name, atMs: START_MS + 5 });
  expect(await guard.find(sha256, START_MS + 6)).toBeNull();
  expect(await guard.find('other', START_MS)).toBeNull();
});

test('what was rejected or never left may come again', async () => {
  const guard = new DuplicateGuard(DEC, ledger);
  const document = makeDocument(1);
  const close = guard.remember(document.sha256, document.name, START_MS);
  close();
  expect(await guard.find(document.sha256, 0)).toBeNull();
  await write({ ...document, stage: 'rejected', filedAs: { box: 'FailBox', path: document.name } });
  expect(await guard.find(document.sha256, 0)).toBeNull();
});

test('a start reads back what was sent within the window, and nothing else', async () => {
  const [old, sent, rejected, other] = [1, 100, 101, 102].map((number) => makeDocument(number));
  if (old === undefined || sent === undefined || rejected === undefined || other === undefined) return;
  await write(old, makeFiled(old), sent, makeFiled(sent), {
    ...rejected,
    stage: 'rejected',
    filedAs: { box: 'FailBox', path: 'x' },
  });
  await write({ ...other, business: 'SAS' as DocumentRecord['business'] });
  const guard = new DuplicateGuard(DEC, ledger);
  await guard.seed(START_MS + 50_000);
  const found = await Promise.all([old, sent, rejected, other].map(({ sha256 }) => guard.find(sha256, START_MS)));
  expect(found.map((twin) => twin?.name ?? null)).toEqual([null, sent.name, null, null]);
});

test('is told once for each file that is held', () => {
  const guard = new DuplicateGuard(DEC, ledger);
  expect(['a', 'a', 'b'].map((name) => guard.isNews('x', name))).toEqual([true, false, true]);
});

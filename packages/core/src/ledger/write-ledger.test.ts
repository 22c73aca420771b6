import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeDocument, makeReceipt } from '../../../../test/support/ledger/records.js';
import type { DocumentId } from '../domain/document.js';
import type { LedgerEntry, LedgerReader } from '../ports/ledger.js';
import { systemClock } from '../runtime/system-clock.js';
import { LEDGER_OPTIONS, openLedger } from './open-ledger.js';
import { writeLedger } from './write-ledger.js';

async function all<T>(records: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const record of records) found.push(record);
  return found;
}

async function contentOf(ledger: LedgerReader): Promise<unknown> {
  return [
    await all(ledger.allDocuments()),
    await all(ledger.keptReceipts()),
    await ledger.counts(),
    await ledger.latestId(),
  ];
}

test('a ledger written from the entries of another is the same, with the bytes that it keeps, and knows that time went on', async () => {
  const parent = mkdtempSync(join(tmpdir(), 'swic-archive-'));
  try {
    const open = (name: string): ReturnType<typeof openLedger> =>
      openLedger(join(parent, name), LEDGER_OPTIONS, systemClock);
    const raw = new Uint8Array(100_000).fill(7);
    let slices: readonly (readonly LedgerEntry[])[];
    let content: unknown;
    {
      await using ledger = await open('one');
      await ledger.begin();
      for (let number = 1; number <= 600; number += 1)
        await ledger.write([{ type: 'document', record: makeDocument(number) }], 'soon');
      await ledger.write([{ type: 'receipt', record: makeReceipt(1), raw }], 'durable');
      content = await contentOf(ledger);
      slices = await all(ledger.allEntries());
    }
    async function* again(): AsyncGenerator<readonly LedgerEntry[]> {
      yield* slices;
    }
    const untilMs = systemClock.nowMs();
    await writeLedger({ directory: join(parent, 'two'), untilMs }, again(), systemClock);
    await using restored = await open('two');
    expect(await contentOf(restored)).toEqual(content);
    expect((await all(restored.keptReceipts()))[0]?.raw).toEqual(raw);
    expect(restored.isNew).toBe(false);
    expect(await restored.findDamage()).toMatchObject({ noticedMs: untilMs, isAcknowledged: false });
    const claimed = '2020010110000000000001' as DocumentId;
    expect(await restored.certainlyAbsent([claimed])).toEqual(new Set());
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LEDGER_OPTIONS, openLedger } from '../../packages/core/src/ledger/open-ledger.js';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import { FIXTURES, unpackFixture } from '../support/ledger/fixture.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'swic-formats-'));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

test.each([1, 2] as const)('a ledger of format %i is opened with all of its documents in flight', async (format) => {
  unpackFixture(format, directory);
  await using ledger = await openLedger(path.join(directory, 'data/ledger'), LEDGER_OPTIONS, systemClock);
  const counts = await ledger.counts();
  expect(counts.reduce((sum, { documents }) => sum + documents, 0)).toBe(FIXTURES[format]);
  const open = new Map<string, number>();
  for await (const { stage } of ledger.openDocuments()) open.set(stage, (open.get(stage) ?? 0) + 1);
  expect(Object.fromEntries(open)).toEqual({ claimed: 5, sealed: 10, unknown: 10, sent: 5, rejected: 5 });
  expect(await ledger.findDamage()).toBeNull();
});

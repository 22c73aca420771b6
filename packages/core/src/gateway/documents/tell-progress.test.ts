import { expect, test } from 'vitest';
import type { CommandProgress } from '../../contract/progress.js';
import type { LedgerEntry } from '../../ports/ledger.js';
import { systemClock } from '../../runtime/system-clock.js';
import { countedEntries, withoutHaste } from './tell-progress.js';

test('no more than four words a second are passed on', () => {
  let nowMs = 0;
  const told: number[] = [];
  const tell = withoutHaste(({ done }) => void told.push(done), { ...systemClock, tickMs: () => nowMs });
  for (; nowMs < 1_000; nowMs += 10) tell({ done: nowMs, total: 1_000 });
  expect(told).toEqual([0, 250, 500, 750]);
});

test('a backup is told by its documents, and loses no entry by it', async () => {
  const slices = [['d1', 'd2', 'r1'], ['d3']].map((keys) => keys.map((key) => ({ key }) as unknown as LedgerEntry));
  const ledger = {
    allEntries: async function* () {
      yield* slices;
    },
    counts: async () => [
      { business: 'DEC', stage: 'filed', documents: 2 },
      { business: 'DEC', stage: 'rejected', documents: 1 },
    ],
  } as unknown as Parameters<typeof countedEntries>[0];
  const told: CommandProgress[] = [];
  const isDocument = ({ key }: LedgerEntry): boolean => key.startsWith('d');
  const seen: LedgerEntry[] = [];
  for await (const slice of countedEntries(ledger, isDocument, (progress) => void told.push(progress)))
    seen.push(...slice);
  expect(seen).toEqual(slices.flat());
  expect(told).toEqual([
    { done: 2, total: 3 },
    { done: 3, total: 3 },
  ]);
});

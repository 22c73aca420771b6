import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { SwicEvent } from '../../contract/events.js';
import type { DocumentId } from '../../domain/document.js';
import type { ReceiptRecord } from '../../domain/receipt.js';
import { formatStamp } from '../../domain/stamp.js';
import type { Ledger } from '../../ports/ledger.js';
import type { Shared } from '../parts/shared.js';
import { ClockWatch } from './clock-watch.js';

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 10, 23, 4);
const BEHIND_MS = 400 * DAY_MS;

type Receipt = Pick<ReceiptRecord, 'receivedMs' | 'businessTimeMs'>;

interface Run {
  /** Asked after so much time. */
  readonly isTrusted: (elapsedMs: number) => Promise<boolean>;
  /** Sets the clock of the machine. */
  readonly set: (nowMs: number) => void;
}

/** Starts of one agent on one data directory, each with the clock that the test gives it. */
function openMachine(receipts: readonly Receipt[] = []): {
  readonly start: (nowMs: number) => Run;
  readonly said: readonly string[];
} {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'swic-clock-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const said: string[] = [];
  const emit = (event: SwicEvent): void =>
    void said.push(event.type === 'clock.doubted' ? `${event.type} ${event.fault.code}` : event.type);
  const ledger: Pick<Ledger, 'latestId' | 'listReceipts'> = {
    latestId: async () => formatStamp(NOW_MS, 22) as DocumentId,
    listReceipts: async ({ sinceMs }) => receipts.filter((one) => one.receivedMs >= (sinceMs ?? 0)) as ReceiptRecord[],
  };
  const start = (startMs: number): Run => {
    let beginMs = startMs;
    let elapsedMs = 0;
    const clock: Pick<Shared['clock'], 'nowMs' | 'tickMs'> = {
      nowMs: () => beginMs + elapsedMs,
      tickMs: () => elapsedMs,
    };
    const watch = new ClockWatch({ clock, emit, ledger } as Shared, dataDir);
    return {
      set: (nowMs) => void (beginMs = nowMs - elapsedMs),
      isTrusted: (forMs) => {
        elapsedMs += forMs;
        return watch.isTrusted([7]);
      },
    };
  };
  return { start, said };
}

test('a clock 400 days behind a used ledger is said, removes nothing, and leaves the next right start undoubted', async () => {
  const { start, said } = openMachine();
  expect(await start(NOW_MS).isTrusted(0)).toBe(true);
  const behind = start(NOW_MS - BEHIND_MS);
  expect(await behind.isTrusted(0)).toBe(false);
  expect(await behind.isTrusted(3_600_000)).toBe(false);
  expect(said).toEqual(['clock.doubted clock.behind']);
  expect(await start(NOW_MS + 7_200_000).isTrusted(0)).toBe(true);
  expect(said).toHaveLength(1);
});

test('a clock that is put right while the agent runs is trusted without a restart', async () => {
  const { start, said } = openMachine();
  const behind = start(NOW_MS - BEHIND_MS);
  expect(await behind.isTrusted(0)).toBe(false);
  behind.set(NOW_MS + 60_000);
  expect(await behind.isTrusted(60_000)).toBe(true);
  expect(said).toEqual(['clock.doubted clock.behind', 'clock.trusted']);
});

test('a clock behind the receipts of the platform is not trusted by time, nor by an older receipt of that day', async () => {
  const at = (receivedMs: number): Receipt => ({ receivedMs, businessTimeMs: receivedMs - 60_000 });
  const { start } = openMachine([at(NOW_MS - BEHIND_MS + 1_000), at(NOW_MS)]);
  const behind = start(NOW_MS - BEHIND_MS);
  expect(await behind.isTrusted(0)).toBe(false);
  for (let hours = 0; hours < 30; hours += 1) expect(await behind.isTrusted(3_600_000)).toBe(false);
});

test('a right clock after one that was ahead is trusted by a fresh receipt', async () => {
  const { start, said } = openMachine([{ receivedMs: NOW_MS - 30 * DAY_MS, businessTimeMs: NOW_MS - 30 * DAY_MS }]);
  expect(await start(NOW_MS - 30 * DAY_MS).isTrusted(0)).toBe(true);
  expect(said).toEqual([]);
});

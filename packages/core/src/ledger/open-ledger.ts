import { Fault } from '../contract/fault.js';
import type { Clock } from '../ports/clock.js';
import type { Ledger, LedgerReader } from '../ports/ledger.js';
import { createPlanner, LevelLedger } from './level-ledger.js';
import { LevelReader } from './level-reader.js';
import { LevelStore } from './level-store.js';
import { checkFormat, migrate, type UpgradeHost } from './migrations/migrate.js';
import { holdsLedger, type StoreMemory } from './open-database.js';
import { EMPTY_STORE } from './store.js';

export interface LedgerOptions extends StoreMemory {
  /** How long to wait for another process to let go of the ledger: a command reads it for a moment while no agent runs. */
  readonly lockWaitMs: number;
  /** Who backs up a ledger of an earlier format and tells of its upgrade; null = it is upgraded without. */
  readonly upgrade: UpgradeHost | null;
}

export const LEDGER_OPTIONS: LedgerOptions = {
  cacheBytes: 8 << 20,
  writeBufferBytes: 16 << 20,
  // All of them, since its filter is what makes a point read of an unknown key cheap. Mapped pages are the system's.
  openTables: 990,
  lockWaitMs: 2_000,
  upgrade: null,
};

/** Of a command, which reads along: as few as LevelDB takes, since what is mapped counts as the memory of the process. */
export const COMMAND_TABLES = 64;

const READER_MEMORY: StoreMemory = { cacheBytes: 8 << 20, writeBufferBytes: 4 << 20, openTables: COMMAND_TABLES };
const LOCK_RETRY_MS = 50;

/**
 * Opens the ledger, creating it where there is none, and brings it to this program's format; owns its directory until disposed, whatever ends the process. Rejects
 * with `instance.already-running` when another process has it, `ledger.broken`, `ledger.newer` or `disk.*`.
 */
export async function openLedger(directory: string, options: LedgerOptions, clock: Clock): Promise<Ledger> {
  const store = await openWhenFree(directory, options, clock);
  try {
    checkFormat(store, directory);
    await migrate(store, options.upgrade);
    const planner = await createPlanner(store);
    return new LevelLedger(store, planner, clock);
  } catch (reason) {
    await store[Symbol.asyncDispose]();
    throw Fault.from(reason, 'ledger.broken', { directory });
  }
}

/**
 * For a command while no agent runs. LevelDB knows one opener only, so this takes the same lock: dispose it soon. Rejects with
 * `instance.already-running` at once when an agent has it. Where no ledger was ever written it is empty, and nothing is created.
 */
export async function openLedgerReader(directory: string): Promise<LedgerReader> {
  if (!(await holdsLedger(directory))) return new LevelReader(EMPTY_STORE);
  const store = await LevelStore.open(directory, READER_MEMORY);
  try {
    checkFormat(store, directory);
    return new LevelReader(store);
  } catch (reason) {
    await store[Symbol.asyncDispose]();
    throw reason;
  }
}

async function openWhenFree(directory: string, options: LedgerOptions, clock: Clock): Promise<LevelStore> {
  const untilMs = clock.tickMs() + options.lockWaitMs;
  for (;;) {
    try {
      return await LevelStore.open(directory, options, clock);
    } catch (reason) {
      const fault = Fault.from(reason, 'ledger.broken', { directory });
      if (fault.code !== 'instance.already-running' || clock.tickMs() >= untilMs) throw fault;
      await clock.sleep(LOCK_RETRY_MS, new AbortController().signal);
    }
  }
}

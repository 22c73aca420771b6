import { Fault } from '../contract/fault.js';
import type { Clock } from '../ports/clock.js';
import { SCHEMA_VERSION } from './keys.js';
import { LevelStore } from './level-store.js';
import { checkFormat, formatOf, undoTo } from './migrations/migrate.js';
import { LEDGER_OPTIONS } from './open-ledger.js';

/** Takes back what was done since a format; does nothing where the ledger has it already. Opens the ledger, so it takes its lock. */
export async function rollBackLedgerFiles(
  directory: string,
  to: number,
  clock: Clock,
): Promise<{ readonly from: number; readonly to: number }> {
  if (to < 1 || to >= SCHEMA_VERSION) throw new Fault('command.usage', { format: to, known: SCHEMA_VERSION - 1 });
  await using store = await LevelStore.open(directory, LEDGER_OPTIONS, clock);
  checkFormat(store, directory);
  const from = formatOf(store);
  if (from > to) await undoTo(store, to);
  return { from, to: Math.min(from, to) };
}

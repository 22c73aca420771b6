import type { Clock } from '../ports/clock.js';
import type { LedgerEntry } from '../ports/ledger.js';
import { encodeDamage } from './damage.js';
import { isIn } from './entries.js';
import { ALL_ORIGINS, BATCH_KEY, DAMAGE_KEY } from './keys.js';
import { LevelStore } from './level-store.js';
import { LEDGER_OPTIONS } from './open-ledger.js';
import type { Operation } from './store.js';

/**
 * A ledger of these entries, in a new directory. Of what came after them it knows nothing, which is noted: `untilMs` is not before any
 * claim. A resend that waited then may have been claimed since, so its note is left out. With `untilMs` null nothing came after them, and
 * all of them are kept as they are. Rejects with `disk.*` and `ledger.*`.
 */
export async function writeLedger(
  { directory, untilMs }: { readonly directory: string; readonly untilMs: number | null },
  slices: AsyncIterable<readonly LedgerEntry[]>,
  clock: Clock,
): Promise<void> {
  await using store = await LevelStore.open(directory, LEDGER_OPTIONS, clock);
  let batch = '0';
  for await (const slice of slices) {
    batch = slice.find(({ key }) => key === BATCH_KEY)?.value.toString() ?? batch;
    const operations: readonly Operation[] = slice.filter(
      ({ key }) => key !== BATCH_KEY && (untilMs === null || !isIn(ALL_ORIGINS, key)),
    );
    if (operations.length > 0) await store.write(operations, false);
  }
  await store.write([...noteOf(untilMs), { key: BATCH_KEY, value: batch }], true);
}

function noteOf(untilMs: number | null): readonly Operation[] {
  if (untilMs === null) return [];
  const damage = { noticedMs: untilMs, gaps: 0, batchesMissing: 0, tables: 0, isAcknowledged: false };
  return [{ key: DAMAGE_KEY, value: encodeDamage(damage) }];
}

import { Fault } from '../../contract/fault.js';
import type { LedgerUpgrade } from '../../contract/ledger-care.js';
import type { LedgerEntry } from '../../ports/ledger.js';
import { entriesOf } from '../entries.js';
import { ALL_COUNTS, BATCH_KEY, MIGRATING_KEY, REINDEX_KEY, SCHEMA_KEY, SCHEMA_VERSION } from '../keys.js';
import { LevelReader } from '../level-reader.js';
import { refuseNewerFormat } from '../newer-format.js';
import type { ReadStore, WriteStore } from '../store.js';
import { DOCUMENT_INDEX } from './document-index.js';
import type { Migration } from './migration.js';
import { STANDING } from './standing.js';

export interface UpgradeHost {
  /** Makes a backup of a ledger of this format and returns its file; called once an upgrade, before anything is changed. */
  readonly backUp: (entries: AsyncIterable<readonly LedgerEntry[]>, format: number) => Promise<string>;
  /** A thousand documents or so apart, and at the end. */
  readonly tell: (upgrade: LedgerUpgrade) => void;
}

/** In order: each leads from the format before it to its own. */
const MIGRATIONS: readonly Migration[] = [STANDING, DOCUMENT_INDEX];

/** What the ledger itself remembers while it is brought to a later format. */
interface UnderWay {
  readonly from: number;
  readonly backup: string | null;
  /** The format that the step under way leads to. */
  readonly step: number;
  readonly beyond: string | null;
}

/** Throws `ledger.newer` and `ledger.broken`. */
export function checkFormat(store: ReadStore, directory: string): void {
  const format = formatOf(store);
  refuseNewerFormat(format, SCHEMA_VERSION, directory);
  if (!Number.isInteger(format) || format < 1) throw new Fault('ledger.broken', { schema: store.find(SCHEMA_KEY) });
}

/**
 * Brings a ledger to this program's format, in steps; does nothing where it has it. Killed at any time, the next start goes on:
 *
 *     old format ──backup written──▶ new format, step under way ──step──▶ … ──last step──▶ new format
 *
 * The new format is written before the first step, so that an older program does not write into what is half done. Before the backup is
 * whole nothing is changed. `host` null = no backup, and nothing is told.
 */
export async function migrate(store: WriteStore, host: UpgradeHost | null): Promise<void> {
  const underWay = readUnderWay(store) ?? (await begin(store, host));
  if (underWay !== null) await goOn(store, host, underWay);
  if (store.find(REINDEX_KEY) !== null) await reindex(store, host);
}

async function begin(store: WriteStore, host: UpgradeHost | null): Promise<UnderWay | null> {
  const from = formatOf(store);
  if (store.find(SCHEMA_KEY) === null && store.find(BATCH_KEY) === null) {
    await store.write([{ key: SCHEMA_KEY, value: String(SCHEMA_VERSION) }], true);
    return null;
  }
  if (from === SCHEMA_VERSION) return null;
  const backup = host === null ? null : await host.backUp(entriesOf(store), from);
  if (backup !== null) host?.tell({ kind: 'backed-up', from, to: SCHEMA_VERSION, file: backup });
  const underWay = { from, backup, step: from + 1, beyond: null };
  await remember(store, underWay);
  return underWay;
}

async function goOn(store: WriteStore, host: UpgradeHost | null, underWay: UnderWay): Promise<void> {
  const documents = await countDocuments(store);
  for (const migration of MIGRATIONS.filter(({ to }) => to >= underWay.step)) {
    const { to } = migration;
    const beyond = to === underWay.step ? underWay.beyond : null;
    await remember(store, { ...underWay, step: to, beyond });
    await run(store, { migration, beyond, host, documents }, (at) => ({
      key: MIGRATING_KEY,
      value: JSON.stringify({ ...underWay, step: to, beyond: at }),
    }));
  }
  await store.write([{ key: MIGRATING_KEY, value: null }], true);
  const { from, backup } = underWay;
  host?.tell({ kind: 'done', from, to: SCHEMA_VERSION, file: backup, documents });
}

/** Made anew from its beginning, whatever ends it: it is asked for as long as it has not been done. */
async function reindex(store: WriteStore, host: UpgradeHost | null): Promise<void> {
  const documents = await countDocuments(store);
  await run(store, { migration: DOCUMENT_INDEX, beyond: null, host, documents }, () => null);
  await store.write([{ key: REINDEX_KEY, value: null }], true);
}

interface Step {
  readonly migration: Migration;
  readonly beyond: string | null;
  readonly host: UpgradeHost | null;
  readonly documents: number;
}

function run(
  store: WriteStore,
  { migration, beyond, host, documents }: Step,
  placeAt: (beyond: string | null) => { readonly key: string; readonly value: string } | null,
): Promise<void> {
  const { to } = migration;
  return migration.run({
    store,
    reader: new LevelReader(store),
    beyond,
    advance: async (operations, at, done) => {
      const place = placeAt(at);
      await store.write(place === null ? operations : [...operations, place], false);
      host?.tell({ kind: 'step', to, done, documents });
    },
  });
}

/**
 * Takes back what was done since `to`, with nothing lost. Throws `ledger.one-way` where a step leads back through its backup alone. A kill
 * in between leaves a ledger that this program opens, and brings to its format again.
 */
export async function undoTo(store: WriteStore, to: number): Promise<void> {
  const steps = MIGRATIONS.filter((migration) => migration.to > to).reverse();
  const oneWay = steps.find(({ undo }) => undo === null);
  if (oneWay !== undefined) throw new Fault('ledger.one-way', { from: SCHEMA_VERSION, to });
  await remember(store, { from: to, backup: null, step: to + 1, beyond: null });
  for (const { undo } of steps) await undo?.(store);
  await store.write(
    [
      { key: MIGRATING_KEY, value: null },
      { key: REINDEX_KEY, value: null },
      { key: SCHEMA_KEY, value: String(to) },
    ],
    true,
  );
}

/** One that was written before has its version in it; without one it is of the last that needs no more than an index. */
export function formatOf(store: ReadStore): number {
  return Number(store.find(SCHEMA_KEY) ?? DOCUMENT_INDEX.to - 1);
}

function remember(store: WriteStore, underWay: UnderWay): Promise<void> {
  return store.write(
    [
      { key: MIGRATING_KEY, value: JSON.stringify(underWay) },
      { key: SCHEMA_KEY, value: String(SCHEMA_VERSION) },
    ],
    true,
  );
}

function readUnderWay(store: ReadStore): UnderWay | null {
  const text = store.find(MIGRATING_KEY);
  return text === null ? null : (JSON.parse(text) as UnderWay);
}

async function countDocuments(store: ReadStore): Promise<number> {
  let documents = 0;
  for await (const entries of store.entries(ALL_COUNTS, 'ascending', 100))
    for (const [, count] of entries) documents += Number(count);
  return documents;
}

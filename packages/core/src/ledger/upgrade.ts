import type { CorrelationKey, DocumentRecord } from '../domain/document.js';
import { decodeDocument, type StoredText } from './codec.js';
import { ALL_DOCUMENTS, entryOfLearned, rangeOfLearned, SCHEMA_KEY, SCHEMA_VERSION } from './keys.js';
import type { LevelReader } from './level-reader.js';
import { documentOperations } from './operations.js';
import { textsOf } from './record-texts.js';
import { withLearned, withReceipt, withSuccessor } from './standing.js';
import { formatTally, StandingCounts } from './standing-counts.js';
import type { Operation, WriteStore } from './store.js';

/** Documents in one batch. */
const SLICE = 200;
/** Counts are added up from nothing, whatever an earlier try has left. */
const NO_COUNTS = { find: () => null };

/**
 * Brings a ledger of version 1 to version 2, once: where each declaration is, which numbers receipts taught, what replaces what, the
 * marks of what waits for a person, and the counts of all that. Everything follows from what version 1 has, and the version is
 * written last: a crash in between begins anew.
 */
export async function upgradeLedger(store: WriteStore, reader: LevelReader): Promise<void> {
  const successors = await readSuccessors(store);
  const counts = new StandingCounts(NO_COUNTS);
  for await (const texts of textsOf(store, ALL_DOCUMENTS, 'ascending', SLICE)) {
    const operations: Operation[] = [];
    for (const text of texts) {
      const { first, now } = decodeBoth(text);
      let after: DocumentRecord = { ...now, standing: null };
      for (const receipt of await reader.receiptsOf(now.id)) after = withReceipt(after, receipt);
      for (const key of await readLearned(store, now.id)) after = withLearned(after, key);
      const successor = successors.get(now.id);
      if (successor !== undefined) after = withSuccessor(after, successor);
      documentOperations({ first, before: { ...now, standing: null }, after }, operations);
      counts.keep(counts.after([{ first, before: null, after }]));
    }
    await store.write(operations, false);
  }
  const tallies = [...counts.all()].map(([key, tally]): Operation => ({ key, value: formatTally(tally) }));
  await store.write([...tallies, { key: SCHEMA_KEY, value: String(SCHEMA_VERSION) }], true);
}

/** The latest that was sent again from each. */
async function readSuccessors(store: WriteStore): Promise<ReadonlyMap<string, DocumentRecord['id']>> {
  const successors = new Map<string, DocumentRecord['id']>();
  for await (const texts of textsOf(store, ALL_DOCUMENTS, 'ascending', SLICE))
    for (const { id, origin } of texts.map(decodeDocument)) if (origin !== null) successors.set(origin, id);
  return successors;
}

async function readLearned(store: WriteStore, id: DocumentRecord['id']): Promise<readonly CorrelationKey[]> {
  const learned: CorrelationKey[] = [];
  for await (const keys of store.keys(rangeOfLearned(id), 'ascending', SLICE))
    learned.push(...keys.map(entryOfLearned));
  return learned;
}

function decodeBoth(text: StoredText): { readonly first: DocumentRecord; readonly now: DocumentRecord } {
  return { first: decodeDocument({ first: text.first, changes: null }), now: decodeDocument(text) };
}

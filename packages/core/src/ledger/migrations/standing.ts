import type { CorrelationKey, DocumentRecord } from '../../domain/document.js';
import { decodeDocument, type StoredText } from '../codec.js';
import { ALL_DOCUMENTS, entryOfLearned, rangeOfLearned } from '../keys.js';
import { documentOperations } from '../operations.js';
import { textsOf } from '../record-texts.js';
import { withLearned, withReceipt, withSuccessor } from '../standing.js';
import { formatTally, StandingCounts } from '../standing-counts.js';
import type { Operation, ReadStore } from '../store.js';
import type { Migration, MigrationWorld } from './migration.js';

/** Documents in one batch. */
const SLICE = 200;
/** Counts are added up from nothing, whatever an earlier try has left. */
const NO_COUNTS = { find: () => null };

/**
 * Format 2: where each declaration is, which numbers receipts taught, what replaces what, the marks of what waits for a person, and the
 * counts of all that. Everything follows from what format 1 has. The counts are added up in memory, so a run that was killed begins anew.
 */
export const STANDING: Migration = { to: 2, run: addStandings, undo: null };

async function addStandings({ store, reader, advance }: MigrationWorld): Promise<void> {
  const successors = await readSuccessors(store);
  const counts = new StandingCounts(NO_COUNTS);
  let done = 0;
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
    done += texts.length;
    await advance(operations, null, done);
  }
  const tallies = [...counts.all()].map(([key, tally]): Operation => ({ key, value: formatTally(tally) }));
  await advance(tallies, null, done);
}

/** The latest that was sent again from each. */
async function readSuccessors(store: ReadStore): Promise<ReadonlyMap<string, DocumentRecord['id']>> {
  const successors = new Map<string, DocumentRecord['id']>();
  for await (const texts of textsOf(store, ALL_DOCUMENTS, 'ascending', SLICE))
    for (const { id, origin } of texts.map(decodeDocument)) if (origin !== null) successors.set(origin, id);
  return successors;
}

async function readLearned(store: ReadStore, id: DocumentRecord['id']): Promise<readonly CorrelationKey[]> {
  const learned: CorrelationKey[] = [];
  for await (const keys of store.keys(rangeOfLearned(id), 'ascending', SLICE))
    learned.push(...keys.map(entryOfLearned));
  return learned;
}

function decodeBoth(text: StoredText): { readonly first: DocumentRecord; readonly now: DocumentRecord } {
  return { first: decodeDocument({ first: text.first, changes: null }), now: decodeDocument(text) };
}

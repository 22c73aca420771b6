import type { CommandProgress, TellProgress } from '../../contract/progress.js';
import type { Clock } from '../../ports/clock.js';
import type { LedgerEntry, LedgerReader } from '../../ports/ledger.js';

/** Four times a second is more often than a person reads a number. */
const EACH_MS = 250;

/** Passes on the first word, and then no more than four a second: a command says it for each document. */
export function withoutHaste(tell: TellProgress, clock: Clock): TellProgress {
  let toldMs = Number.NEGATIVE_INFINITY;
  return (progress: CommandProgress) => {
    if (clock.tickMs() - toldMs < EACH_MS) return;
    toldMs = clock.tickMs();
    tell(progress);
  };
}

/** All documents that the ledger knows. */
export async function documentsIn(ledger: Pick<LedgerReader, 'counts'>): Promise<number> {
  return (await ledger.counts()).reduce((sum, { documents }) => sum + documents, 0);
}

/** The ledger's entries as they are, while it is told how many documents were among them. */
export async function* countedEntries(
  ledger: Pick<LedgerReader, 'allEntries' | 'counts'>,
  isDocument: (entry: LedgerEntry) => boolean,
  tell: TellProgress,
): AsyncGenerator<readonly LedgerEntry[]> {
  const total = await documentsIn(ledger);
  let done = 0;
  for await (const slice of ledger.allEntries()) {
    yield slice;
    done += slice.filter(isDocument).length;
    tell({ done, total });
  }
}

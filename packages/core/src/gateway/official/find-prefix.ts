import { opendirSync } from 'node:fs';

/** How the send results of an installation are called. */
export interface FoundPrefix {
  readonly prefix: string;
  /** How many files have it. */
  readonly files: number;
}

/** Names that are looked at in one InBox: enough to know how they are spelled, whatever has piled up there. */
const NAMES_MAX = 20_000;
/** As `receipts.successPrefix` may be. */
const PREFIX = /^succ[a-z]{1,14}_/i;

/** The spelling that most files of these InBoxes have; null where there is none. Reads names alone. */
export function findSuccessPrefix(inBoxes: readonly string[]): FoundPrefix | null {
  const counts = new Map<string, number>();
  for (const inBox of new Set(inBoxes))
    for (const name of namesIn(inBox)) {
      const prefix = PREFIX.exec(name)?.[0];
      if (prefix !== undefined) counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
    }
  const [most] = [...counts].sort(([, one], [, other]) => other - one);
  return most === undefined ? null : { prefix: most[0], files: most[1] };
}

function* namesIn(directory: string): Iterable<string> {
  try {
    using entries = opened(directory);
    for (let seen = 0; seen < NAMES_MAX; seen += 1) {
      const entry = entries.directory.readSync();
      if (entry === null) return;
      yield entry.name;
    }
  } catch {
    // Not there, or on a drive that is away: other InBoxes may tell.
  }
}

function opened(path: string): Disposable & { readonly directory: ReturnType<typeof opendirSync> } {
  const directory = opendirSync(path);
  return { directory, [Symbol.dispose]: () => directory.closeSync() };
}

import { createHash } from 'node:crypto';
import { lstatSync, readFileSync } from 'node:fs';
import { opendir } from 'node:fs/promises';
import path from 'node:path';
import { isIgnoredName } from '../domain/naming.js';
import type { LeftBehind } from '../ports/left-behind.js';
import { findTwin, identityOf } from './twin.js';

/** What recovery reads in the OutBox of one business, and of files that were claimed from it. */
export function createLeftBehind(outBox: string): LeftBehind {
  return {
    identify: identityOf,
    digest: (file) => {
      const bytes = readFileSync(file);
      return { sizeBytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
    },
    findTwin: (document) => findTwin(outBox, document),
    names: () => namesIn(outBox),
    touchedMs: (name) => {
      try {
        return lstatSync(path.join(outBox, name)).ctimeMs;
      } catch {
        // Taken away in this instant.
        return null;
      }
    },
  };
}

async function* namesIn(directory: string): AsyncGenerator<string> {
  try {
    for await (const entry of await opendir(directory))
      if (entry.isFile() && !isIgnoredName(entry.name)) yield entry.name;
  } catch {
    // The send flow says what is wrong with it; there is nothing to be undone in a box that cannot be read.
  }
}

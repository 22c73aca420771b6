import { readdirSync } from 'node:fs';
import path from 'node:path';

/**
 * Every regular file below a directory, as absolute paths in no order; read as it is asked for. A linked directory is not entered:
 * Node's own recursive reading enters it from version 24 on and not before, and a link to a parent has no end.
 *
 * Throws what the file system says of a directory that cannot be read.
 */
export function* filesUnder(directory: string): Generator<string> {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const at = path.join(directory, entry.name);
    if (entry.isFile()) yield at;
    else if (entry.isDirectory()) yield* filesUnder(at);
  }
}

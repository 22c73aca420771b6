import { createHash } from 'node:crypto';
import { lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { DocumentRecord } from '../domain/document.js';
import type { FileIdentity } from '../ports/boxes.js';
import type { Twin } from '../ports/left-behind.js';

/** A file of the same name and content in OutBox; null when there is none. Looks at the size before it reads. */
export function findTwin(outBox: string, document: DocumentRecord): Twin | null {
  const file = path.join(outBox, document.name);
  const identity = identityOf(file);
  if (identity === null || identity.sizeBytes !== document.sizeBytes) return null;
  const isSame = createHash('sha256').update(readFileSync(file)).digest('hex') === document.sha256;
  return isSame ? { path: file, identity } : null;
}

/** What the file system says of a regular file; null when there is none, or none that we may look at. */
export function identityOf(file: string): FileIdentity | null {
  try {
    const stat = lstatSync(file, { bigint: true });
    if (!stat.isFile()) return null;
    return {
      device: String(stat.dev),
      inode: String(stat.ino),
      sizeBytes: Number(stat.size),
      modifiedNs: String(stat.mtimeNs),
    };
  } catch {
    // Not there, or not to be looked at: then it is no file that we could take.
    return null;
  }
}

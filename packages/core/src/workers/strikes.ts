import type { FileIdentity } from '../ports/boxes.js';

/** So many deaths of a thread that had nothing but this document to do, and it is the document. */
export const STRIKES_MAX = 3;

const REMEMBERED_MAX = 1_000;

/** Remembers documents that were alone with a thread when it died. Bounded; the oldest is forgotten first. */
export class Strikes {
  readonly #counts = new Map<string, number>();

  has(identity: FileIdentity): boolean {
    return this.#counts.has(keyOf(identity));
  }

  /** How many it has now. */
  add(identity: FileIdentity): number {
    const key = keyOf(identity);
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.delete(key);
    this.#counts.set(key, count);
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > REMEMBERED_MAX && oldest !== undefined) this.#counts.delete(oldest);
    return count;
  }

  clear(identity: FileIdentity): void {
    if (this.#counts.size > 0) this.#counts.delete(keyOf(identity));
  }
}

/** A file written anew is another document, though it has the same name. */
function keyOf(identity: FileIdentity): string {
  return `${identity.device} ${identity.inode} ${identity.sizeBytes} ${identity.modifiedNs}`;
}

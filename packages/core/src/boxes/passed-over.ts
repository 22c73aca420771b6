import { readdirSync } from 'node:fs';
import type { PassedFile, PassedReason } from '../ports/boxes.js';
import { byCodeUnits } from './smallest.js';

/** Told and named; beyond that they are only counted. */
const NAMED_MAX = 200;
/** What a name has in the place of bytes that are no UTF-8. */
const REPLACEMENT = '\ufffd';

/** What the looks at one OutBox pass over. Bounded; a name that left the directory is forgotten, and told again should it return. */
export class PassedOver {
  readonly #known = new Map<string, PassedReason>();
  #seen = new Map<string, PassedReason>();
  #news: PassedFile[] = [];
  #counting = { all: 0, unreachable: 0 };
  #counted = { all: 0, unreachable: 0 };

  /** Of the last scan that came to its end. */
  get count(): number {
    return this.#counted.all;
  }

  /** Of these, the ones that would be taken if their names could be opened. */
  get unreachable(): number {
    return this.#counted.unreachable;
  }

  begin(): void {
    this.#seen = new Map();
    this.#counting = { all: 0, unreachable: 0 };
  }

  see(name: string, reason: PassedReason): void {
    this.#counting.all += 1;
    if (reason === 'not-utf8') this.#counting.unreachable += 1;
    if (this.#seen.size < NAMED_MAX || this.#known.has(name)) this.#seen.set(name, reason);
  }

  /** After a scan, with the names in GBK of those that are not UTF-8: shares from older systems have such. */
  end(directory: string): void {
    const unknown = [...this.#seen].filter(([name]) => !this.#known.has(name));
    this.#news.push(...asShown(directory, unknown));
    for (const name of this.#known.keys()) if (!this.#seen.has(name)) this.#known.delete(name);
    for (const [name, reason] of this.#seen) this.#known.set(name, reason);
    this.#counted = this.#counting;
  }

  /** Each once. */
  takeNews(): readonly PassedFile[] {
    const news = this.#news;
    this.#news = [];
    return news;
  }

  /** Those that are known by name, by name; in GBK where they are not UTF-8. */
  list(directory: string, limit: number): readonly PassedFile[] {
    const known = [...this.#known].slice(0, limit);
    return asShown(directory, known).sort((a, b) => byCodeUnits(a.name, b.name));
  }

  directories(): readonly string[] {
    return [...this.#known].filter(([, reason]) => reason === 'directory').map(([name]) => name);
  }

  /** Is there a file whose name shows so, and is not UTF-8? */
  isNotUtf8(directory: string, name: string): boolean {
    if (this.unreachable === 0) return false;
    return this.#known.get(name) === 'not-utf8' || [...gbkNames(directory).values()].flat().includes(name);
  }
}

/** Under the names that people know them by; the directory is read again only where one is not UTF-8. */
function asShown(directory: string, entries: readonly (readonly [string, PassedReason])[]): PassedFile[] {
  const inGbk = entries.some(([, reason]) => reason === 'not-utf8') ? gbkNames(directory) : null;
  return entries.flatMap(([name, reason]) => (inGbk?.get(name) ?? [name]).map((shown) => ({ name: shown, reason })));
}

/** Names that are no UTF-8, as Node gives them -> as they read in GBK. */
function gbkNames(directory: string): ReadonlyMap<string, string[]> {
  const gbk = new TextDecoder('gb18030');
  const names = new Map<string, string[]>();
  try {
    for (const bytes of readdirSync(directory, { encoding: 'buffer' })) {
      const name = bytes.toString('utf8');
      if (name.includes(REPLACEMENT)) names.set(name, [...(names.get(name) ?? []), gbk.decode(bytes)]);
    }
  } catch {
    // Only for showing them: the next look says what is wrong with the directory.
  }
  return names;
}

export function mayBeNotUtf8(name: string): boolean {
  return name.includes(REPLACEMENT);
}

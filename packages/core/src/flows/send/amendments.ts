import { declarationKey } from '../../domain/amendments/declaration-key.js';
import { type StandingName, standingOf, troubleOf } from '../../domain/concern.js';
import type { BusinessKey, CorrelationKey, DocumentRecord } from '../../domain/document.js';
import type { Inspection } from '../../ports/jobs.js';
import type { LedgerReader } from '../../ports/ledger.js';
import { ToldOnce } from './told-once.js';

/** The same declaration with another content, as it was sent before. */
export interface Earlier {
  readonly name: string;
  readonly atMs: number;
  /** Where it is now. */
  readonly state: StandingName;
}

/** What a person says of a file that is held as an amendment. */
export type AmendmentWord = 'send' | 'withdraw';

/** Documents of one number that are looked at. */
const SAME_KEY_MAX = 32;
/** Held files: beyond it they are forgotten, and are noticed once more at their next look. */
const HELD_MAX = 10_000;

interface Held {
  readonly sha256: string;
  word: AmendmentWord | null;
}

/**
 * Tells an amendment from a new document: the same number of the declaration, the same kind of document, and another content. What was
 * refused is not amended but corrected: the next one is the first that counts.
 */
export class Amendments {
  readonly #business: BusinessKey;
  readonly #ledger: Pick<LedgerReader, 'findByKey'>;
  /** By number and kind: what is on the line, which the ledger may not have yet. */
  readonly #onTheWay = new Map<string, Earlier & { readonly sha256: string }>();
  readonly #told = new ToldOnce();
  /** By file name. */
  readonly #held = new Map<string, Held>();

  constructor(business: BusinessKey, ledger: Pick<LedgerReader, 'findByKey'>) {
    this.#business = business;
    this.#ledger = ledger;
  }

  /** The latest document that this content amends; null = there is none. */
  async find({ keys, root, sha256 }: Inspection): Promise<Earlier | null> {
    const key = declarationKey(keys);
    if (key === null) return null;
    const now = this.#onTheWay.get(placeOf(key, root));
    if (now !== undefined) return now.sha256 === sha256 ? null : now;
    const same = await this.#ledger.findByKey(key.name, key.value, SAME_KEY_MAX);
    const latest = same.find((one) => one.business === this.#business && one.root === root && mayBeThere(one));
    if (latest === undefined || latest.sha256 === sha256) return null;
    return { name: latest.name, atMs: latest.times.claimed, state: standingOf(latest) };
  }

  /** It is being sent from now on. The returned function says that this has come to its end. */
  enter({ keys, root, sha256 }: Inspection, name: string, nowMs: number): () => void {
    const key = declarationKey(keys);
    if (key === null) return () => undefined;
    const place = placeOf(key, root);
    const entry = { name, atMs: nowMs, state: 'open', sha256 } as const;
    this.#onTheWay.set(place, entry);
    return () => {
      if (this.#onTheWay.get(place) === entry) this.#onTheWay.delete(place);
    };
  }

  isNews(sha256: string, name: string): boolean {
    return this.#told.isNews(sha256, name);
  }

  /** What was said of this file, once; null = nothing, and it is held from now on. */
  takeWord(name: string, sha256: string): AmendmentWord | null {
    const held = this.#held.get(name);
    if (held !== undefined && held.sha256 === sha256 && held.word !== null) {
      this.#held.delete(name);
      return held.word;
    }
    if (held?.sha256 !== sha256) {
      if (this.#held.size >= HELD_MAX) this.#held.clear();
      this.#held.set(name, { sha256, word: null });
    }
    return null;
  }

  /** A person's word about a held file, for the content that it has now; false when no file of this name is held. */
  say(name: string, word: AmendmentWord): boolean {
    const held = this.#held.get(name);
    if (held !== undefined) held.word = word;
    return held !== undefined;
  }
}

const placeOf = ({ name, value }: CorrelationKey, root: string): string => `${root}\0${name}\0${value}`;

/** False of what never left, and of what came back: what follows it is not its amendment. */
function mayBeThere(document: DocumentRecord): boolean {
  const { stage } = document;
  if (stage === 'rejected' || stage === 'withdrawn' || stage === 'lost') return false;
  const trouble = troubleOf(document);
  return trouble === null || trouble === 'unknown';
}

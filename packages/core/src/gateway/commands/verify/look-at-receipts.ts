import type { ReceiptRecord } from '../../../domain/receipt.js';
import type { SurveyedFile } from '../../../ports/boxes.js';
import type { LedgerReader } from '../../../ports/ledger.js';
import type { Comparer } from './compare.js';
import { type Finding, finding } from './findings.js';
import type { Listed } from './listed.js';
import type { Extra } from './look-at-boxes.js';
import { PlaceSet } from './place-set.js';
import type { VerifyWorld } from './world.js';

/** Few, since each page is in memory as a whole. */
const PAGE = 250;

/** Newest first. */
export async function* allReceipts(ledger: LedgerReader): AsyncGenerator<ReceiptRecord> {
  let before: ReceiptRecord['id'] | null = null;
  for (;;) {
    const page: readonly ReceiptRecord[] = await ledger.listReceipts({
      business: null,
      sinceMs: null,
      untilMs: null,
      text: null,
      before,
      limit: PAGE,
    });
    yield* page;
    before = page.at(-1)?.id ?? null;
    if (page.length < PAGE) return;
  }
}

/** Looks at files in InBox. The firm's program takes them away, and the same name may then come again: the newest record counts. */
export class ReceiptLook {
  readonly #world: VerifyWorld;
  readonly #comparer: Comparer;
  readonly #listed: Listed;
  readonly #seen = new PlaceSet();

  constructor(world: VerifyWorld, listed: Listed, comparer: Comparer) {
    this.#world = world;
    this.#listed = listed;
    this.#comparer = comparer;
  }

  /** Null when its file is gone, is what was received, or was told already. */
  async look(receipt: ReceiptRecord): Promise<Finding | null> {
    const place = this.#placeOf(receipt);
    if (place === null || !(await this.#isThere(receipt, place.file))) return null;
    if (this.#seen.has(place.file)) return null;
    this.#seen.add(place.file);
    return this.lookAgain(receipt);
  }

  async #isThere(receipt: ReceiptRecord, file: SurveyedFile): Promise<boolean> {
    const { boxes } = this.#listed.knows(receipt) ? this.#listed.world : this.#world;
    const facts = await boxes.get(receipt.business)?.survey.facts(file);
    return facts !== undefined && facts !== null;
  }

  async lookAgain(receipt: ReceiptRecord): Promise<Finding | null> {
    const place = this.#placeOf(receipt);
    if (place === null) return null;
    const { id, business, fileName, depositedMs } = receipt;
    const comparison = await this.#comparer.compare(place.own.survey, place.file, {
      ...receipt,
      placedMs: depositedMs,
    });
    if (comparison === 'same' || comparison === 'absent') return null;
    const expected = `InBox/${fileName}`;
    const facts = { document: id, business, name: fileName, stage: 'none', expected, found: [expected] };
    return finding(comparison === 'unreadable' ? comparison : 'receipt-altered', facts);
  }

  #placeOf({ business, fileName, depositedMs }: ReceiptRecord): Pick<Extra, 'own' | 'file'> | null {
    const own = this.#world.boxes.get(business);
    if (own === undefined || depositedMs === null) return null;
    return { own, file: own.survey.placeOf('InBox', fileName) };
  }
}

import type { DocumentRecord } from '../domain/document.js';
import type { CustomsFilter } from '../domain/receipts/customs-filter.js';
import type { BrowseOrder } from './browse-order.js';

/**
 * Which documents a list shows, newest first; what is null does not restrict. Times are epoch ms of the claim; `before` is an
 * id, for paging.
 */
export interface DocumentListParams {
  readonly business: string | null;
  readonly stages: readonly string[] | null;
  /** Where the declarations are now (`CUSTOMS_FILTERS`); null = wherever. */
  readonly customs: readonly CustomsFilter[] | null;
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
  readonly text: string | null;
  readonly before: string | null;
  readonly limit: number;
}

/**
 * Which receipts a list shows, newest first; what is null does not restrict. Times are epoch ms of the arrival; `before` is an
 * id, for paging.
 */
export interface ReceiptListParams {
  readonly business: string | null;
  /** Only receipts that say one of these by themselves: a word of `CUSTOMS_FILTERS`, a phase or a code; null = all. */
  readonly states: readonly string[] | null;
  /** Only receipts of declarations that are at one of these now, the same words; null = wherever. */
  readonly customs: readonly string[] | null;
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
  readonly text: string | null;
  readonly before: string | null;
  readonly limit: number;
}

/**
 * One word of a filter. A document fits when the word is part of its name or of a key's value, or when it belongs to one of these
 * businesses or is in one of these stages or states with customs: what the word means is said where the names are shown.
 */
export interface FilterWord {
  readonly text: string;
  readonly isInverse: boolean;
  readonly businesses: readonly string[];
  readonly stages: readonly string[];
  readonly customs: readonly CustomsFilter[];
}

/** One page of the documents, in an order and through a filter; `limit` is the number of documents wanted. */
export interface BrowseParams {
  /** All of them must fit. */
  readonly words: readonly FilterWord[];
  /** What waits for a person: rejected, refused, returned or of unknown outcome, and neither replaced nor handled since. */
  readonly isFaultsOnly: boolean;
  /** By the time of the claim, epoch ms: `sinceMs` is inclusive, `untilMs` exclusive; null = not restricted. */
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
  readonly order: BrowseOrder;
  /** Strictly beyond this position in the order, see `positionOf`; null = from the start. */
  readonly beyond: string | null;
  readonly limit: number;
}

/** A page of the ledger. */
export interface BrowsePage {
  readonly documents: readonly DocumentRecord[];
  /** Where to go on looking; null = the end was reached. A page may be short of its limit, since looking takes time. */
  readonly next: string | null;
  /** Documents in the ledger, or of those with a fault where only these are asked for; whatever the words. */
  readonly total: number;
}

/** As a browse, but for the shape of the whole list: it is asked again with `next` until that is null. */
export interface OutlineParams extends BrowseParams {
  /** Documents in one part of the list. */
  readonly every: number;
}

/** A part of a list: so many documents, the last of which is at this position; the part behind it begins strictly beyond. */
export interface OutlinePart {
  readonly documents: number;
  readonly last: string;
}

/** Some of a list's outline. */
export interface OutlinePage {
  readonly parts: readonly OutlinePart[];
  /** The first documents of these parts, at most `limit`, so that what is seen first needs no request of its own. */
  readonly documents: readonly DocumentRecord[];
  /** Where to go on looking; null = the end was reached. */
  readonly next: string | null;
  /** As of a browse. */
  readonly total: number;
}

/** What a frontend asks of its long list of documents; part of `CommandMap`. */
export interface ListCommandMap {
  browseDocuments: { readonly params: BrowseParams; readonly result: BrowsePage };
  /** How long a list is and where its parts begin, so that a frontend can jump to any place of it. */
  outlineDocuments: { readonly params: OutlineParams; readonly result: OutlinePage };
}

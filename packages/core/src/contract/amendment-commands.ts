import type { DocumentRecord } from '../domain/document.js';
import type { DeclarationState } from './declaration-state.js';

/** One place that is not the same in two documents; order, white space and encoding are no difference. */
export interface FieldDifference {
  /** Local names from the root, a repeated element with its number: `DecMessage/DecLists/DecList[2]/GQty`. */
  readonly path: string;
  /** Chinese name of the field or part; '' where the checks do not know it. */
  readonly nameZh: string;
  /** Null = it is not there. Of an element with others in it: its texts, cut. */
  readonly before: string | null;
  readonly after: string | null;
}

/** Two documents side by side, the earlier one first. */
export interface DocumentDiff {
  readonly before: DocumentRecord;
  readonly after: DocumentRecord;
  /** Where the earlier one is with customs; null = no receipt says it. */
  readonly state: DeclarationState | null;
  readonly differences: readonly FieldDifference[];
}

/** What a person asks, and says, of a document that follows another one of the same declaration. */
export interface AmendmentCommandMap {
  /**
   * What differs between a document and another one; `other` null = the one before it of the same declaration. Rejects with
   * `command.not-found`, `command.usage` (several are meant) and `command.failed` (no earlier one, no file, no XML; with a sentence).
   */
  diff: {
    readonly params: { readonly document: string; readonly other: string | null };
    readonly result: DocumentDiff;
  };
  /** A person's word about a file that is held in OutBox as an amendment. Rejects with `command.not-found` where no file of this name is. */
  settleAmendment: {
    readonly params: { readonly file: string; readonly as: 'send' | 'withdraw'; readonly by: string | null };
    readonly result: { readonly business: string; readonly file: string };
  };
}

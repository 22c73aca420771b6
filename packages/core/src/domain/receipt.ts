import type { BusinessKey, CorrelationKey, DocumentId } from './document.js';
import type { JudgedPart } from './receipts/judgement.js';

/** Names a receipt for life: like a DocumentId, 22 digits, minted when it is made durable. */
export type ReceiptId = string & { readonly __brand: 'ReceiptId' };

export type ReceiptKind = 'send-result' | 'business-receipt' | 'platform-response' | 'unknown';

/** What the ledger remembers of one receipt. */
export interface ReceiptRecord {
  readonly id: ReceiptId;
  /**
   * SHA-256 over message id and body: the same delivery again has the same fingerprint. Without an id, a further receipt of the
   * same bytes has a number behind it.
   */
  readonly fingerprint: string;
  /** The business whose InBox it belongs to; `OTHERS` where none is known or enabled. */
  readonly business: BusinessKey;
  readonly kind: ReceiptKind;
  /** True/false for a send result and for receipts that say so; null where the receipt has no such notion. */
  readonly isSuccess: boolean | null;
  readonly root: string;
  /** Status code as the platform wrote it, e.g. CHANNEL or DealFlag; null where there is none. */
  readonly code: string | null;
  /** Name of the table that explains the code (receipts/codes.ts); null where none is known. */
  readonly codeTable: string | null;
  readonly text: string | null;
  /** What it says of single orders, lists or bills of its document; empty = of all of it. */
  readonly parts: readonly JudgedPart[];
  readonly keys: readonly CorrelationKey[];
  /** The platform's own time of the event, epoch ms; null where the receipt has none. */
  readonly businessTimeMs: number | null;
  readonly receivedMs: number;
  /** The document it answers; null until one is known (a later send result may link it). */
  readonly document: DocumentId | null;
  /** File name in InBox, fixed before the receipt is accepted, so that a crash cannot produce a second name. */
  readonly fileName: string;
  /** The message id at the broker; null where it had none. */
  readonly messageId: string | null;
  /** The name of the sent file, where its envelope repeats it in an answer; null where it does not. */
  readonly sentName: string | null;
  readonly sizeBytes: number;
  /** SHA-256 of its file's bytes, hex; '' in records of before there was this. */
  readonly sha256: string;
  /** Why it could not be understood; null when it was. Its bytes are kept all the same. */
  readonly unreadable: string | null;
  /** Epoch ms of the deposit into InBox; null while its business's receive flow is stopped or before the deposit. */
  readonly depositedMs: number | null;
  /** The receipt in whose file it is, where one message holds several; null = the file is its own. */
  readonly carrier: ReceiptId | null;
  /** The others of its message: those in its file, and, of the first one, those with files in other InBoxes. */
  readonly companions: readonly ReceiptId[];
  /**
   * Epoch ms at which the broker had surely seen its delivery accepted; null = in doubt, so that it may be delivered once more. Also
   * null in records of before there was this.
   */
  readonly acceptedMs: number | null;
}

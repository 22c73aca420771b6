import type { EnvelopeFacts } from '../message.js';
import type { ReceiptClass } from './classify.js';

/** What one receipt says, where a message holds several. */
export interface UnsealedHead extends Omit<ReceiptClass, 'messageType'> {
  /** Those about the same document are one judgement of it. */
  readonly isJoined: boolean;
  /** Why it could not be understood; null when it was. */
  readonly unreadable: string | null;
}

/** A received message, opened and understood as far as possible. */
export interface Unsealed extends Omit<ReceiptClass, 'messageType'> {
  /** Of a message that holds several receipts, each by itself, in its order; what is said beside them is the first one's. Else empty. */
  readonly heads: readonly UnsealedHead[];
  readonly envelope: EnvelopeFacts;
  /** The receipt itself, byte for byte as the platform sent it (unwrapped). */
  readonly receipt: Uint8Array;
  /** Why it could not be understood; null when it was. */
  readonly unreadable: string | null;
}

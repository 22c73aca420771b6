import type { EnvelopeFacts } from '../message.js';
import type { ReceiptClass } from './classify.js';

/** A received message, opened and understood as far as possible. */
export interface Unsealed extends Omit<ReceiptClass, 'messageType'> {
  readonly envelope: EnvelopeFacts;
  /** The receipt itself, byte for byte as the platform sent it (unwrapped). */
  readonly receipt: Uint8Array;
  /** Why it could not be understood; null when it was. */
  readonly unreadable: string | null;
}

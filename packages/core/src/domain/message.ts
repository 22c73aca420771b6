import type { CorrelationKey } from './document.js';

/** What crosses the broker. The body is owned by the holder of the message and is never changed in place. */
export interface Message {
  /** Unique; the same document sent again carries the same id. At most 255 characters (domain: CopMsgId). */
  readonly id: string;
  /** Message type, e.g. `DECCUS001`; '' when unknown. */
  readonly type: string;
  readonly contentType: 'application/xml' | 'application/octet-stream';
  /** Text headers; adapters carry them where the broker has a place for them, and may drop them where it has none. */
  readonly headers: Readonly<Record<string, string>>;
  /** Epoch ms; null when the sender did not say. */
  readonly sentAtMs: number | null;
  readonly body: Uint8Array;
}

/** Set to the number of the attempt when a document is handed to the broker again: a possible duplicate is marked. */
export const ATTEMPT_HEADER = 'swic-attempt';

/** What an envelope says about a received body, before anything of the body itself is read. */
export interface EnvelopeFacts {
  readonly kind: 'dxp' | 'dxp-response' | 'plain';
  readonly messageId: string | null;
  readonly senderId: string | null;
  readonly messageType: string | null;
  readonly fileName: string | null;
  /** Client ids that it is for; empty where it does not say. */
  readonly addressees: readonly string[];
  readonly businessKeys: readonly CorrelationKey[];
}

import type { DocumentRecord } from '../domain/document.js';
import type { Message } from '../domain/message.js';

/** How a document becomes a message. Opening received messages happens in a worker: see Jobs.unseal. */
export interface Envelope {
  readonly kind: 'dxp' | 'plain';
  /** Pure; `document.messageId` and `messageType` are set. The same input gives the same bytes. */
  seal(document: DocumentRecord, content: Uint8Array, sealedMs: number): Message;
}

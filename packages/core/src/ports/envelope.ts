import type { DocumentRecord } from '../domain/document.js';
import type { Message } from '../domain/message.js';

/** What an envelope says about the document inside it. */
export type Enclosed = Pick<DocumentRecord, 'id' | 'business' | 'name' | 'messageId' | 'messageType' | 'keys'>;

/** How a document becomes a message. Opening received messages happens in a worker: see Jobs.unseal. */
export interface Envelope {
  readonly kind: 'dxp' | 'plain';
  /** Pure; `messageId` and `messageType` are set. The same input gives the same bytes. */
  seal(document: Enclosed, content: Uint8Array, sealedMs: number): Message;
}

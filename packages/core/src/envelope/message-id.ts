import { type DocumentId, isDocumentId } from '../domain/document.js';

/**
 * CopMsgId of a document: the client's id, then the DocumentId (China time to the millisecond and a counter). Unique for ever,
 * sorts by time, at most 16 + 22 characters of the 255 allowed [official: length], and the same shape as public clients of
 * this family write (own id + time + counter) [one source].
 */
export function messageIdFor(clientId: string, document: DocumentId): string {
  return clientId + document;
}

/** The document a message id of ours names; null when it is not of this client's making. */
export function documentIdOf(clientId: string, messageId: string): DocumentId | null {
  if (!messageId.startsWith(clientId)) return null;
  const id = messageId.slice(clientId.length);
  return isDocumentId(id) ? id : null;
}

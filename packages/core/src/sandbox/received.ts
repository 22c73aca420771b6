import type { BusinessDefinition } from '../domain/businesses/definition.js';
import { findBusinessByEnvelope } from '../domain/businesses/registry.js';
import type { Message } from '../domain/message.js';
import type { Unsealed } from '../domain/receipts/unsealed.js';
import { PLAIN_HEADERS } from '../envelope/plain.js';

/** A client's message as the platform sees it. */
export interface Received {
  readonly messageId: string;
  readonly clientId: string;
  readonly fileName: string;
  readonly messageType: string;
  /** null when no receiver here takes this type: the platform says so in a DxpRep. */
  readonly business: BusinessDefinition | null;
  readonly root: string;
  /** The first value of this key in the document or in the envelope; null when it carries none. */
  key(name: string): string | null;
  readonly keyValues: readonly string[];
  /** Text of the document, for what no key names. */
  readonly text: string;
}

export function readReceived(message: Message, unsealed: Unsealed): Received {
  const { envelope } = unsealed;
  const keys = [...envelope.businessKeys, ...unsealed.keys];
  const messageType = envelope.messageType ?? message.type;
  const bySender = message.headers[PLAIN_HEADERS.business];
  return {
    messageId: envelope.messageId ?? message.id,
    clientId: envelope.senderId ?? message.headers[PLAIN_HEADERS.sender] ?? '',
    fileName: envelope.fileName ?? message.headers[PLAIN_HEADERS.fileName] ?? '',
    messageType,
    business:
      findBusinessByEnvelope(null, messageType) ??
      (bySender === undefined ? null : findBusinessByEnvelope(null, bySender)),
    root: unsealed.root,
    key: (name) => keys.find((key) => key.name === name)?.value ?? null,
    keyValues: keys.map(({ value }) => value),
    text: Buffer.from(unsealed.receipt).toString('utf8'),
  };
}

/** The text of the first element of this local name. Only for a simulation: what a client sent is its own XML. */
export function elementText(text: string, name: string): string | null {
  return new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?>([^<]*)<`).exec(text)?.[1] ?? null;
}

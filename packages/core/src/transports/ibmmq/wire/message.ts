import { createHash } from 'node:crypto';
import { ATTEMPT_HEADER, type Message } from '../../../domain/message.js';
import type { PutMessage, WireDelivery } from './protocol.js';

/** A name that MQ would take [official: IBM's rules for naming objects]. */
const QUEUE_NAME = /^[A-Za-z0-9._/%]{1,48}$/;

/** MsgId and CorrelId of a message descriptor [official: IBM's header cmqc.h]. */
const ID_BYTES = 24;

/** As far as the mark counts; after so many attempts the number no longer matters. */
const ATTEMPTS_MAX = 1_000_000;

/** Text that may stand in the two ids. */
const PLAIN_TEXT = /^[\x20-\x7e]{1,48}$/;
/** With this begin the ids that queue managers make; what follows is their name and a number, and is never taken for text. */
const MADE_BY_MQ = 'AMQ ';

/**
 * IBM MQ has 24 bytes for a message id. An id of ours is longer, so its beginning goes into the correlation id: the message id
 * keeps the end, where the time and the counter are, and stays unique by itself. Longer or other texts become a digest, which is
 * the same for the same message. There is no place for type, headers and time: message properties would put a header in front of
 * the body for a receiver that does not know them. One header travels all the same: the mark of a second attempt, as a number.
 */
export function toPutMessage(queue: string, { id, headers, body }: Message): PutMessage {
  const messageId = Buffer.alloc(ID_BYTES);
  const correlationId = Buffer.alloc(ID_BYTES);
  const cut = Math.max(0, id.length - ID_BYTES);
  if (PLAIN_TEXT.test(id) && !id.startsWith(MADE_BY_MQ, cut)) {
    messageId.write(id.slice(cut), 'latin1');
    correlationId.write(id.slice(0, cut), 'latin1');
  } else {
    createHash('sha256').update(id).digest().copy(messageId);
  }
  return { queue, messageId, correlationId, attempt: attemptOf(headers), body };
}

function attemptOf(headers: Message['headers']): number {
  const attempt = Number(headers[ATTEMPT_HEADER] ?? '1');
  return Number.isSafeInteger(attempt) && attempt >= 1 && attempt <= ATTEMPTS_MAX ? attempt : ATTEMPTS_MAX;
}

/** Can there be a queue of that name at all? */
export function isQueueName(name: string): boolean {
  return QUEUE_NAME.test(name);
}

/** What MQ does not carry is '' or empty; a message id that is no text is given in hexadecimal. */
export function toMessage(delivery: WireDelivery): Message {
  const { attempt, body } = delivery;
  return {
    id: idOf(delivery),
    type: '',
    contentType: isXml(body) ? 'application/xml' : 'application/octet-stream',
    headers: attempt > 1 ? { [ATTEMPT_HEADER]: String(attempt) } : {},
    // The descriptor has a time too, but it is the queue manager's, not the sender's.
    sentAtMs: null,
    body,
  };
}

function idOf({ messageId, correlationId }: WireDelivery): string {
  const end = textOf(messageId);
  if (end === null || end.startsWith(MADE_BY_MQ))
    return isEmpty(messageId) ? '' : Buffer.from(messageId).toString('hex');
  // Only an id that filled the message id has its beginning in the other one.
  return end.length === ID_BYTES ? (textOf(correlationId) ?? '') + end : end;
}

/** The text of an id that is filled up with zeros; null if it is none. */
function textOf(id: Uint8Array): string | null {
  const text = Buffer.from(id).toString('latin1').replace(/\0+$/, '');
  return PLAIN_TEXT.test(text) ? text : null;
}

function isEmpty(id: Uint8Array): boolean {
  return id.every((byte) => byte === 0);
}

const LESS_THAN = 0x3c;
/** Byte order marks of UTF-8 and UTF-16, and blanks, that may stand before the first tag. */
const BEFORE_MARKUP: ReadonlySet<number> = new Set([0xef, 0xbb, 0xbf, 0xff, 0xfe, 0x00, 0x20, 0x09, 0x0a, 0x0d]);
const SNIFFED_BYTES = 64;

/** A descriptor without a format says nothing of the content, so the first bytes do. */
function isXml(body: Uint8Array): boolean {
  for (const byte of body.subarray(0, SNIFFED_BYTES)) if (!BEFORE_MARKUP.has(byte)) return byte === LESS_THAN;
  return false;
}

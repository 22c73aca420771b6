import type { Message as AmqpMessage } from 'amqplib';
import type { Message } from '../../../domain/message.js';

/** The plugin that time-stamps messages has made this name known: epoch milliseconds, where AMQP's own field has seconds. */
const TIMESTAMP_MS_HEADER = 'timestamp_in_ms';
/** Which publish of this channel it was; only there while another of the same id is in flight, to tell their returns apart. */
const PUBLISH_TAG_HEADER = 'swic-publish-tag';
const DELIVERY_COUNT_HEADER = 'x-delivery-count';

/** Names that mean something to the broker itself: a header of ours must not route a copy elsewhere. */
const BROKER_HEADERS: ReadonlySet<string> = new Set(['CC', 'BCC']);
/** Names that carry fields of our Message and are not headers of it. */
const OWN_HEADERS: ReadonlySet<string> = new Set([TIMESTAMP_MS_HEADER, PUBLISH_TAG_HEADER, DELIVERY_COUNT_HEADER]);

/** The headers that a message is sent with. `publishTag` null = no other message of this id is in flight. */
export function sentHeaders(message: Message, publishTag: number | null): Readonly<Record<string, string | number>> {
  const headers: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(message.headers)) if (!BROKER_HEADERS.has(name)) headers[name] = value;
  if (message.sentAtMs !== null) headers[TIMESTAMP_MS_HEADER] = message.sentAtMs;
  if (publishTag !== null) headers[PUBLISH_TAG_HEADER] = publishTag;
  return headers;
}

/** Whatever another client left out is '' or null; headers that are no text, number or boolean are left out. */
export function toMessage({ properties, content }: AmqpMessage): Message {
  return {
    id: text(properties.messageId),
    type: text(properties.type),
    contentType: XML_TYPES.has(text(properties.contentType)) ? 'application/xml' : 'application/octet-stream',
    headers: toHeaders(properties.headers ?? {}),
    sentAtMs: toSentAtMs(properties.timestamp, properties.headers?.[TIMESTAMP_MS_HEADER]),
    body: content,
  };
}

/** The `publishTag` a returned message was sent with; null when it had none. */
export function publishTagOf({ properties }: AmqpMessage): number | null {
  const tag: unknown = properties.headers?.[PUBLISH_TAG_HEADER];
  return typeof tag === 'number' ? tag : null;
}

/**
 * Quorum queues count the deliveries before this one and leave the header out the first time. Classic queues only say whether
 * there was one, so a redelivery there has no number.
 */
export function deliveryCountOf({ fields, properties }: AmqpMessage): number | null {
  const before: unknown = properties.headers?.[DELIVERY_COUNT_HEADER];
  if (typeof before === 'number') return before + 1;
  return fields.redelivered ? null : 1;
}

const XML_TYPES: ReadonlySet<string> = new Set(['application/xml', 'text/xml']);

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function toHeaders(table: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const headers: [string, string][] = [];
  for (const [name, value] of Object.entries(table)) {
    if (OWN_HEADERS.has(name)) continue;
    if (typeof value === 'string') headers.push([name, value]);
    else if (typeof value === 'number' || typeof value === 'boolean') headers.push([name, String(value)]);
  }
  return Object.fromEntries(headers);
}

/** The millisecond header counts only while it agrees with the field it refines. */
function toSentAtMs(seconds: unknown, milliseconds: unknown): number | null {
  if (typeof milliseconds === 'number' && (typeof seconds !== 'number' || Math.floor(milliseconds / 1_000) === seconds))
    return milliseconds;
  return typeof seconds === 'number' ? seconds * 1_000 : null;
}

import type { Message as AmqpMessage } from 'amqplib';
import { expect, test } from 'vitest';
import { deliveryCountOf, publishTagOf, sentHeaders, toMessage } from './message.js';

const message = {
  id: 'COP-1',
  type: '',
  contentType: 'application/xml',
  headers: {},
  sentAtMs: null,
  body: new Uint8Array([1]),
} as const;

/** As amqplib hands over what another client sent: fields that were left out are undefined. */
function received(properties: object, fields: object = {}): AmqpMessage {
  return { properties, fields: { redelivered: false, ...fields }, content: Buffer.from('x') } as unknown as AmqpMessage;
}

test('a header never routes a copy elsewhere', () => {
  const headers = { CC: 'other', BCC: 'secret', cc: 'harmless' };
  expect(sentHeaders({ ...message, headers }, null)).toEqual({ cc: 'harmless' });
});

test('a message of another client that says nothing about itself is taken as it is', () => {
  expect(toMessage(received({}))).toEqual({
    id: '',
    type: '',
    contentType: 'application/octet-stream',
    headers: {},
    sentAtMs: null,
    body: Buffer.from('x'),
  });
});

test('headers that are no text are made text where that says the same, and left out where not', () => {
  const headers = { count: 3, isFinal: true, deaths: [{ queue: 'q' }], note: '回执', nothing: null };
  expect(toMessage(received({ headers })).headers).toEqual({ count: '3', isFinal: 'true', note: '回执' });
});

test('a time in seconds is refined by the milliseconds beside it, unless they disagree', () => {
  const at = (timestamp: number | undefined, timestamp_in_ms?: number): number | null =>
    toMessage(received({ timestamp, headers: { timestamp_in_ms } })).sentAtMs;
  expect(at(1_790_000_000, 1_790_000_000_123)).toBe(1_790_000_000_123);
  expect(at(1_790_000_000, 1_600_000_000_123)).toBe(1_790_000_000_000);
  expect(at(1_790_000_000)).toBe(1_790_000_000_000);
  expect(at(undefined, 1_790_000_000_123)).toBe(1_790_000_000_123);
  expect(at(undefined)).toBeNull();
});

test('text/xml is XML too', () => {
  expect(toMessage(received({ contentType: 'text/xml' })).contentType).toBe('application/xml');
});

test('deliveries are counted where the broker counts, and one that is not the first has no number where it does not', () => {
  expect(deliveryCountOf(received({ headers: {} }))).toBe(1);
  expect(deliveryCountOf(received({ headers: { 'x-delivery-count': 4 } }, { redelivered: true }))).toBe(5);
  expect(deliveryCountOf(received({}, { redelivered: true }))).toBeNull();
});

test('the tag that tells twins apart comes back with a return and is no header of the message', () => {
  const returned = received({ headers: sentHeaders(message, 17) });
  expect(publishTagOf(returned)).toBe(17);
  expect(toMessage(returned).headers).toEqual({});
  expect(publishTagOf(received({}))).toBeNull();
});

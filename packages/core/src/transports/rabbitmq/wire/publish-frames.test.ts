import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Message } from '../../../domain/message.js';
import { sentHeaders } from './message.js';
import { addressOf, framesOf, toPublishing } from './publish-frames.js';

const require = createRequire(import.meta.url);
/** Its parts, which it does not export. */
const inAmqplib = (file: string): unknown => require(join(dirname(require.resolve('amqplib')), 'lib', file));
const { Connection } = inAmqplib('connection.js') as { readonly Connection: { readonly prototype: Encoder } };
const defs = inAmqplib('defs.js') as { readonly BasicPublish: number; readonly BasicProperties: number };

interface Encoder {
  sendMessage(channel: number, method: number, fields: object, kind: number, properties: object, body: Buffer): void;
  readonly sendContent: unknown;
}

const CHANNEL = 3;
const exchangeNames = fc.string({ maxLength: 40 });

/** What amqplib itself writes for this message. */
function byAmqplib(message: Message, frameMax: number, fields: { exchange: string; routingKey: string }): Buffer {
  const written: Buffer[] = [];
  const channels = { [CHANNEL]: { buffer: { write: (bytes: Buffer) => written.push(bytes) } } };
  const { sendMessage, sendContent } = Connection.prototype;
  const { id, type, contentType, sentAtMs } = message;
  const properties = {
    messageId: id,
    contentType,
    headers: sentHeaders(message, null),
    deliveryMode: 2,
    ...(type === '' ? {} : { type }),
    ...(sentAtMs === null ? {} : { timestamp: Math.floor(sentAtMs / 1_000) }),
  };
  const { BasicPublish, BasicProperties } = defs;
  const flags = { ...fields, mandatory: true, immediate: false, ticket: 0 };
  sendMessage.call(
    { channels, frameMax, sendContent } as unknown as Encoder,
    CHANNEL,
    BasicPublish,
    flags,
    BasicProperties,
    properties,
    Buffer.from(message.body),
  );
  return Buffer.concat(written);
}

const messages: fc.Arbitrary<Message> = fc.record({
  id: fc.string({ maxLength: 60 }),
  type: fc.string({ maxLength: 60, unit: 'grapheme' }),
  contentType: fc.constantFrom('application/xml' as const, 'application/octet-stream' as const),
  headers: fc.dictionary(fc.string({ maxLength: 60, unit: 'grapheme' }), fc.string({ unit: 'grapheme' })),
  sentAtMs: fc.option(fc.integer({ min: 1_600_000_000_000, max: 2_600_000_000_000 })),
  body: fc.uint8Array({ maxLength: 6_000 }),
});

test('messages are framed byte for byte as amqplib frames them, whatever their size and the largest frame', () => {
  fc.assert(
    fc.property(
      fc.array(messages, { minLength: 1, maxLength: 4 }),
      fc.constantFrom(4_096, 131_072, 0xffff_ffff),
      fc.record({ exchange: exchangeNames, routingKey: exchangeNames }),
      (many, frameMax, fields) => {
        const address = addressOf(CHANNEL, frameMax, fields);
        const publishings = many.map((message) => toPublishing(address, message, null));
        const frames = framesOf(
          address,
          publishings.filter((one) => one !== null),
        );
        expect(frames.equals(Buffer.concat(many.map((message) => byAmqplib(message, frameMax, fields))))).toBe(true);
      },
    ),
  );
});

const plain: Message = {
  id: 'COP-1',
  type: '',
  contentType: 'application/xml',
  headers: {},
  sentAtMs: null,
  body: new Uint8Array(0),
};

test.each([
  ['id', { ...plain, id: '报'.repeat(86) }],
  ['type', { ...plain, type: 'x'.repeat(256) }],
  ['name of a header', { ...plain, headers: { ['x'.repeat(256)]: '' } }],
])('a message whose %s is too long for the protocol is not framed', (_, message) => {
  expect(toPublishing(addressOf(CHANNEL, 4_096, { exchange: '', routingKey: '' }), message, null)).toBeNull();
});

test('a body that no frame is needed for has none', () => {
  const address = addressOf(CHANNEL, 4_096, { exchange: '', routingKey: 'q' });
  const publishing = toPublishing(address, plain, null);
  expect(framesOf(address, publishing === null ? [] : [publishing]).length).toBe(publishing?.bytes);
});

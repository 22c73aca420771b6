import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Message } from '../../../domain/message.js';
import { countUnsettled, encodeBatch, parseBatch, SETTLED, STATES_AT } from './batch-format.js';

const text = fc.string({ unit: 'binary' });
const messages = fc.array(
  fc.record<Message>({
    id: text,
    type: text,
    contentType: fc.constantFrom('application/xml', 'application/octet-stream'),
    headers: fc.dictionary(text, text),
    sentAtMs: fc.option(fc.nat()),
    body: fc.uint8Array({ maxLength: 50 }),
  }),
  { minLength: 1, maxLength: 6 },
);

const encoded = (batch: readonly Message[]): Buffer => Buffer.concat(encodeBatch(batch));
const plain = (message: Message | null): unknown =>
  message && { ...message, headers: { ...message.headers }, body: [...message.body] };

test('what was written is read, every message of it, and none has been delivered', () => {
  fc.assert(
    fc.property(messages, (batch) => {
      const parsed = parseBatch(encoded(batch));
      expect(parsed?.states.length).toBe(batch.length);
      expect(parsed?.states.every((state) => state === 0)).toBe(true);
      batch.forEach((message, index) => expect(plain(parsed?.messageAt(index) ?? null)).toEqual(plain(message)));
      expect(countUnsettled(encoded(batch))).toBe(batch.length);
    }),
  );
});

test('a file cut anywhere is no batch', () => {
  fc.assert(
    fc.property(messages, fc.nat(), (batch, at) => {
      const bytes = encoded(batch);
      expect(parseBatch(bytes.subarray(0, at % bytes.length))).toBeNull();
    }),
  );
});

test('a byte changed anywhere is found, and never makes a message that was not sent', () => {
  fc.assert(
    fc.property(messages, fc.nat(), fc.integer({ min: 1, max: 255 }), (batch, at, change) => {
      const bytes = encoded(batch);
      const index = at % bytes.length;
      bytes[index] = (bytes[index] ?? 0) ^ change;
      const isState = index >= STATES_AT && index < STATES_AT + batch.length;
      const parsed = parseBatch(bytes);
      if (parsed === null) {
        expect(isState).toBe(false);
        return;
      }
      const read = batch.map((_, position) => parsed.messageAt(position));
      read.forEach(
        (message, position) => message !== null && expect(plain(message)).toEqual(plain(batch[position] ?? null)),
      );
      expect(read.filter((message) => message === null).length).toBe(isState ? 0 : 1);
    }),
  );
});

test('states are all that changes, and are counted without reading the rest', () => {
  const batch = ['a', 'b', 'c'].map(
    (id): Message => ({
      id,
      type: '',
      contentType: 'application/xml',
      headers: {},
      sentAtMs: null,
      body: Buffer.from(id),
    }),
  );
  const bytes = encoded(batch);
  bytes[STATES_AT + 1] = SETTLED;
  bytes[STATES_AT + 2] = 7;
  expect([...(parseBatch(bytes)?.states ?? [])]).toEqual([0, SETTLED, 7]);
  expect(countUnsettled(bytes.subarray(0, STATES_AT + 3))).toBe(2);
});

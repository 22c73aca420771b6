import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ATTEMPT_HEADER, type Message } from '../../../domain/message.js';
import { isQueueName, toMessage, toPutMessage } from './message.js';
import type { WireDelivery } from './protocol.js';

const message = (id: string, body: Uint8Array = new Uint8Array(0)): Message => ({
  id,
  type: 'T',
  contentType: 'application/xml',
  headers: { a: 'b' },
  sentAtMs: 1,
  body,
});

/** As the queue manager would hand it out again. */
function travelled(sent: Message): Message {
  const { messageId, correlationId, attempt, body } = toPutMessage('Q', sent);
  const delivery: WireDelivery = { tag: 1, messageId, correlationId, attempt, backoutCount: 0, body };
  return toMessage(delivery);
}

test('an id of printable characters comes back as it was sent, up to 48 of them', () => {
  const printable = fc.string({
    unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    minLength: 1,
    maxLength: 48,
  });
  fc.assert(
    fc.property(printable, (id) => {
      fc.pre(!id.startsWith('AMQ ', Math.max(0, id.length - 24)));
      expect(travelled(message(id)).id).toBe(id);
    }),
  );
});

test('an id of ours comes back, and its time and counter stand in the message id itself', () => {
  const id = 'DXPESW00000000012026112309301512300001';
  expect(Buffer.from(toPutMessage('Q', message(id)).messageId).toString()).toBe('012026112309301512300001');
  expect(travelled(message(id)).id).toBe(id);
});

test('any other id becomes a digest: the same for the same id, another for another', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.string({ unit: 'binary', minLength: 49 }),
      (one, other) => {
        expect(travelled(message(one)).id).toBe(travelled(message(one)).id);
        if (one !== other) expect(travelled(message(one)).id).not.toBe(travelled(message(other)).id);
      },
    ),
  );
  expect(travelled(message('报文')).id).toMatch(/^[0-9a-f]{48}$/);
});

test('an id that a queue manager made is given in hexadecimal, and no id is empty', () => {
  const made = Buffer.concat([Buffer.from('AMQ QM1         '), Buffer.from('6162636465666768', 'hex')]);
  const delivery = {
    tag: 1,
    messageId: made,
    correlationId: Buffer.alloc(24),
    attempt: 1,
    backoutCount: 0,
    body: new Uint8Array(0),
  };
  expect(toMessage(delivery).id).toBe(made.toString('hex'));
  expect(toMessage({ ...delivery, messageId: Buffer.alloc(24) }).id).toBe('');
});

test('of all headers only the mark of a second attempt travels', () => {
  const sent = (headers: Message['headers']): Message => ({ ...message('1'), headers });
  expect(travelled(sent({ a: 'b' })).headers).toEqual({});
  expect(travelled(sent({ a: 'b', [ATTEMPT_HEADER]: '1' })).headers).toEqual({});
  expect(travelled(sent({ [ATTEMPT_HEADER]: '3' })).headers).toEqual({ [ATTEMPT_HEADER]: '3' });
});

test('the content type is read off the first bytes', () => {
  const typeOf = (body: Uint8Array): string => travelled(message('1', body)).contentType;
  expect(typeOf(Buffer.from('<DxpMsg/>'))).toBe('application/xml');
  expect(typeOf(Buffer.from('\ufeff\n <报文/>'))).toBe('application/xml');
  expect(typeOf(Buffer.from('\ufeff<报文/>', 'utf16le'))).toBe('application/xml');
  expect(typeOf(Buffer.from('PK\u0003\u0004'))).toBe('application/octet-stream');
  expect(typeOf(new Uint8Array(0))).toBe('application/octet-stream');
});

test('a queue name is what MQ takes as one', () => {
  expect(['SW.SEND', 'A', 'a/b_c%d.e', 'Q'.repeat(48)].every(isQueueName)).toBe(true);
  expect(['', 'Q'.repeat(49), '队列', 'A B', '../x y', 'A-B'].some(isQueueName)).toBe(false);
});

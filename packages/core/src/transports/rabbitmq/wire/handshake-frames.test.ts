import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CONNECTION, encodeClose, encodeOpen, encodeStartOk, takeMethod } from './handshake-frames.js';

/** connection.close with code 530, as RabbitMQ sends it for a virtual host that does not exist. */
const CLOSE = Buffer.concat([
  Buffer.from([1, 0, 0, 0, 0, 0, 13, 0, 10, 0, 50, 0x02, 0x12, 2]),
  Buffer.from('no'),
  Buffer.from([0, 10, 0, 40, 0xce]),
]);

test('a close gives its reply code', () => {
  const taken = takeMethod(Buffer.concat([CLOSE, Buffer.from('rest')]));
  expect(taken).toMatchObject({ method: { method: CONNECTION.close, replyCode: 530 }, rest: Buffer.from('rest') });
});

test('a part of a method is waited for, wherever it was cut', () => {
  for (let length = 0; length < CLOSE.length; length += 1)
    expect(takeMethod(CLOSE.subarray(0, length)), String(length)).toBeNull();
});

test('whatever is no AMQP is recognised or waited for, and never an accident', () => {
  expect(takeMethod(Buffer.from('HTTP/1.1 400 Bad Request'))).toBe('not-amqp');
  expect(takeMethod(Buffer.from('AMQP\0\0\x09\x01'))).toBe('not-amqp');
  fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void takeMethod(Buffer.from(bytes))));
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 64 }),
      (args) => void takeMethod(frame(CONNECTION.start, Buffer.from(args))),
    ),
  );
});

test('what is written is framed as it should be, with any user, password and virtual host', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
      for (const bytes of [encodeStartOk(one, other), encodeOpen(one), encodeClose()]) {
        const taken = takeMethod(bytes);
        expect(taken).toMatchObject({ rest: Buffer.alloc(0) });
      }
    }),
  );
});

function frame(method: number, args: Buffer): Buffer {
  const front = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0, 10, 0, method]);
  front.writeUInt32BE(4 + args.length, 3);
  return Buffer.concat([front, args, Buffer.from([0xce])]);
}

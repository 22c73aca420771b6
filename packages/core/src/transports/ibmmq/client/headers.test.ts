import { describe, expect, test } from 'vitest';
import { withoutHeaders } from './headers.js';

type Order = 'BE' | 'LE';
const EBCDIC_RFH = Buffer.from([0xd9, 0xc6, 0xc8, 0x40]);

/** An MQRFH2 with one folder, or another header of the same beginning, as a machine of that byte order writes it. */
function header(order: Order, id: string | Buffer = 'RFH ', version = 2, folder = '<usr><a>1</a></usr>  '): Buffer {
  const fixed = Buffer.alloc(36, ' ');
  const write = (value: number, at: number): number =>
    order === 'BE' ? fixed.writeInt32BE(value, at) : fixed.writeInt32LE(value, at);
  Buffer.from(id).copy(fixed);
  const values = Buffer.alloc(4);
  if (order === 'BE') values.writeInt32BE(folder.length);
  else values.writeInt32LE(folder.length);
  write(version, 4);
  write(fixed.length + values.length + folder.length, 8);
  write(order === 'BE' ? 273 : 546, 12);
  write(1208, 16);
  return Buffer.concat([fixed, values, Buffer.from(folder)]);
}

const BODY = Buffer.from('<?xml version="1.0"?><单据/>');

describe('a message of IBM MQ', () => {
  test.each(['BE', 'LE'] as const)('with an MQRFH2 in byte order %s is read behind it', (order) => {
    expect(withoutHeaders(Buffer.concat([header(order), BODY]))).toEqual(BODY);
  });

  test('with several headers, of both byte orders and of other kinds, is read behind the last', () => {
    const deadLetter = Buffer.alloc(172, ' ');
    deadLetter.write('DLH ');
    deadLetter.writeInt32LE(1, 4);
    deadLetter.writeInt32LE(2053, 8);
    const chain = [deadLetter, header('BE', 'RFH ', 1), header('LE'), header('BE', 'WIH ', 1), header('LE', 'IIH ', 1)];
    expect(withoutHeaders(Buffer.concat([...chain, BODY]))).toEqual(BODY);
  });

  test('whose header was written in EBCDIC is read behind it', () => {
    expect(withoutHeaders(Buffer.concat([header('BE', EBCDIC_RFH), BODY]))).toEqual(BODY);
  });

  test('that is nothing but headers has an empty body', () => {
    expect(withoutHeaders(header('LE'))).toHaveLength(0);
  });

  test('without a header, or with what only looks like one, stays as it is', () => {
    const tooLong = Buffer.from(header('LE'));
    tooLong.writeInt32LE(1_000_000, 8);
    const negative = Buffer.from(header('LE'));
    negative.writeInt32LE(-1, 8);
    const noVersion = Buffer.from(header('LE'));
    noVersion.writeInt32LE(0x20202020, 4);
    for (const body of [
      BODY,
      Buffer.alloc(0),
      Buffer.from('RFH '),
      Buffer.from('PK\x03\x04'),
      tooLong,
      negative,
      noVersion,
    ])
      expect(withoutHeaders(body)).toBe(body);
  });
});

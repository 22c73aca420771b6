import { describe, expect, test } from 'vitest';
import { declaration } from '../../../../test/support/documents.js';
import { DEFAULT_LIMITS } from './limits.js';
import { readXml, type XmlReading } from './read.js';

const read = (bytes: Uint8Array): XmlReading => readXml(bytes, DEFAULT_LIMITS, () => null);

const UTF_16LE = Buffer.concat([Buffer.from('fffe', 'hex'), Buffer.from('<a x="中"><b>𠮷Ā</b><c/></a>', 'utf16le')]);
const UTF_16BE = Buffer.from(UTF_16LE).swap16();
const WRITTEN: readonly (readonly [string, Buffer])[] = [
  ['UTF-8', Buffer.from('<a x="中"><b>𠮷</b><c/></a>')],
  [
    'GB18030',
    Buffer.concat([
      Buffer.from('<?xml version="1.0" encoding="GBK"?><a>'),
      Buffer.from('d6d0cec4', 'hex'),
      Buffer.from('</a>'),
    ]),
  ],
  ['UTF-16LE', UTF_16LE],
  ['UTF-16BE', UTF_16BE],
  ['UTF-16LE without a mark', UTF_16LE.subarray(2)],
  ['UTF-16BE without a mark', UTF_16BE.subarray(2)],
];

describe('a file that is given its full size before it is written', () => {
  test.each(WRITTEN)('is incomplete wherever its writer is: %s', (_, whole) => {
    expect(read(whole).outcome).toBe('read');
    for (let written = 0; written < whole.length - 2; written += 1) {
      const bytes = Buffer.alloc(whole.length);
      whole.copy(bytes, 0, 0, written);
      expect({ written, ...read(bytes) }).toMatchObject({
        written,
        outcome: 'incomplete',
        code: 'document.incomplete',
      });
    }
  });

  test.each(WRITTEN)('is incomplete while there is room behind its end: %s', (_, whole) => {
    for (const room of [2, 3, 512, 70_000])
      expect(read(Buffer.concat([whole, Buffer.alloc(room)]))).toMatchObject({ outcome: 'incomplete' });
  });

  test.each(WRITTEN)('is incomplete while there is a hole in it, wherever that is: %s', (_, whole) => {
    for (let at = 0; at + 5 < whole.length; at += 1)
      expect({ at, ...read(Buffer.from(whole).fill(0, at, at + 5)) }).toMatchObject({ at, outcome: 'incomplete' });
  });

  test('is incomplete while it is nothing but NULs, and the place is named', () => {
    for (const length of [1, 2, 3, 8, 4_096])
      expect(read(Buffer.alloc(length))).toMatchObject({ outcome: 'incomplete', problem: { rule: 'xml.unwritten' } });
    const half = Buffer.from(declaration(1));
    expect(read(half.fill(0, 700))).toMatchObject({ problem: { found: `00 @ 701/${half.length}` } });
  });
});

test('the NULs of UTF-32 are part of that encoding, which is not read: refused at once', () => {
  const units = [...'<a/>'].map((character) => character.charCodeAt(0));
  const little = Buffer.alloc(units.length * 4);
  units.forEach((unit, at) => little.writeUInt32LE(unit, at * 4));
  const big = Buffer.from(little).swap32();
  for (const bytes of [little, big, Buffer.concat([Buffer.from('fffe0000', 'hex'), little])])
    expect(read(bytes).outcome).toBe('rejected');
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeTolerantly, decodeXml } from './encoding.js';

/** 中文测试 in GBK; the same bytes are not UTF-8. */
const GBK_CHINESE = Buffer.from('d6d0cec4b2e2cad4', 'hex');

const declared = (name: string): string => `<?xml version="1.0" encoding="${name}"?>`;
const gbkDocument = (name: string): Buffer =>
  Buffer.concat([Buffer.from(`${declared(name)}<a>`), GBK_CHINESE, Buffer.from('</a>')]);

describe('an encoding is what the mark or the declaration says', () => {
  test('without either it is UTF-8', () => {
    expect(decodeXml(Buffer.from('<a>中文</a>'))).toMatchObject({
      kind: 'decoded',
      text: '<a>中文</a>',
      encoding: 'utf-8',
    });
  });

  test('a UTF-8 mark is taken off and not part of the text', () => {
    const bytes = Buffer.concat([Buffer.from('efbbbf', 'hex'), Buffer.from(`${declared('UTF-8')}<a>中</a>`)]);
    expect(decodeXml(bytes)).toMatchObject({ text: `${declared('UTF-8')}<a>中</a>`, markBytes: 3 });
  });

  test.each(['GB18030', 'gbk', 'GB2312', 'gb_2312-80', 'CP936', 'windows-936'])('%s is read as GB18030', (name) => {
    expect(decodeXml(gbkDocument(name))).toMatchObject({
      encoding: 'gb18030',
      text: `${declared(name)}<a>中文测试</a>`,
    });
  });

  test('a four-byte GB18030 character is one character', () => {
    const bytes = Buffer.concat([
      Buffer.from(`${declared('GB18030')}<a>`),
      Buffer.from('9530ab36', 'hex'),
      Buffer.from('</a>'),
    ]);
    const decoded = decodeXml(bytes);
    expect(decoded.kind === 'decoded' && [...decoded.text.replace(/<[^>]*>/g, '')]).toHaveLength(1);
  });

  test.each([
    [
      'little endian with mark',
      Buffer.concat([Buffer.from('fffe', 'hex'), Buffer.from('<a>中</a>', 'utf16le')]),
      'utf-16le',
    ],
    [
      'big endian with mark',
      Buffer.concat([Buffer.from('feff', 'hex'), Buffer.from('<a>中</a>', 'utf16le').swap16()]),
      'utf-16be',
    ],
    ['little endian without mark', Buffer.from('<a>中</a>', 'utf16le'), 'utf-16le'],
    ['big endian without mark', Buffer.from('<a>中</a>', 'utf16le').swap16(), 'utf-16be'],
  ])('UTF-16, %s', (_, bytes, encoding) => {
    expect(decodeXml(bytes)).toMatchObject({ kind: 'decoded', text: '<a>中</a>', encoding });
  });

  test('UTF-16 may be declared as such in either order', () => {
    const text = `${declared('UTF-16')}<a/>`;
    expect(decodeXml(Buffer.concat([Buffer.from('fffe', 'hex'), Buffer.from(text, 'utf16le')]))).toMatchObject({
      text,
    });
    expect(decodeXml(Buffer.concat([Buffer.from('feff', 'hex'), Buffer.from(text, 'utf16le').swap16()]))).toMatchObject(
      { text },
    );
  });
});

describe('what does not fit is refused with its place', () => {
  test('GBK bytes under a UTF-8 declaration, at their line and column', () => {
    const bytes = Buffer.concat([
      Buffer.from(`${declared('UTF-8')}\n<a>\n  <b>测`),
      GBK_CHINESE,
      Buffer.from('</b></a>'),
    ]);
    const before = `${declared('UTF-8')}\n<a>\n  <b>测`;
    expect(decodeXml(bytes)).toMatchObject({
      kind: 'invalid',
      line: 3,
      column: 7,
      offset: Buffer.byteLength(before),
      found: 'd6d0cec4',
      declared: 'UTF-8',
    });
  });

  test('GBK bytes without a declaration', () => {
    expect(decodeXml(Buffer.concat([Buffer.from('<a>'), GBK_CHINESE, Buffer.from('</a>')]))).toMatchObject({
      kind: 'invalid',
      offset: 3,
    });
  });

  test('a byte that is no GB18030', () => {
    const bytes = Buffer.concat([Buffer.from(`${declared('GBK')}<a>`), Buffer.from([0xff]), Buffer.from('</a>')]);
    expect(decodeXml(bytes)).toMatchObject({ kind: 'invalid', found: 'ff3c2f61' });
  });

  test('overlong UTF-8 and surrogates in UTF-8', () => {
    expect(decodeXml(Buffer.concat([Buffer.from('<a>'), Buffer.from([0xc0, 0x80])]))).toMatchObject({
      kind: 'invalid',
      offset: 3,
    });
    expect(decodeXml(Buffer.concat([Buffer.from('<a>'), Buffer.from([0xed, 0xa0, 0x80])]))).toMatchObject({
      kind: 'invalid',
      offset: 3,
    });
  });

  test('a lone surrogate in UTF-16', () => {
    const bytes = Buffer.concat([
      Buffer.from('fffe', 'hex'),
      Buffer.from('<a>', 'utf16le'),
      Buffer.from([0x00, 0xd8]),
      Buffer.from('</a>', 'utf16le'),
    ]);
    expect(decodeXml(bytes)).toMatchObject({ kind: 'invalid', line: 1, column: 4 });
  });

  test('a declaration that the mark contradicts', () => {
    const bytes = Buffer.concat([Buffer.from('efbbbf', 'hex'), Buffer.from(`${declared('GBK')}<a/>`)]);
    expect(decodeXml(bytes)).toMatchObject({ kind: 'conflict', declared: 'GBK', actual: 'utf-8' });
  });

  test('UTF-16 declared in a file that is not', () => {
    expect(decodeXml(Buffer.from(`${declared('UTF-16')}<a/>`))).toMatchObject({
      kind: 'conflict',
      declared: 'UTF-16',
      actual: 'utf-8',
    });
  });

  test('an encoding that is not known here', () => {
    expect(decodeXml(Buffer.from(`${declared('Big5')}<a/>`))).toMatchObject({ kind: 'unsupported', declared: 'Big5' });
  });
});

test('the first half of a character at the end says that the end is missing, in every encoding', () => {
  const cases = [
    Buffer.from('<a>中').subarray(0, -1),
    Buffer.concat([Buffer.from(`${declared('GBK')}<a>`), Buffer.from([0xd6])]),
    Buffer.concat([Buffer.from('fffe', 'hex'), Buffer.from('<a>', 'utf16le'), Buffer.from([0x41])]),
  ];
  for (const bytes of cases) expect(decodeXml(bytes)).toMatchObject({ kind: 'decoded', isCut: true });
});

describe('receipts are read tolerantly', () => {
  test('GBK under a UTF-8 declaration, or under none', () => {
    expect(decodeTolerantly(gbkDocument('UTF-8'))?.text).toContain('中文测试');
    expect(decodeTolerantly(Buffer.concat([Buffer.from('<a>'), GBK_CHINESE, Buffer.from('</a>')]))?.text).toBe(
      '<a>中文测试</a>',
    );
  });

  test('UTF-8 under a GB2312 declaration, where it is no GB18030', () => {
    const bytes = Buffer.from(`${declared('GB2312')}<a>中</a>`);
    expect(decodeTolerantly(bytes)?.text).toContain('<a>中</a>');
  });

  test('never an exception, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        decodeXml(bytes);
        decodeTolerantly(bytes);
      }),
    );
  });
});

test('every text comes back from every encoding it can be written in', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-composite', maxLength: 40 }), (text) => {
      // Where all that is not ASCII has two bytes in UTF-8 (Greek, Cyrillic), the same bytes may be Chinese in GBK (decision 0030).
      const content = `<a>${text.replace(/[\ud800-\udfff<>&\0\u0080-\u07ff]/g, '')}</a>`;
      expect(decodeXml(Buffer.from(content))).toMatchObject({ text: content, isCut: false });
      const wide = Buffer.concat([Buffer.from('fffe', 'hex'), Buffer.from(content, 'utf16le')]);
      expect(decodeXml(wide)).toMatchObject({ text: content, isCut: false });
    }),
  );
});

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeText, toGbk } from '../../../../test/support/encode-text.js';
import { decodeTolerantly, decodeXml } from './encoding.js';
import { encodingProblem } from './reading-problems.js';

/** Synthetic; each had been sent or refused by the parity of its bytes alone. */
const NAMES = [
  '示例进出口有限公司',
  '测试贸易公司',
  '华东报关行',
  '样品机械设备厂',
  '张三',
  '王小明',
  '一般贸易',
  '纸箱',
  '型号A12的零件',
  '上海浦东国际机场',
];

const documentOf = (encoding: string | null, content: Uint8Array): Buffer =>
  Buffer.concat([
    Buffer.from(encoding === null ? '<a>' : `<?xml version="1.0" encoding="${encoding}"?><a>`),
    content,
    Buffer.from('</a>'),
  ]);

/** The characters of GB2312 that are ordered by use, as bytes. */
const LEVEL_ONE = Array.from({ length: 40 * 94 }, (_, index) => [0xb0 + Math.floor(index / 94), 0xa1 + (index % 94)]);

/** Every Chinese text of this repository's guides, piece by piece. */
function chinesePieces(): readonly string[] {
  const files = ['README.zh.md', 'docs/card.zh.md', 'docs/server.zh.md', 'docs/sandbox.zh.md', 'docs/faults.md'];
  const pieces = files.flatMap((file) => {
    const text = readFileSync(new URL(`../../../../${file}`, import.meta.url), 'utf8');
    return text.match(/[\u4e00-\u9fff，。（）、]{1,60}/g) ?? [];
  });
  return [...new Set(pieces.flatMap((piece) => cuts(piece)))];
}

function cuts(piece: string): readonly string[] {
  const lengths = [1, 2, 3, 4, 6, 9].filter((length) => length <= piece.length);
  return lengths.flatMap((length) =>
    Array.from({ length: piece.length - length + 1 }, (_, at) => piece.slice(at, at + length)),
  );
}

describe('UTF-8 bytes under a declaration of GB2312 are refused, whatever the parity of their bytes', () => {
  test.each(NAMES)('%s', (name) => {
    for (const declared of ['gb2312', 'GBK', 'GB18030']) {
      const reading = decodeXml(documentOf(declared, Buffer.from(name)));
      expect(reading).toMatchObject({ actual: 'utf-8', declared });
      if (reading.kind === 'decoded') throw new Error('decoded');
      const { zh, en } = encodingProblem(reading);
      expect(zh).toContain('UTF-8');
      expect(en).toContain('UTF-8');
      expect(zh.toLowerCase()).toContain(reading.kind === 'conflict' ? declared.toLowerCase() : 'gb18030');
    }
  });

  test('a receipt like that is read as what it is', () => {
    for (const name of NAMES)
      expect(decodeTolerantly(documentOf('gb2312', Buffer.from(name)))?.text).toContain(`<a>${name}</a>`);
  });

  test('names of any common characters, three and more', () => {
    const character = fc
      .constantFrom(...LEVEL_ONE)
      .map((bytes) => new TextDecoder('gbk').decode(Uint8Array.from(bytes)));
    const name = fc.array(character, { minLength: 3, maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        name.filter((text) => /^[\u4e00-\u9fff]+$/.test(text)),
        (text) => {
          expect(decodeXml(documentOf('gb2312', Buffer.from(text))).kind).not.toBe('decoded');
        },
      ),
      { numRuns: 5_000 },
    );
  });
});

describe('what is declared rightly is never refused', () => {
  test('GBK under its declaration: every piece of every Chinese guide', () => {
    const pieces = chinesePieces();
    expect(pieces.length).toBeGreaterThan(5_000);
    for (const piece of pieces) {
      const bytes = encodeText(piece, 'gbk');
      if (bytes !== null) expect(decodeXml(documentOf('gb2312', bytes))).toMatchObject({ kind: 'decoded' });
    }
  });

  test('UTF-8 under its declaration or under none, Chinese or not', () => {
    const foreign = [
      'Café Übergröße',
      'ООО Пример',
      'Công ty Trách nhiệm Hữu hạn',
      'שלום',
      'مثال',
      '例の会社',
      '한국',
      '20m² ±5°',
    ];
    for (const text of [...chinesePieces(), ...foreign])
      for (const declared of ['UTF-8', null])
        expect(decodeXml(documentOf(declared, Buffer.from(text)))).toMatchObject({ kind: 'decoded' });
  });

  test('two common characters of GB2312 that happen to be valid UTF-8', () => {
    const byChance = LEVEL_ONE.filter(([lead = 0, trail = 0]) => lead >= 0xc2 && trail <= 0xbf);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...byChance), { minLength: 1, maxLength: 4 }), (pairs) => {
        expect(decodeXml(documentOf('GBK', Buffer.from(pairs.flat())))).toMatchObject({ kind: 'decoded' });
      }),
      { numRuns: 5_000 },
    );
  });

  test('traditional characters in GBK, also where they are the only ones', () => {
    for (const text of ['國際貿易', '鏈結', '鑰時', '臺灣', '貨櫃運輸'])
      expect(decodeXml(documentOf('GBK', toGbk(text)))).toMatchObject({ kind: 'decoded' });
  });
});

describe('other contradictions name both sides', () => {
  test('GBK bytes under UTF-8 are shown with their place and with what they look like', () => {
    expect(decodeXml(documentOf('UTF-8', toGbk('示例公司')))).toMatchObject({ kind: 'invalid', actual: 'gb18030' });
  });

  test('GBK bytes that happen to be valid UTF-8 of scripts that nothing here is written in', () => {
    const bytes = toGbk('一元鸳');
    expect(bytes.toString('hex')).toBe('d2bbd4aad4a7');
    expect(decodeXml(documentOf(null, bytes))).toMatchObject({ kind: 'conflict', actual: 'gb18030', declared: null });
  });

  test('Big5 under a declaration of GBK', () => {
    const bytes = encodeText('範例國際貿易股份有限公司', 'big5');
    expect(decodeXml(documentOf('GBK', bytes ?? Buffer.alloc(0)))).toMatchObject({ kind: 'conflict', actual: 'big5' });
  });

  test('UTF-16 without a mark under another name, and UTF-8 that calls itself UTF-16', () => {
    const wide = Buffer.from('<?xml version="1.0" encoding="UTF-8"?><a>中</a>', 'utf16le');
    expect(decodeXml(wide)).toMatchObject({ kind: 'conflict', declared: 'UTF-8', actual: 'utf-16le' });
    const swapped = Buffer.from('\ufeff<?xml version="1.0" encoding="gb2312"?><a>中</a>', 'utf16le').swap16();
    expect(decodeXml(swapped)).toMatchObject({ kind: 'conflict', declared: 'gb2312', actual: 'utf-16be' });
    expect(decodeXml(documentOf('utf-16', Buffer.from('中')))).toMatchObject({ kind: 'conflict', actual: 'utf-8' });
  });
});

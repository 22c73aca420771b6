import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeGbk } from '../../../../../test/support/card/gbk.js';
import { zipOf } from '../../../../../test/support/zip-writer.js';
import { DEC_SIGN_ELEMENT, OPER_INFO_ELEMENT, type SignedElement } from '../../domain/businesses/signed-element.js';
import { DEFAULT_LIMITS } from '../limits.js';
import { DEC_SIGN } from '../rules/dec-parts.js';
import { readZip } from '../zip.js';
import { type DecSignRecipe, prepareDeclaration, type SignFacts, withSignature } from './dec-sign.js';
import { fillFields, rawFieldOf } from './fill-fields.js';
import { findElement, type RawDocument, rangeOf, readRawDocument } from './raw-document.js';
import { replaceInZip } from './replace-in-zip.js';

const RECIPE: DecSignRecipe = {
  over: 'document',
  element: 'DecMessage/DecHead',
  template: null,
  encoding: 'as-document',
  digest: 'none',
  existing: 'keep',
  when: 'always',
  certificate: true,
  card: true,
};
// 2026-11-23 10:41:58.048 in China
const FACTS: SignFacts = { certificateNumber: '00A1B2C3', cardId: '9900000000001', signedMs: 1_795_401_718_048 };
const SIGNATURE = Buffer.alloc(128, 7);

const xml = (sign: string, encoding = 'UTF-8', name = '测试企业'): string =>
  `<?xml version="1.0" encoding="${encoding}"?>\r\n<DecMessage xmlns="http://www.chinaport.gov.cn/dec">\n` +
  `  <DecHead><SeqNo/><AgentName>${name} &amp; 子</AgentName></DecHead>\n` +
  `  <DecSign><OperType>C</OperType>${sign}</DecSign><!-- </DecSign> -->\n</DecMessage>\n`;
const EMPTY = '<ClientSeqNo>T1</ClientSeqNo><Sign/><SignDate/>';

function read(bytes: Uint8Array): RawDocument {
  const document = readRawDocument(bytes);
  if (document === null) throw new Error('not readable');
  return document;
}

function signed(
  text: string,
  recipe = RECIPE,
  encode: (text: string) => Uint8Array = (one) => Buffer.from(one),
  element = DEC_SIGN_ELEMENT,
) {
  const ready = prepareDeclaration(read(encode(text)), { recipe, element }, FACTS);
  if (typeof ready === 'string') throw new Error(ready);
  return { ready, done: withSignature(ready.document, element, SIGNATURE)?.toBytes() ?? new Uint8Array() };
}

describe('the element that is signed', () => {
  const lithium = (inside: string): string => `<ELBP004Request><OperInfo>${inside}</OperInfo><Head/></ELBP004Request>`;
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
  const sign = (inside: string, element: SignedElement = OPER_INFO_ELEMENT): string =>
    text(signed(lithium(inside), RECIPE, undefined, element).done);
  const VALUE = SIGNATURE.toString('base64');

  test('of a declaration has the order of the field table', () => {
    expect(DEC_SIGN_ELEMENT.order).toEqual(DEC_SIGN.map(([name]) => name));
  });

  test('is OperInfo/Sign in messages about lithium batteries, with SignDate and the card beside it', () => {
    expect(sign('<OperType>C</OperType><ClientSeqNo>T1</ClientSeqNo><Sign/><SignDate/>')).toBe(
      lithium(
        `<OperType>C</OperType><ICCode>9900000000001</ICCode><ClientSeqNo>T1</ClientSeqNo><Sign>${VALUE}</Sign><SignDate>2026112310415804</SignDate>`,
      ),
    );
  });

  test('gets fields that are missing where the order has them, without an order at the end that is known', () => {
    const wanted = `<OperType>C</OperType><ICCode>9900000000001</ICCode><ClientSeqNo>T1</ClientSeqNo><Sign>${VALUE}</Sign><SignDate>2026112310415804</SignDate><Note/>`;
    expect(sign('<OperType>C</OperType><ClientSeqNo>T1</ClientSeqNo><Note/>')).toBe(lithium(wanted));
    const unordered = { ...OPER_INFO_ELEMENT, order: [], card: null };
    expect(sign('<OperType>C</OperType><Sign/>', unordered)).toBe(
      lithium(`<OperType>C</OperType><Sign>${VALUE}</Sign><SignDate>2026112310415804</SignDate>`),
    );
  });

  test('is found under a prefix, in a namespace and deep in a document, and written in the same prefix', () => {
    const element = { ...OPER_INFO_ELEMENT, section: 'Head/OperInfo', card: null };
    const document = (inside: string): string =>
      `<x:R xmlns:x="u"><OperInfo xmlns=""><Sign/></OperInfo><x:Head><x:OperInfo>${inside}</x:OperInfo></x:Head></x:R>`;
    expect(text(signed(document('<x:Sign a="1"/>'), RECIPE, undefined, element).done)).toBe(
      document(`<x:Sign a="1">${VALUE}</x:Sign><x:SignDate>2026112310415804</x:SignDate>`),
    );
  });

  test('counts as empty with a comment or empty CDATA in it, and as filled with text in CDATA', () => {
    for (const nothing of ['<!-- by the client -->', '<![CDATA[]]>', ' \n '])
      expect(sign(`<Sign>${nothing}</Sign><SignDate/>`)).toContain(`<Sign>${VALUE}</Sign>`);
    const filled = read(Buffer.from(lithium('<Sign><![CDATA[AAAA]]></Sign>')));
    expect(prepareDeclaration(filled, { recipe: RECIPE, element: OPER_INFO_ELEMENT }, FACTS)).toBe('unneeded');
  });

  test('that is missing is told apart from one that need not be signed', () => {
    const order = { recipe: { ...RECIPE, when: 'declare' }, element: OPER_INFO_ELEMENT } as const;
    expect(prepareDeclaration(read(Buffer.from('<ELBP004Request/>')), order, FACTS)).toBe('no-place');
    expect(prepareDeclaration(read(Buffer.from('<ELBP004Request><OperInfo/></ELBP004Request>')), order, FACTS)).toBe(
      'unneeded',
    );
    const draft = read(Buffer.from(lithium('<OperType>G</OperType><Sign/>')));
    expect(prepareDeclaration(draft, order, FACTS)).toBe('unneeded');
    const always = { ...order, element: { ...OPER_INFO_ELEMENT, operation: null } };
    expect(prepareDeclaration(draft, always, FACTS)).toBeTypeOf('object');
  });

  test('takes a signature of any length where the format names none', () => {
    const ready = prepareDeclaration(
      read(Buffer.from(lithium('<Sign/>'))),
      { recipe: RECIPE, element: OPER_INFO_ELEMENT },
      FACTS,
    );
    if (typeof ready === 'string') throw new Error(ready);
    expect(withSignature(ready.document, OPER_INFO_ELEMENT, Buffer.alloc(256))).not.toBeNull();
    const limited = { ...OPER_INFO_ELEMENT, signLengthMax: 343 };
    expect(withSignature(ready.document, limited, Buffer.alloc(256))).toBeNull();
  });
});

describe('DecSign', () => {
  test('gets signature, date, certificate and card, in the order of the field table; nothing else changes', () => {
    const { done } = signed(xml(EMPTY));
    const wanted = xml(
      `<ICCode>9900000000001</ICCode><ClientSeqNo>T1</ClientSeqNo><Sign>${SIGNATURE.toString('base64')}</Sign>` +
        '<SignDate>2026112310415804</SignDate><Certificate>00A1B2C3</Certificate>',
    );
    expect(Buffer.from(done).toString()).toBe(wanted);
  });

  test('what is signed is the document as sent, with an empty Sign', () => {
    const { ready, done } = signed(xml(EMPTY));
    const emptied = Buffer.from(done).toString().replace(SIGNATURE.toString('base64'), '');
    expect(Buffer.from(ready.bytes).toString()).toBe(emptied);
  });

  test.each([
    ['GB18030', (text: string) => encodeGbk(text)],
    ['UTF-16', (text: string) => Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(text, 'utf16le')])],
    ['UTF-16', (text: string) => Buffer.concat([Buffer.of(0xfe, 0xff), Buffer.from(text, 'utf16le').swap16()])],
    ['UTF-8', (text: string) => Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), Buffer.from(text)])],
  ])('a document in %s stays in it, byte for byte', (encoding, encode) => {
    const { done } = signed(xml(EMPTY, encoding), RECIPE, encode);
    const again = read(done);
    expect(again.decode(rawFieldOf(again, 'DecMessage/DecHead/AgentName'))).toBe('测试企业 &amp; 子');
    const restored = fillFields(
      again,
      'DecMessage/DecSign',
      new Map([
        ['Sign', ''],
        ['SignDate', ''],
        ['ICCode', ''],
        ['Certificate', ''],
      ]),
      ['OperType', 'ICCode', 'ClientSeqNo', 'Sign', 'SignDate', 'Certificate'],
    );
    const plain =
      '<ICCode></ICCode><ClientSeqNo>T1</ClientSeqNo><Sign></Sign><SignDate></SignDate><Certificate></Certificate>';
    expect(Buffer.from(restored?.toBytes() ?? []).equals(encode(xml(plain, encoding)))).toBe(true);
  });

  test('one element, a template, utf-8 and a digest can be what is signed', () => {
    const bytesOf = (change: Partial<DecSignRecipe>, encode?: (text: string) => Uint8Array, encoding = 'UTF-8') =>
      signed(xml(EMPTY, encoding), { ...RECIPE, ...change }, encode).ready.bytes;
    const head = '<DecHead><SeqNo/><AgentName>测试企业 &amp; 子</AgentName></DecHead>';
    expect(Buffer.from(bytesOf({ over: 'element' })).toString()).toBe(head);
    expect(Buffer.from(bytesOf({ over: 'element' }, encodeGbk, 'GBK')).equals(encodeGbk(head))).toBe(true);
    expect(Buffer.from(bytesOf({ over: 'element', encoding: 'utf-8' }, encodeGbk, 'GBK')).toString()).toBe(head);
    const template = {
      over: 'template',
      template: '{DecSign/ClientSeqNo}|{DecHead/AgentName}|{DecHead/SeqNo}|{No/Such}',
    } as const;
    expect(Buffer.from(bytesOf(template)).toString()).toBe('T1|测试企业 & 子||');
    const sha1 = createHash('sha1').update('T1|测试企业 & 子||').digest('hex');
    expect(Buffer.from(bytesOf({ ...template, digest: 'sha1-hex' })).toString()).toBe(sha1);
  });

  test('what is signed already or need not be signed is left alone; what has no DecSign is told apart', () => {
    const prepared = (text: string, change: Partial<DecSignRecipe> = {}) =>
      prepareDeclaration(
        read(Buffer.from(text)),
        { recipe: { ...RECIPE, ...change }, element: DEC_SIGN_ELEMENT },
        FACTS,
      );
    const carrying = xml('<Sign>AAAA</Sign>');
    expect(prepared(carrying)).toBe('unneeded');
    expect(prepared(carrying, { existing: 'replace' })).toBeTypeOf('object');
    expect(prepared('<DecMessage><DecHead/></DecMessage>')).toBe('no-place');
    expect(prepared(xml(EMPTY).replace('>C<', '>G<'), { when: 'declare' })).toBe('unneeded');
    expect(prepared(xml(EMPTY), { when: 'declare' })).toBeTypeOf('object');
  });

  test('fields that the firm filled are its own, and a signature that does not fit is not cut', () => {
    const { ready } = signed(xml('<ICCode>123</ICCode><Sign/><SignDate>old</SignDate><Certificate>X</Certificate>'));
    expect(rawFieldOf(ready.document, 'DecMessage/DecSign/ICCode')).toBe('123');
    expect(rawFieldOf(ready.document, 'DecMessage/DecSign/Certificate')).toBe('X');
    expect(rawFieldOf(ready.document, 'DecMessage/DecSign/SignDate')).toBe('2026112310415804');
    expect(withSignature(ready.document, DEC_SIGN_ELEMENT, Buffer.alloc(256))).toBeNull();
  });

  test('prefixes, attributes, comments and elements of the same name inside do not confuse it', () => {
    const text =
      '<m:ImportMessage xmlns:m="u"><m:DecMessage><m:DecSign a="1"><m:Sign b=">" /><!--<m:Sign>--></m:DecSign></m:DecMessage></m:ImportMessage>';
    const document = read(Buffer.from(text));
    const filled = fillFields(
      document,
      'DecMessage/DecSign',
      new Map([
        ['Sign', 'S'],
        ['SignDate', 'D'],
      ]),
      ['Sign', 'SignDate'],
    );
    expect(filled?.text).toBe(
      '<m:ImportMessage xmlns:m="u"><m:DecMessage><m:DecSign a="1"><m:Sign b=">">S</m:Sign><m:SignDate>D</m:SignDate><!--<m:Sign>--></m:DecSign></m:DecMessage></m:ImportMessage>',
    );
    const nested = read(Buffer.from('<a><b><b>1</b><![CDATA[</b>]]></b><b/></a>'));
    const outer = findElement(nested, 'a/b');
    expect(outer === undefined ? null : rangeOf(nested, outer)).toMatchObject({ start: 3, end: 34 });
  });

  test('any Chinese text in GBK survives', () => {
    const character = fc.oneof(
      fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((code) => String.fromCodePoint(code)),
      fc.constantFrom('a', ' ', '.'),
    );
    fc.assert(
      fc.property(
        fc.array(character, { maxLength: 40 }).map((all) => all.join('')),
        (name) => {
          const { done } = signed(xml(EMPTY, 'GBK', `甲${name}`), RECIPE, encodeGbk);
          const again = read(done);
          expect(again.decode(rawFieldOf(again, 'DecMessage/DecHead/AgentName'))).toBe(`甲${name} &amp; 子`);
        },
      ),
    );
  });
});

test('an archive with another XML keeps everything beside it', async () => {
  const pdf = Buffer.alloc(3_000, 'p');
  const zip = zipOf([
    { name: '报关单.xml', content: xml(EMPTY) },
    { name: '附件.pdf', content: pdf, isStored: true },
  ]);
  const next = Buffer.from('<DecMessage/>');
  const replaced = await replaceInZip(zip, '报关单.xml', next);
  const reading = await readZip(replaced, DEFAULT_LIMITS);
  expect(reading).toMatchObject({ outcome: 'opened', content: { xmlName: '报关单.xml', attachments: ['附件.pdf'] } });
  expect(reading.outcome === 'opened' && Buffer.from(reading.content.xml).equals(next)).toBe(true);
  expect(Buffer.from(replaced).includes(pdf)).toBe(true);
});

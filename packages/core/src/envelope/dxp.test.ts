import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { XmlDocument, XmlStringOutputBufferHandler, XsdValidator } from 'libxml2-wasm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BusinessKey, DocumentId } from '../domain/document.js';
import type { Enclosed, Envelope } from '../ports/envelope.js';
import { createEnvelope } from './create-envelope.js';
import { DXP_LIMITS } from './dxp.js';
import { documentIdOf, messageIdFor } from './message-id.js';
import { openEnvelope } from './open-envelope.js';

const CLIENT = 'DXPESW0000000001';
const SEALED_MS = Date.UTC(2025, 0, 1, 2, 3, 4, 56);

let xsd: XmlDocument;
let validator: XsdValidator;

beforeAll(() => {
  const file = fileURLToPath(new URL('../../../../test/support/dxp.xsd', import.meta.url));
  xsd = XmlDocument.fromBuffer(readFileSync(file));
  validator = XsdValidator.fromDoc(xsd);
});

afterAll(() => {
  validator.dispose();
  xsd.dispose();
});

const envelope = (receivers: readonly string[] = ['DXPDSWDEC0000002'], icCard: string | null = null): Envelope =>
  createEnvelope({ kind: 'dxp', clientId: CLIENT, receivers: () => receivers, icCard });

function documentNamed(name: string, changes: Partial<Enclosed> = {}): Enclosed {
  const id = '2025010110030405600001' as DocumentId;
  const business = 'DEC' as BusinessKey;
  return { id, business, name, keys: [], messageId: messageIdFor(CLIENT, id), messageType: 'DECCUS001', ...changes };
}

/** Throws what libxml2 says when the bytes do not satisfy the schema. */
function validate(body: Uint8Array): void {
  using document = XmlDocument.fromBuffer(body);
  validator.validate(document);
}

function canonical(body: Uint8Array): string {
  using document = XmlDocument.fromBuffer(body);
  const handler = new XmlStringOutputBufferHandler();
  document.canonicalize(handler);
  return handler.result;
}

test('a sealed document is a DxpMsg 1.0, element for element', () => {
  const keys = [{ name: 'clientSeqNo', value: 'T20250101000000001' }];
  const message = envelope(['DXPDSWDEC0000002', 'DXPDSWDECEDOC002'], '0123456789012').seal(
    documentNamed('报关单 & 1.xml', { keys }),
    Buffer.from('<a/>'),
    SEALED_MS,
  );
  expect(Buffer.from(message.body).toString()).toBe(
    '<DxpMsg xmlns="http://www.chinaport.gov.cn/dxp" ver="1.0"><TransInfo>' +
      '<CopMsgId>DXPESW00000000012025010110030405600001</CopMsgId><SenderId>DXPESW0000000001</SenderId>' +
      '<ReceiverIds><ReceiverId>DXPDSWDEC0000002</ReceiverId><ReceiverId>DXPDSWDECEDOC002</ReceiverId></ReceiverIds>' +
      '<CreatTime>2025-01-01T10:03:04.056+08:00</CreatTime><MsgType>DECCUS001</MsgType></TransInfo>' +
      '<Data>PGEvPg==</Data><AddInfo><FileName>报关单 &amp; 1.xml</FileName><IcCard>0123456789012</IcCard>' +
      '<BizKey><Key name="clientSeqNo">T20250101000000001</Key></BizKey></AddInfo></DxpMsg>',
  );
  expect(message).toMatchObject({
    id: 'DXPESW00000000012025010110030405600001',
    type: 'DECCUS001',
    contentType: 'application/xml',
    sentAtMs: SEALED_MS,
  });
  validate(message.body);
});

test('the schema of the tests refuses what is not a DxpMsg', () => {
  const good = Buffer.from(envelope().seal(documentNamed('a.xml'), Buffer.from('x'), SEALED_MS).body).toString();
  for (const [from, to] of [
    ['<MsgType>DECCUS001', `<MsgType>${'x'.repeat(31)}`],
    ['<Data>eA==', '<Data>e*=='],
    ['+08:00', ' '],
    ['ver="1.0"', 'ver="2.0"'],
    ['<ReceiverIds><ReceiverId>DXPDSWDEC0000002</ReceiverId></ReceiverIds>', '<ReceiverIds/>'],
  ] as const) {
    expect(good).toContain(from);
    expect(() => validate(Buffer.from(good.replace(from, to)))).toThrow();
  }
});

/** Any text a file system or a document can hold, what XML cannot carry included. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.constantFrom('\u0000', '\ud800', '\udc00x', '\uffff', '𠮷'.repeat(200), 'x'.repeat(300), ']]>', '<&>"\'\r\n\t'),
);

describe('whatever the document', () => {
  const anyDocument = fc.record({
    name: anyText,
    type: anyText,
    keys: fc.array(fc.record({ name: anyText, value: anyText }), { maxLength: 8 }),
    content: fc.uint8Array({ maxLength: 200 }),
    card: fc.option(anyText),
    sealedMs: fc.integer({ min: 0, max: 4_000_000_000_000 }),
  });

  test('the message satisfies the schema, and is its own canonical form, so that a signature can be made over its bytes', () => {
    fc.assert(
      fc.property(anyDocument, ({ name, type, keys, content, card, sealedMs }) => {
        const { body } = envelope(undefined, card).seal(
          documentNamed(name, { keys, messageType: type }),
          content,
          sealedMs,
        );
        validate(body);
        expect(canonical(body)).toBe(Buffer.from(body).toString());
      }),
      { numRuns: 300 },
    );
  });

  test('opening what was sealed gives the same bytes back', () => {
    fc.assert(
      fc.property(anyDocument, ({ name, keys, content }) => {
        const { body, id } = envelope().seal(documentNamed(name, { keys }), content, SEALED_MS);
        const opened = openEnvelope(body);
        expect(opened.facts).toMatchObject({ kind: 'dxp', messageId: id, senderId: CLIENT, messageType: 'DECCUS001' });
        expect(Buffer.compare(Buffer.from(opened.receipt), content.length === 0 ? body : content)).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  test('content of several pieces comes back whole, at every remainder of three', () => {
    for (const length of [786_431, 786_432, 786_433, 1_572_865]) {
      const content = Buffer.alloc(length, '<a>报文</a>');
      const { body } = envelope().seal(documentNamed('large.xml'), content, SEALED_MS);
      expect(Buffer.from(openEnvelope(body).receipt).equals(content)).toBe(true);
    }
  });

  test('the same input gives the same bytes', () => {
    const seal = (): Uint8Array => envelope().seal(documentNamed('a.xml'), Buffer.from('x'), SEALED_MS).body;
    expect(Buffer.compare(seal(), seal())).toBe(0);
  });
});

describe('what does not fit', () => {
  const opened = (document: Enclosed, icCard: string | null = null): ReturnType<typeof openEnvelope> =>
    openEnvelope(envelope(undefined, icCard).seal(document, Buffer.from('<a/>'), SEALED_MS).body);

  test('a long name keeps its extension', () => {
    const { fileName } = opened(documentNamed(`${'长'.repeat(300)}.xml`)).facts;
    expect(fileName).toBe(`${'长'.repeat(DXP_LIMITS.fileNameMax - 4)}.xml`);
  });

  test('a character is not cut in two', () => {
    const { fileName } = opened(documentNamed('𠮷'.repeat(200))).facts;
    expect(fileName).toBe('𠮷'.repeat(127));
  });

  test('of the keys the first five that have a value are named, cut to their lengths', () => {
    const keys = [
      { name: 'empty', value: '' },
      ...Array.from({ length: 7 }, (_, index) => ({ name: `k${index}${'n'.repeat(40)}`, value: 'v'.repeat(100) })),
    ];
    const { businessKeys } = opened(documentNamed('a.xml', { keys })).facts;
    expect(businessKeys.map(({ name }) => name.slice(0, 2))).toEqual(['k0', 'k1', 'k2', 'k3', 'k4']);
    expect(businessKeys.every(({ name, value }) => name.length === 32 && value.length === 64)).toBe(true);
  });

  test('a card number that is too long is left out, its prefix taken off', () => {
    const text = (card: string): string =>
      Buffer.from(envelope(undefined, card).seal(documentNamed('a.xml'), Buffer.from('x'), SEALED_MS).body).toString();
    expect(text('03-1234567890123')).toContain('<IcCard>1234567890123</IcCard>');
    expect(text('12345678901234')).not.toContain('IcCard');
  });

  test.each([[[]], [['']], [['12345678901234567']], [['1', '2', '3', '4', '5', '6']]])(
    'receivers %j are refused: the message would reach no receiver',
    (receivers) => {
      expect(() => envelope(receivers).seal(documentNamed('a.xml'), Buffer.from('x'), SEALED_MS)).toThrow(
        expect.objectContaining({ code: 'config.invalid' }),
      );
    },
  );
});

test('a message id names its document, and only to the client that made it', () => {
  const document = documentNamed('a.xml');
  const id = messageIdFor(CLIENT, document.id);
  expect(documentIdOf(CLIENT, id)).toBe(document.id);
  expect(documentIdOf('DXPESW0000000002', id)).toBeNull();
  expect(documentIdOf(CLIENT, `${id}x`)).toBeNull();
  expect(documentIdOf(CLIENT, 'something else')).toBeNull();
});

test('a plain envelope is the bytes as they are, with headers beside them', () => {
  const plain = createEnvelope({ kind: 'plain', clientId: CLIENT, receivers: () => [], icCard: null });
  const content = Buffer.from('<a/>');
  const message = plain.seal(documentNamed('报关单.xml'), content, SEALED_MS);
  expect(message).toMatchObject({
    contentType: 'application/xml',
    headers: { 'swic-sender': CLIENT, 'swic-business': 'DEC', 'swic-file-name': '报关单.xml' },
  });
  expect(message.body).toBe(content);
  expect(plain.seal(documentNamed('a.ZIP'), content, SEALED_MS).contentType).toBe('application/octet-stream');
});

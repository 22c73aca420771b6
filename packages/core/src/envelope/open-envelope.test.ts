import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openEnvelope, UNREADABLE } from './open-envelope.js';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const RESULT = '<DEC_RESULT><CUS_CIQ_NO>I20250000000000001</CUS_CIQ_NO></DEC_RESULT>';

const head = (id: string): string =>
  `<TransInfo><CopMsgId>${id}</CopMsgId><SenderId>DXPDSWDEC0000002</SenderId><ReceiverIds><ReceiverId>DXPESW0000000001</ReceiverId></ReceiverIds><CreatTime>2025-01-01T10:00:00Z</CreatTime><MsgType>DECCUSSH1</MsgType></TransInfo>`;

const dxp = (data: string, namespace = ' xmlns="http://www.chinaport.gov.cn/dxp"'): string =>
  `<DxpMsg ver="1.0"${namespace}>${head('M1')}<Data>${data}</Data><AddInfo><FileName>T1.xml</FileName><BizKey><Key name="RetType">1</Key><Key name='DealFlag'> 0 </Key></BizKey></AddInfo></DxpMsg>`;

const open = (text: string): ReturnType<typeof openEnvelope> => openEnvelope(Buffer.from(text));

describe('an envelope of the platform', () => {
  const facts = {
    kind: 'dxp',
    messageId: 'M1',
    senderId: 'DXPDSWDEC0000002',
    messageType: 'DECCUSSH1',
    fileName: 'T1.xml',
    businessKeys: [
      { name: 'RetType', value: '1' },
      { name: 'DealFlag', value: '0' },
    ],
  };

  test.each([
    ['in a default namespace', dxp(base64(RESULT))],
    ['without a namespace', dxp(base64(RESULT), '')],
    ['with a declaration and a mark', `\ufeff<?xml version="1.0" encoding="UTF-8"?>\n${dxp(base64(RESULT))}`],
    ['with broken lines in its data', dxp(base64(RESULT).replace(/.{20}/g, '$&\r\n'))],
    [
      'with a prefix',
      dxp(base64(RESULT), '')
        .replace(/<(\/?)([A-Z])/g, '<$1d:$2')
        .replace('<d:DxpMsg', '<d:DxpMsg xmlns:d="urn:d"'),
    ],
    ['inside the envelope of a node', `<DxpMsgSv><SvNo><MsgId>1</MsgId></SvNo>${dxp(base64(RESULT))}</DxpMsgSv>`],
  ])('is opened %s', (_, text) => {
    const opened = open(text);
    expect(opened).toMatchObject({ facts, unreadable: null, outline: { root: 'DEC_RESULT' } });
    expect(Buffer.from(opened.receipt).toString()).toBe(RESULT);
  });

  test('in an envelope is opened twice, in too many is left alone', () => {
    expect(open(dxp(base64(dxp(base64(RESULT))))).outline?.root).toBe('DEC_RESULT');
    let nested = RESULT;
    for (let layer = 0; layer < 6; layer += 1) nested = dxp(base64(nested));
    expect(open(nested)).toMatchObject({ unreadable: UNREADABLE.layers });
  });

  test.each([
    ['in base64 twice', dxp(base64(base64(RESULT)))],
    ['in base64 twice, behind a mark', dxp(base64(base64(`\ufeff${RESULT}`)))],
    ['in CDATA, without base64', dxp(`<![CDATA[${RESULT}]]>`)],
    ['with escaped signs, without base64', dxp(RESULT.replaceAll('<', '&lt;'))],
    ['in base64 alone', base64(RESULT)],
  ])('whose content came %s is opened', (_, text) => {
    const opened = open(text);
    expect(opened).toMatchObject({ unreadable: null, outline: { root: 'DEC_RESULT' } });
    expect(Buffer.from(opened.receipt).toString().replace('\ufeff', '')).toBe(RESULT);
    expect(opened.receipt.length).toBeLessThanOrEqual(Buffer.byteLength(text));
  });

  test('content without base64 that would be longer than the whole message stays where it is', () => {
    const text = `<?xml version="1.0" encoding="GBK"?>${dxp(`<![CDATA[<a>${'中'.repeat(2_000)}</a>]]>`)}`;
    const parts = text
      .split(/(中+)/)
      .map((part) => (part.startsWith('中') ? 'd6d0'.repeat(part.length) : Buffer.from(part).toString('hex')));
    expect(openEnvelope(Buffer.from(parts.join(''), 'hex'))).toMatchObject({ unreadable: UNREADABLE.data });
  });

  test('letters that only look like base64 are no XML', () => {
    const opened = open('PLAINTEXT');
    expect(opened.unreadable).toBe(UNREADABLE.xml);
    expect(Buffer.from(opened.receipt).toString()).toBe('PLAINTEXT');
  });

  test('with receipts in GBK inside', () => {
    const inner = Buffer.concat([
      Buffer.from('<?xml version="1.0" encoding="GB2312"?><a>'),
      Buffer.from('d6d0', 'hex'),
      Buffer.from('</a>'),
    ]);
    const opened = open(dxp(inner.toString('base64')));
    expect(opened.outline?.nodes[0]?.text).toBe('中');
    expect(Buffer.compare(Buffer.from(opened.receipt), inner)).toBe(0);
  });

  test.each([
    ['not base64', '***'],
    ['cut base64', 'A'],
    ['nothing', ''],
  ])('with %s inside is itself what is kept', (_, data) => {
    const text = dxp(data);
    const opened = open(text);
    expect(opened).toMatchObject({ facts, unreadable: UNREADABLE.data });
    expect(Buffer.from(opened.receipt).toString()).toBe(text);
  });

  test('with something unreadable inside keeps what is inside, and says why', () => {
    const opened = open(dxp(base64('no xml')));
    expect(opened).toMatchObject({ facts, unreadable: UNREADABLE.xml });
    expect(Buffer.from(opened.receipt).toString()).toBe('no xml');
  });
});

test('a response of the platform names the message that it answers', () => {
  const text = `<DxpRep ver="1.0" xmlns="http://www.chinaport.gov.cn/dxp"><RecevierId>DXPESW0000000001</RecevierId><Response><ResponseCode>0002</ResponseCode></Response><NoticeTime>2025-01-01</NoticeTime><OriHead>${head('OURS').replace(/<\/?TransInfo>/g, '')}</OriHead></DxpRep>`;
  expect(open(text)).toMatchObject({
    facts: { kind: 'dxp-response', messageId: 'OURS', messageType: 'DECCUSSH1' },
    unreadable: null,
    outline: { root: 'DxpRep' },
  });
});

test('a plain body is its own content', () => {
  expect(open(RESULT)).toMatchObject({
    facts: { kind: 'plain', messageId: null },
    unreadable: null,
    outline: { root: 'DEC_RESULT' },
  });
});

test('any bytes give an answer, never an exception, and nothing of them is lost', () => {
  const wellFormed = Buffer.from(dxp(base64(RESULT)));
  const damaged = fc
    .array(fc.tuple(fc.nat({ max: wellFormed.length - 1 }), fc.nat({ max: 255 })), { maxLength: 5 })
    .map((changes) => {
      const bytes = Buffer.from(wellFormed);
      for (const [at, value] of changes) bytes[at] = value;
      return bytes;
    });
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 60 }), damaged), (bytes) => {
      const opened = openEnvelope(bytes);
      if (opened.outline === null) expect(opened.unreadable).not.toBeNull();
      expect(opened.receipt.length).toBeGreaterThan(bytes.length === 0 ? -1 : 0);
    }),
    { numRuns: 1_000 },
  );
});

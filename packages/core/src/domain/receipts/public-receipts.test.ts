import { describe, expect, test } from 'vitest';
import { outlineOf } from '../../../../../test/support/example-files.js';
import { businessKey } from '../document.js';
import { classify, NO_HINTS, type ReceiptClass } from './classify.js';

/** Receipts in the forms that public programs of the trade read, re-made with numbers and words of our own. */
const read = (xml: string, hint: string | null = null): ReceiptClass =>
  classify(outlineOf(Buffer.from(xml)), {
    ...NO_HINTS,
    businessKeyHint: hint === null ? null : businessKey(hint),
  });

const keysOf = ({ keys }: ReceiptClass): readonly string[] => keys.map(({ name, value }) => `${name}=${value}`);

interface ManifestFacts {
  readonly type?: string;
  readonly functionCode?: string | null;
  readonly statement?: string | null;
  readonly response?: string | null;
}

const manifest = ({ type = 'MT1401', functionCode = '9', statement = null, response = null }: ManifestFacts): string =>
  [
    '<Manifest xmlns="urn:Declaration:datamodel:standard:CN:MT1401:1"><Head>',
    `<MessageID>CN_${type}_1p0_0000000000000_20250101080000001</MessageID>`,
    functionCode === null ? '' : `<FunctionCode>${functionCode}</FunctionCode>`,
    `<MessageType>${type}</MessageType></Head><Response><ID>TEST1</ID>`,
    statement === null
      ? ''
      : `<AdditionalInformation><StatementCode>${statement}</StatementCode><StatementDescription>说明</StatementDescription></AdditionalInformation>`,
    response === null ? '' : `<ResponseType><Code>${response}</Code><Text>说明</Text></ResponseType>`,
    '</Response></Manifest>',
  ].join('');

describe('a manifest that the platform refuses under its own type is a failed answer', () => {
  test.each(['1', '9', '-1', '77', 'E99', '00001'])('StatementCode %s', (statement) => {
    expect(read(manifest({ statement }))).toMatchObject({
      kind: 'send-result',
      isSuccess: false,
      code: statement,
      text: '说明',
      businesses: ['RMFT'],
    });
  });

  test('also where only ResponseType has the code, and where no FunctionCode is repeated', () => {
    expect(read(manifest({ response: '9' }))).toMatchObject({ kind: 'send-result', isSuccess: false, code: '9' });
    expect(read(manifest({ statement: '5', functionCode: null }))).toMatchObject({
      kind: 'send-result',
      isSuccess: false,
    });
  });

  test('what customs or the data centre says stays a receipt', () => {
    for (const statement of ['01', '02', '03', '11', '12', '13', 'E1', 'E2', 'E3', 'E4'])
      expect(read(manifest({ statement, functionCode: '9' })), statement).toMatchObject({ kind: 'business-receipt' });
    expect(read(manifest({ statement: '77', functionCode: '11' }))).toMatchObject({ kind: 'business-receipt' });
    expect(read(manifest({ statement: '03', functionCode: '11' }))).toMatchObject({ isSuccess: false });
  });
});

describe('a refusal in a manifest answer is seen wherever it is', () => {
  const told = (code: string): string =>
    `<AdditionalInformation><StatementCode>${code}</StatementCode><StatementDescription>说明${code}</StatementDescription></AdditionalInformation>`;
  const bill = (id: string, code: string): string =>
    `<Consignment>${told(code)}<TransportContractDocument><ID>${id}</ID></TransportContractDocument></Consignment>`;
  const answer = (functionCode: string, inside: string): ReceiptClass =>
    read(manifest({ functionCode }).replace('<ID>TEST1</ID>', inside));

  test('in a second statement, and in the code beside a statement of success', () => {
    const refused = { kind: 'send-result', isSuccess: false } as const;
    expect(answer('2', told('0') + told('1'))).toMatchObject({ ...refused, code: '1', text: '说明1' });
    const stored = '<ResponseType><Code>E2</Code><Text>入库失败</Text></ResponseType>';
    expect(answer('2', told('0') + stored)).toMatchObject({ ...refused, code: 'E2', text: '入库失败' });
    const passedOn = '<ResponseType><Code>E3</Code><Text>已发往海关</Text></ResponseType>';
    expect(answer('2', told('0') + passedOn)).toMatchObject({ isSuccess: true, code: '0' });
  });

  test('of a bill, below a manifest that is accepted', () => {
    const found = answer('11', told('01') + bill('B1', '11') + bill('B2', '03'));
    expect(found).toMatchObject({ kind: 'business-receipt', isSuccess: false, code: '03', text: '说明03' });
    expect(found.parts).toEqual([
      { number: 'B1', code: '11' },
      { number: 'B2', code: '03' },
    ]);
  });

  test.each(['12', '13'])('a bill that may not be loaded or unloaded (%s) is no release', (code) => {
    expect(answer('11', bill('B1', code))).toMatchObject({ isSuccess: false, code });
    expect(answer('11', bill('B1', '11') + bill('B2', code))).toMatchObject({ isSuccess: false, code });
  });
});

test('a receiver that the platform does not know is seen beside those that it knows', () => {
  const result = (code: string, info: string): string =>
    `<Result><RecId>R${code}</RecId><Code>${code}</Code><Info>${info}</Info></Result>`;
  const response = (results: string): string =>
    `<DxpRep><Response><ResponseCode>0000</ResponseCode><ResponseInfo>已接收</ResponseInfo><Results>${results}</Results></Response></DxpRep>`;
  const found = read(response(result('0000', '成功') + result('2001', '接收方不存在')));
  expect(found).toMatchObject({ isSuccess: false, code: '2001', text: '接收方不存在' });
  expect(read(response(result('0000', '成功')))).toMatchObject({ code: '0000', text: '已接收' });
});

describe('certificates of origin', () => {
  test.each([
    ['1', true],
    ['3', true],
    ['2', false],
    ['4', false],
    ['9', false],
  ])('FileRet with RetType %s is an answer, taken: %s', (type, isSuccess) => {
    const found = read(
      `<FileRet><CertNo>C250000000000001</CertNo><RetType>${type}</RetType><Note>说明</Note></FileRet>`,
    );
    expect(found).toMatchObject({ kind: 'send-result', isSuccess, code: type, text: '说明', businesses: ['COO'] });
    expect(keysOf(found)).toEqual(['certNo=C250000000000001']);
  });

  const receipt = (channel: string, type: string | null): string =>
    `<Receipt xmlns="http://www.w3.org/2000/09/xmldsig#"><CertNo>C250000000000001</CertNo><ReceiveTime>2025-01-01 10:00:00</ReceiveTime><Channel>${channel}</Channel><Note>备注</Note>${
      type === null
        ? ''
        : `<CusRespData><RepType>${type}</RepType><RepCode>0000</RepCode><RepAddMsg>意见</RepAddMsg></CusRespData>`
    }</Receipt>`;

  test.each([
    ['6', '5', { isSuccess: true, code: '5', text: '意见' }],
    ['6', '2', { isSuccess: null, code: '2', text: '意见' }],
    ['6', '3', { isSuccess: false, code: '3', text: '意见' }],
    ['6', '6', { isSuccess: false, code: '6', text: '意见' }],
    ['6', '1', { isSuccess: false, code: '1', text: '意见' }],
    ['1', null, { isSuccess: null, code: '1', text: '备注' }],
    ['2', null, { isSuccess: false, code: '2', text: '备注' }],
    ['2', '5', { isSuccess: false, code: '2', text: '意见' }],
  ] as const)('Receipt of channel %s with RepType %s', (channel, type, expected) => {
    const found = read(receipt(channel, type));
    expect(found).toMatchObject({ ...expected, kind: 'business-receipt', businesses: ['COO'] });
    expect(found.fileNameKey).toBe('C250000000000001');
    // Not about a file of the certificate, which has its number.
    expect(found.answers).toEqual(['Certificate']);
    expect(found.businessTimeMs).toBe(Date.UTC(2025, 0, 1, 2));
  });

  test('an element named Receipt without a certificate is nothing of that kind', () => {
    expect(read('<Receipt><Id>1</Id></Receipt>')).toMatchObject({ kind: 'unknown', businesses: [] });
    expect(read('<Receipt><Id>1</Id></Receipt>', 'EDOC')).toMatchObject({ kind: 'unknown', businesses: ['EDOC'] });
  });
});

describe('agency agreements', () => {
  const answer = (code: string, text: string): ReceiptClass =>
    read(
      `<ImportAgrResponse><ResponseInfo><ResponseCode>${code}</ResponseCode><ResponseMessage>${text}</ResponseMessage><CopCusCode>T1</CopCusCode></ResponseInfo><ConsignNo>000000000000001</ConsignNo></ImportAgrResponse>`,
    );

  test.each([
    ['0', '成功', true],
    ['1', '导入成功', true],
    ['0', '', true],
    ['0', '导入失败：编号重复', false],
    ['1', '保存成功，申报失败', false],
    ['1', '未成功', false],
    ['9', '', false],
    ['9', '成功', false],
  ])('ResponseCode %s with the text "%s" is taken: %s', (code, text, isSuccess) => {
    expect(answer(code, text)).toMatchObject({ kind: 'send-result', isSuccess, businesses: ['ACD'] });
  });

  test.each([
    ['S', true],
    ['F', false],
    ['E', false],
  ])('ACD002 with PROC_RESULT %s belongs to ACD and is linked by its number', (result, isSuccess) => {
    const body = `<PROC_RESULT>${result}</PROC_RESULT><PROC_DESC>说明</PROC_DESC><CONSIGN_NO>000000000000001</CONSIGN_NO>`;
    const head = '<EnvelopInfo><message_id>M1</message_id><message_type>ACD002</message_type></EnvelopInfo>';
    const inner = `<Package>${head}<DataInfo><BussinessData><ACD002>${body}</ACD002></BussinessData></DataInfo></Package>`;
    for (const xml of [`<Signature><Object>${inner}</Object></Signature>`, inner, `<ACD002>${body}</ACD002>`]) {
      const found = read(xml);
      expect(found).toMatchObject({
        kind: 'business-receipt',
        isSuccess,
        code: result,
        text: '说明',
        businesses: ['ACD'],
      });
      expect(keysOf(found)).toContain('consignNo=000000000000001');
    }
  });
});

test.each([
  ['<PROC_RESULT/>', '处理中', null],
  ['<PROC_RESULT>  </PROC_RESULT>', '', null],
  ['', '', null],
  ['<PROC_RESULT/>', '处理失败', false],
  ['<PROC_RESULT/>', '处理成功', null],
])('ACD002 without a result (%s, "%s") is of ACD and never taken for a success', (result, text, isSuccess) => {
  const body = `${result}<PROC_DESC>${text}</PROC_DESC><CONSIGN_NO>000000000000001</CONSIGN_NO>`;
  const head = '<EnvelopInfo><message_id>M1</message_id><message_type>ACD002</message_type></EnvelopInfo>';
  const inner = `<Package>${head}<DataInfo><BussinessData><ACD002>${body}</ACD002></BussinessData></DataInfo></Package>`;
  for (const xml of [`<Signature><Object>${inner}</Object></Signature>`, inner, `<ACD002>${body}</ACD002>`]) {
    const found = read(xml);
    expect(found).toMatchObject({ kind: 'business-receipt', isSuccess, businesses: ['ACD'] });
    expect(keysOf(found)).toContain('consignNo=000000000000001');
  }
  // No table knows it, so a list calls it unclear instead of nothing at all.
  expect(read(inner).code).toBe('ACD002');
});

describe('processing trade', () => {
  const pack = (type: string, result: string, more = '', fileName = 'X'): string =>
    `<Package><EnvelopInfo><message_id>M1</message_id><file_name>${fileName}</file_name><message_type>${type}</message_type></EnvelopInfo><DataInfo><BussinessData><${type}><HdeApprResult><etpsPreentNo>202500000000000001</etpsPreentNo><manageResult>${result}</manageResult></HdeApprResult>${more}</${type}></BussinessData></DataInfo></Package>`;

  test.each(['SAS221', 'SAS222', 'SAS231', 'SAS251'])('%s: 1 passed, 3 returned', (type) => {
    expect(read(pack(type, '1'))).toMatchObject({ isSuccess: true, codeTable: `package:${type}`, businesses: ['SAS'] });
    expect(read(pack(type, '3'))).toMatchObject({ isSuccess: false });
  });

  test.each(['EXP302', 'EXP312'])('%s is a receipt of express consignments, not of special areas', (type) => {
    expect(read(pack(type, '1'))).toMatchObject({
      kind: 'business-receipt',
      businesses: ['EXPRESS'],
      messageType: type,
    });
  });

  test('INV201 belongs to one of three systems, which SysId or the sentence names', () => {
    expect(read(pack('INV201', '1')).businesses).toEqual(['NEMS', 'NPTS', 'SAS']);
    expect(read(pack('INV201', '1', '<SysId>Z7</SysId>')).businesses).toEqual(['SAS']);
    expect(read(pack('INV201', '1', '<SysId>Z8</SysId>')).businesses).toEqual(['SAS']);
    expect(read(pack('INV201', '1', '<SysId>B1</SysId>')).businesses).toEqual(['NEMS', 'NPTS']);
    const named = '<CheckInfo><note>报文类型为NPTS001，校验通过</note></CheckInfo>';
    expect(read(pack('INV201', '1', named)).businesses).toEqual(['NPTS']);
  });

  test('the answer names the type of the document that it answers', () => {
    const answer = (text: string): ReceiptClass =>
      read(
        `<CommonResponeMessage><EtpsPreentNo>E1</EtpsPreentNo><CheckInfo>${text}</CheckInfo><DealFlag>-1</DealFlag></CommonResponeMessage>`,
      );
    expect(answer('报文类型为SAS121，企业内部编号重复').businesses).toEqual(['SAS']);
    expect(answer('报文类型为ICP101，企业内部编号重复').businesses).toEqual(['SAS']);
    expect(answer('报文类型为NEMS001，企业内部编号重复').businesses).toEqual(['NEMS']);
    expect(answer('报文类型为INV101，企业内部编号重复').businesses).toEqual(['NEMS', 'NPTS', 'SAS']);
    expect(answer('报文类型为ACMP001，企业内部编号重复').businesses).toEqual(['ACMP']);
    expect(answer('企业内部编号 INV-0001 重复').businesses).toContain('ACMP');
    expect(answer('企业内部编号重复').businesses).toEqual(['NEMS', 'NPTS', 'SAS', 'ACMP']);
  });
});

describe('declarations', () => {
  test.each([
    '<DEC_RESULT><CUS_CIQ_NO>I20250000000000001</CUS_CIQ_NO><CLIENTSEQ_NO>T1</CLIENTSEQ_NO><CHANNEL>L</CHANNEL></DEC_RESULT>',
    '<DEC_DATA><DEC_RESULT><CUS_CIQ_NO>I20250000000000001</CUS_CIQ_NO><CLIENTSEQ_NO>T1</CLIENTSEQ_NO><CHANNEL>L</CHANNEL></DEC_RESULT></DEC_DATA>',
    '<DEC_DATA><CLIENTSEQ_NO>T1</CLIENTSEQ_NO><DEC_RESULT><CUS_CIQ_NO>I20250000000000001</CUS_CIQ_NO><CHANNEL>L</CHANNEL></DEC_RESULT></DEC_DATA>',
  ])('a receipt that carries the own number of the firm is found by it (%#)', (xml) => {
    expect(keysOf(read(xml))).toEqual(['seqNo=I20250000000000001', 'clientSeqNo=T1']);
  });
});

describe('cross-border e-commerce', () => {
  const ceb = (number: string, element: string, facts: Readonly<Record<string, string>>): string =>
    `<CEB${number}Message xmlns="http://www.chinaport.gov.cn/ceb" guid="R1"><${element}>${Object.entries(facts)
      .map(([name, value]) => `<${name}>${value}</${name}>`)
      .join('')}</${element}></CEB${number}Message>`;

  test.each([
    ['312', 'OrderReturn', 'orderNo', 'CEB311Message'],
    ['412', 'PaymentReturn', 'orderNo', 'CEB411Message'],
    ['512', 'LogisticsReturn', 'logisticsNo', 'CEB511Message'],
    ['622', 'InventoryReturn', 'copNo', 'CEB621Message'],
    ['622', 'InventoryReturn', 'invtNo', 'CEB621Message'],
    ['304', 'OrderReturn', 'orderNo', 'CEB303Message'],
    ['604', 'InventoryReturn', 'copNo', 'CEB603Message'],
  ])('CEB%s with a guid of its own is linked by %s/%s to its kind of message', (number, element, name, answers) => {
    const found = read(ceb(number, element, { guid: 'NEW', [name]: 'N1', returnStatus: '2' }));
    expect(keysOf(found).slice(0, 2)).toEqual(['guid=NEW', `${name}=N1`]);
    expect(found.answers).toEqual([answers]);
  });

  test.each([
    ['816', 'TaxHeadRd'],
    ['818', 'TaxHeadRd'],
    ['818', 'TaxHeadStatus'],
  ])('a tax bill CEB%s/%s has a status and is linked by the number of the list', (number, head) => {
    const bill = `<CEB${number}Message xmlns="http://www.chinaport.gov.cn/ceb" guid="R1"><Tax><${head}><guid>T1</guid><returnTime>20250101100000000</returnTime><invtNo>00002025I000000001</invtNo><status>1</status><orderNo>O1</orderNo></${head}></Tax></CEB${number}Message>`;
    const found = read(bill);
    expect(found).toMatchObject({
      kind: 'business-receipt',
      businesses: ['IMPCEB'],
      code: '1',
      codeTable: 'ceb-tax',
      answers: ['CEB621Message'],
      businessTimeMs: Date.UTC(2025, 0, 1, 2),
    });
    expect(keysOf(found)).toEqual(expect.arrayContaining(['invtNo=00002025I000000001', 'orderNo=O1']));
  });

  test.each(['214', '216', '304', '404', '506', '508', '510', '604', '606', '608', '702', '792'])(
    'CEB%s from a neutral sender is an answer about an export',
    (number) => {
      expect(read(ceb(number, 'AnyReturn', { guid: 'G1', returnStatus: '3' })).businesses).toEqual(['EXPCEB']);
    },
  );

  test.each(['312', '412', '512', '514', '622', '624', '626', '712'])(
    'CEB%s from a neutral sender is an answer about an import',
    (number) => {
      expect(read(ceb(number, 'AnyReturn', { guid: 'G1', returnStatus: '3' })).businesses).toEqual(['IMPCEB']);
    },
  );

  test('of an answer to several orders each says which one it judges, the refused one counts for all', () => {
    const order = (number: number, status: string): string =>
      `<OrderReturn><guid>G${number}</guid><orderNo>O${number}</orderNo><returnStatus>${status}</returnStatus><returnInfo>说明${number}</returnInfo></OrderReturn>`;
    const orders = (...statuses: readonly string[]): string =>
      `<CEB312Message guid="R1">${statuses.map((status, index) => order(index, status)).join('')}</CEB312Message>`;
    const found = read(orders('2', '-301', '2'));
    expect(found).toMatchObject({ isSuccess: false, code: '-301', text: '说明1' });
    expect(found.parts.map(({ number, code }) => `${number} ${code}`)).toEqual(['O0 2', 'O1 -301', 'O2 2']);
    expect(read(orders('2', '2').replace('<orderNo>O0</orderNo>', '')).parts).toEqual([]);
    expect(read(orders('2', '3').replaceAll(/<orderNo>.*?<\/orderNo>/g, '')).parts.map(({ number }) => number)).toEqual(
      ['G0', 'G1'],
    );
  });

  test('the answer about the format of a message may be about either direction', () => {
    const found = read(ceb('900', 'MessageReturn', { guid: 'G1', returnStatus: '-1', returnInfo: '格式错误' }));
    expect(found).toMatchObject({ isSuccess: false, text: '格式错误', businesses: ['IMPCEB', 'EXPCEB'] });
  });
});

describe('however it is written', () => {
  const RECEIPTS = {
    manifest: manifest({ statement: '77' }),
    certificate: '<FileRet><CertNo>C1</CertNo><RetType>2</RetType><Note>说明</Note></FileRet>',
    agreement: '<ACD002><PROC_RESULT>F</PROC_RESULT><PROC_DESC>说明</PROC_DESC><CONSIGN_NO>1</CONSIGN_NO></ACD002>',
    trade:
      '<Package><EnvelopInfo><message_type>SAS222</message_type></EnvelopInfo><DataInfo><BussinessData><SAS222><HdeApprResult><etpsPreentNo>1</etpsPreentNo><manageResult>3</manageResult></HdeApprResult></SAS222></BussinessData></DataInfo></Package>',
    declaration: '<DEC_DATA><DEC_RESULT><CLIENTSEQ_NO>T1</CLIENTSEQ_NO><CHANNEL>L</CHANNEL></DEC_RESULT></DEC_DATA>',
    tax: '<CEB818Message><Tax><TaxHeadStatus><guid>G</guid><invtNo>1</invtNo><status>2</status></TaxHeadStatus></Tax></CEB818Message>',
  };
  const WAYS: Readonly<Record<string, (xml: string) => string>> = {
    'behind a byte order mark': (xml) => `\ufeff${xml}`,
    'with CDATA': (xml) => xml.replace(/>([^<>]+)</g, '><![CDATA[$1]]><'),
    'with comments inside values': (xml) => xml.replace(/>([^<>])([^<>]*)</g, '><!-- a -->$1<!-- b -->$2<'),
    'with blanks around values': (xml) => xml.replace(/>([^<>]+)</g, '>\n  $1\t<'),
    'with attributes': (xml) => xml.replace(/<(\w+)>([^<>]+)</g, '<$1 type="x">$2<'),
    'with prefixes': (xml) =>
      xml
        .replace(' xmlns=', ' xmlns:p=')
        .replace(/<(\/?)(\w)/g, '<$1p:$2')
        .replace(/^<p:\w+\b(?! xmlns)/, '$& xmlns:p="urn:x"'),
  };
  test.each(Object.keys(WAYS))('a receipt says the same: %s', (way) => {
    for (const xml of Object.values(RECEIPTS)) expect(read(WAYS[way]?.(xml) ?? '')).toEqual(read(xml));
  });
});

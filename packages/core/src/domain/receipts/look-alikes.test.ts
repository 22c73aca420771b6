import { describe, expect, test } from 'vitest';
import { outlineOf } from '../../../../../test/support/example-files.js';
import { classify, NO_HINTS, type ReceiptClass } from './classify.js';

/** Receipts in which a firm's own words look like those of the platform, and receipts inside elements that are described nowhere. */
const read = (xml: string): ReceiptClass => classify(outlineOf(Buffer.from(xml)), NO_HINTS);

const keysOf = ({ keys }: ReceiptClass): readonly string[] => keys.map(({ name, value }) => `${name}=${value}`);

const pack = (type: string, result: string, more = '', fileName = 'X'): string =>
  `<Package><EnvelopInfo><message_id>M1</message_id><file_name>${fileName}</file_name><message_type>${type}</message_type></EnvelopInfo><DataInfo><BussinessData><${type}><HdeApprResult><etpsPreentNo>202500000000000001</etpsPreentNo><manageResult>${result}</manageResult></HdeApprResult>${more}</${type}></BussinessData></DataInfo></Package>`;

describe('what tells sister businesses apart', () => {
  const ALL = ['NEMS', 'NPTS', 'SAS', 'ACMP'];
  const answer = (text: string): ReceiptClass =>
    read(
      `<CommonResponeMessage><EtpsPreentNo>E1</EtpsPreentNo><CheckInfo>${text}</CheckInfo><DealFlag>-1</DealFlag></CommonResponeMessage>`,
    );

  test.each([
    '企业内部编号 SASKIA-001 重复',
    'SAS0001 企业内部编号重复',
    'INV-0001 企业内部编号重复',
    'EMS0001：账册不存在',
    'ITEMS 12：商品编码错误',
    '编号 NEMS-1 重复',
    '合同 ICP2025001 已用',
    'EML000001 手册不存在',
    'ACM-1 文件不存在',
    'B1 仓库不符',
  ])("a firm's own number names no business: %s", (text) => {
    expect(answer(text).businesses).toEqual(ALL);
  });

  test.each([
    ['报文类型为SAS121，企业内部编号重复', ['SAS']],
    ['报文类型为 ICP101 ，企业内部编号重复', ['SAS']],
    ['报文类型：NPTS001，企业内部编号重复', ['NPTS']],
    ['报文类型[NEMS001]，企业内部编号重复', ['NEMS']],
    ['报文类型【EML101】', ['NPTS']],
    ['INV-0001：报文类型为SAS121', ['SAS']],
    ['报文类型为INV101，SAS-1 重复', ['NEMS', 'NPTS', 'SAS']],
  ])('the sentence names the type: %s', (text, businesses) => {
    expect(answer(text).businesses).toEqual(businesses);
  });

  test.each(['ITEMS0001.INVT', 'SASKIA.INV', 'NPTS-1.xml', 'B1'])('the file name %s names no system', (name) => {
    const businesses = name === 'B1' ? ['NEMS', 'NPTS'] : ['NEMS', 'NPTS', 'SAS'];
    expect(read(pack('INV201', '1', '', name)).businesses).toEqual(businesses);
  });

  test.each(['A1.SAS', 'A1.COPSASX'])('the file name %s is one of the special areas', (name) => {
    expect(read(pack('INV201', '1', '', name)).businesses).toEqual(['SAS']);
  });

  test('a type is a type wherever the note goes', () => {
    expect(read(pack('SAS221', '3', '<CheckInfo><note>报文类型为INV101</note></CheckInfo>')).businesses).toEqual([
      'SAS',
    ]);
  });
});

describe('a receipt inside elements that are not known', () => {
  const RESULT =
    '<DEC_RESULT><CUS_CIQ_NO>I20250000000000001</CUS_CIQ_NO><CHANNEL>E</CHANNEL><NOTE>退单</NOTE></DEC_RESULT>';

  test.each([
    ['Signature/Object', (xml: string) => `<Signature><Object Id="a">${xml}</Object></Signature>`],
    ['an element of its own', (xml: string) => `<Message>${xml}</Message>`],
    ['a head beside it', (xml: string) => `<Message><Head><Id>1</Id></Head><Body><Data>${xml}</Data></Body></Message>`],
  ])('is read as without them: %s', (_, around) => {
    for (const xml of [RESULT, pack('SAS221', '3'), '<FileRet><CertNo>C1</CertNo><RetType>2</RetType></FileRet>'])
      expect(read(around(xml))).toEqual(read(xml));
  });

  test('far below, or where only a leaf has the name, nothing is read into it', () => {
    expect(read(`<A><B><C><D><E>${RESULT}</E></D></C></B></A>`).kind).toBe('unknown');
    expect(read('<A><Package>x</Package></A>').kind).toBe('unknown');
    expect(read('<A><DataInfo><Data><FILE_NAME>F</FILE_NAME></Data></DataInfo></A>').kind).toBe('unknown');
    expect(read('<A><Receipt><Id>1</Id></Receipt></A>')).toMatchObject({ kind: 'unknown', root: 'A' });
  });
});

test('the answer of the special areas is known under its right spelling too', () => {
  expect(
    read(
      '<CommonResponseMessage><SeqNo>1</SeqNo><EtpsPreentNo>E1</EtpsPreentNo><CheckInfo>企业内部编号重复</CheckInfo><DealFlag>-1</DealFlag></CommonResponseMessage>',
    ),
  ).toMatchObject({ kind: 'send-result', isSuccess: false, code: '-1', text: '企业内部编号重复' });
});

describe('one message that judges several', () => {
  const returns = (...each: readonly (readonly [status: string, info: string])[]): string =>
    `<CEB622Message guid="R">${each
      .map(
        ([status, info], index) =>
          `<InventoryReturn><guid>G${index}</guid><returnStatus>${status}</returnStatus><returnInfo>${info}</returnInfo></InventoryReturn>`,
      )
      .join('')}</CEB622Message>`;

  test('a refusal among releases is the word that counts, with its own text', () => {
    const found = read(returns(['800', '放行'], ['100', '退单：限额'], ['800', '放行']));
    expect(found).toMatchObject({ isSuccess: false, code: '100', text: '退单：限额' });
    expect(keysOf(found)).toEqual(['guid=G0', 'guid=G1', 'guid=G2', 'receiptMessageId=R']);
  });

  test('without a refusal the first counts, and a text that may belong to another is left out', () => {
    expect(read(returns(['120', '入库'], ['800', '放行']))).toMatchObject({ code: '120', text: '入库' });
    expect(read(returns(['800', '放行'], ['-1', '']))).toMatchObject({ isSuccess: false, code: '-1', text: null });
  });

  test('a bill of a manifest that is returned counts, wherever it comes', () => {
    const bill = (code: string): string =>
      `<Consignment><AdditionalInformation><StatementCode>${code}</StatementCode><StatementDescription>单${code}</StatementDescription></AdditionalInformation></Consignment>`;
    expect(
      read(
        `<Manifest><Head><MessageID>M</MessageID><FunctionCode>11</FunctionCode></Head><Response>${bill('01')}${bill('03')}</Response></Manifest>`,
      ),
    ).toMatchObject({ kind: 'business-receipt', isSuccess: false, code: '03', text: '单03' });
  });
});

describe('receipts of e-commerce that are known by name alone', () => {
  test.each(['CheckGoodsInfo', 'InventoryStatus', 'InventoryStatusMessage'])(
    '%s is read for the numbers in it, and never called a success by a code that is not known',
    (root) => {
      const found = read(
        `<${root}><Head><copNo>C1</copNo><invtNo>00002025I000000001</invtNo><status>1</status></Head></${root}>`,
      );
      expect(found).toMatchObject({
        kind: 'business-receipt',
        isSuccess: null,
        code: null,
        businesses: ['IMPCEB', 'EXPCEB'],
      });
      expect(keysOf(found)).toEqual(['copNo=C1', 'invtNo=00002025I000000001']);
      expect(found.fileNameKey).toBe('00002025I000000001');
    },
  );

  test('a status in the form of the others counts as there, and none at all leaves the receipt as it is', () => {
    const refused =
      '<InventoryStatus><List><guid>G1</guid><returnStatus>100</returnStatus><returnInfo>退单</returnInfo></List></InventoryStatus>';
    expect(read(refused)).toMatchObject({ isSuccess: false, code: '100', text: '退单', fileNameKey: 'G1' });
    expect(read('<CheckGoodsInfo><x>1</x></CheckGoodsInfo>')).toMatchObject({ kind: 'business-receipt', keys: [] });
    expect(read(`<Message><Body>${refused}</Body></Message>`)).toEqual(read(refused));
  });
});

test('an answer about a waybill in the form of a local platform is linked by the number of the waybill', () => {
  const found = read(
    '<ENT512Message guid="R"><LogisticsReturn><logisticsNo>L1</logisticsNo><returnStatus>2</returnStatus></LogisticsReturn></ENT512Message>',
  );
  expect(found).toMatchObject({ kind: 'business-receipt', code: '2', businesses: ['IMPCEB'] });
  expect(keysOf(found)).toContain('logisticsNo=L1');
});

test('an answer in the form of a local platform belongs to the import of e-commerce', () => {
  const found = read(
    '<ENT311Message guid="R"><OrderReturn><guid>G</guid><orderNo>O1</orderNo><returnStatus>-1</returnStatus><returnInfo>失败</returnInfo></OrderReturn></ENT311Message>',
  );
  expect(found).toMatchObject({ kind: 'business-receipt', isSuccess: false, text: '失败', businesses: ['IMPCEB'] });
  expect(keysOf(found)).toEqual(['guid=G', 'orderNo=O1', 'receiptMessageId=R']);
});

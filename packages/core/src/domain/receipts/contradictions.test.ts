import { describe, expect, test } from 'vitest';
import { outlineOf } from '../../../../../test/support/example-files.js';
import { classify, NO_HINTS, type ReceiptClass } from './classify.js';
import { findCode } from './codes.js';

/** Answers whose code says that the document was taken while their words say that it was not. */
const read = (xml: string): ReceiptClass => classify(outlineOf(Buffer.from(xml)), NO_HINTS);

const ANSWERS: Readonly<Record<string, (code: string, text: string) => string>> = {
  'a declaration': (code, text) =>
    `<DecImportResponse xmlns="http://www.chinaport.gov.cn/dec"><ResponseCode>${code}</ResponseCode><ErrorMessage>${text}</ErrorMessage><ClientSeqNo>T1</ClientSeqNo></DecImportResponse>`,
  'a transit declaration': (code, text) =>
    `<TrnImportResponse><EportResult><CopSeqNo>T1</CopSeqNo><ResponseCode>${code}</ResponseCode><ResponseMessage>${text}</ResponseMessage></EportResult></TrnImportResponse>`,
  'the special areas': (code, text) =>
    `<CommonResponeMessage><EtpsPreentNo>E1</EtpsPreentNo><CheckInfo>${text}</CheckInfo><DealFlag>${code}</DealFlag></CommonResponeMessage>`,
  'a manifest': (code, text) =>
    `<Manifest><Head><MessageID>CN_MT1401_1p0_1</MessageID><MessageType>MT1401</MessageType></Head><Response><AdditionalInformation><StatementCode>${code}</StatementCode><StatementDescription>${text}</StatementDescription></AdditionalInformation></Response></Manifest>`,
  'an agreement': (code, text) =>
    `<ImportAgrResponse><ResponseInfo><ResponseCode>${code}</ResponseCode><ResponseMessage>${text}</ResponseMessage></ResponseInfo></ImportAgrResponse>`,
  'a certificate': (code, text) =>
    `<FileRet><CertNo>C1</CertNo><RetType>${code === '0' ? '1' : code}</RetType><Note>${text}</Note></FileRet>`,
};

describe.each(Object.keys(ANSWERS))('an answer about %s', (name) => {
  const answer = (code: string, text: string): ReceiptClass => read(ANSWERS[name]?.(code, text) ?? '');

  test.each([
    '导入失败：商品编码不存在',
    '保存成功，申报失败',
    '未通过校验',
    '不成功',
    '报文被退回，成功0条',
    '失败1条',
  ])('that says taken by its code and "%s" is no success, and says that it contradicts itself', (text) => {
    const found = answer('0', text);
    expect(found).toMatchObject({ kind: 'send-result', isSuccess: false, text });
    expect(found.codeTable).toBe('contradiction');
    expect(findCode(found.codeTable, found.code)?.zh).toContain('核实');
  });

  test.each([
    '导入成功',
    '成功1条，失败0条',
    '成功：1，失败：0',
    '失败数量为0',
    '0条失败',
    '没有失败的记录',
    '无失败项',
    '',
  ])('that says taken by its code and "%s" is a success', (text) => {
    const found = answer('0', text);
    expect(found).toMatchObject({ kind: 'send-result', isSuccess: true });
    expect(found.codeTable).not.toBe('contradiction');
  });

  test.each(['导入失败', '导入成功', '企业内部编号重复，单据已申报成功'])(
    'that says refused by its code is refused, whatever "%s" says',
    (text) => {
      const found = answer('9', text);
      expect(found.isSuccess).toBe(false);
      expect(found.codeTable).not.toBe('contradiction');
    },
  );
});

test('what customs says by a code of its own is not turned round by the words of an officer', () => {
  const released =
    '<DEC_RESULT><CUS_CIQ_NO>I20250000000000001</CUS_CIQ_NO><CHANNEL>P</CHANNEL><NOTE>已放行，舱单核销失败</NOTE></DEC_RESULT>';
  expect(read(released)).toMatchObject({ isSuccess: true, code: 'P', codeTable: 'channel' });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scanXml } from '../../xml/scan.js';
import { BUSINESSES } from '../businesses/registry.js';
import { createClassifier, NO_HINTS } from './classify.js';
import { createHeadSplitter, HEADS_MAX } from './heads.js';

const split = createHeadSplitter(BUSINESSES);
const classify = createClassifier(BUSINESSES);

function headsOf(text: string): ReturnType<typeof split> {
  return split(scanXml(text, { depthMax: 128, elementsMax: 100_000 }).outline);
}

/** Code and first number of each receipt in a message. */
function saidIn(text: string): readonly string[] {
  return headsOf(text).map(({ outline }) => {
    const { code, keys } = classify(outline, NO_HINTS);
    return `${keys[0]?.value ?? ''}=${code ?? ''}`;
  });
}

const result = (number: string, channel: string): string =>
  `<DEC_RESULT><CUS_CIQ_NO>${number}</CUS_CIQ_NO><CHANNEL>${channel}</CHANNEL></DEC_RESULT>`;
const fileRet = (number: string, type: string): string =>
  `<FileRet><CertNo>${number}</CertNo><RetType>${type}</RetType></FileRet>`;
const response = (id: string, code: string): string =>
  `<Response><ResponseCode>${code}</ResponseCode><OriHead><CopMsgId>${id}</CopMsgId></OriHead></Response>`;
const order = (number: string, status: string): string =>
  `<OrderReturn><guid>G${number}</guid><orderNo>${number}</orderNo><returnStatus>${status}</returnStatus></OrderReturn>`;
const approval = (number: string, outcome: string): string =>
  `<SAS221><HdeApprResult><etpsPreentNo>${number}</etpsPreentNo><manageResult>${outcome}</manageResult></HdeApprResult></SAS221>`;
const packaged = (content: string): string =>
  `<Package><EnvelopInfo><message_id>M1</message_id><message_type>SAS221</message_type></EnvelopInfo>${content}</Package>`;

describe('a message that holds several receipts says something of each', () => {
  test.each([
    ['results in one DEC_DATA', `<DEC_DATA>${result('I1', 'P')}${result('I2', 'E')}<RESULT_INFO/></DEC_DATA>`],
    [
      'each in a DEC_DATA',
      `<All><DEC_DATA>${result('I1', 'P')}</DEC_DATA><DEC_DATA>${result('I2', 'E')}</DEC_DATA></All>`,
    ],
    ['in a list of no known name', `<L><I>${result('I1', 'P')}</I><I>${result('I2', 'E')}</I></L>`],
    ['below a prefix', `<x:L xmlns:x="urn:x">${result('I1', 'P')}${result('I2', 'E')}</x:L>`],
  ])('declarations: %s', (_, text) => {
    expect(saidIn(text)).toEqual(['I1=P', 'I2=E']);
  });

  test('certificates, and several words about one certificate', () => {
    expect(saidIn(`<Rets>${fileRet('C1', '1')}${fileRet('C2', '2')}${fileRet('C3', '1')}</Rets>`)).toEqual([
      'C1=1',
      'C2=2',
      'C3=1',
    ]);
    const word = (type: string): string => `<CusRespData><RepType>${type}</RepType></CusRespData>`;
    expect(saidIn(`<Receipt><CertNo>C1</CertNo>${word('2')}${word('6')}</Receipt>`)).toEqual(['C1=2', 'C1=6']);
  });

  test('messages that the platform answers together, each with its own head', () => {
    const both = `<DxpRep ver="1.0"><RecevierId>R</RecevierId>${response('M1', '0000')}${response('M2', '0002')}</DxpRep>`;
    expect(saidIn(both)).toEqual(['M1=0000', 'M2=0002']);
    expect(headsOf(both).every(({ isJoined }) => isJoined)).toBe(true);
  });

  test('approvals, side by side on every level of their package', () => {
    const said = ['1=1', '2=3'];
    const data = (content: string): string => `<DataInfo><BussinessData>${content}</BussinessData></DataInfo>`;
    const [one, two] = [approval('1', '1'), approval('2', '3')];
    expect(saidIn(packaged(data(one + two)))).toEqual(said);
    expect(
      saidIn(
        packaged(`<DataInfo><BussinessData>${one}</BussinessData><BussinessData>${two}</BussinessData></DataInfo>`),
      ),
    ).toEqual(said);
    expect(saidIn(packaged(data(one) + data(two)))).toEqual(said);
    expect(
      saidIn(`<Signature><Object>${packaged(data(one))}</Object><Object>${packaged(data(two))}</Object></Signature>`),
    ).toEqual(said);
    const around = (content: string): string => `<Signature><Object>${packaged(content)}</Object></Signature>`;
    expect(saidIn(around(data(one) + data(two)))).toEqual(said);
  });

  test('orders, without what is around them', () => {
    const transfer = '<BaseTransfer><copCode>C</copCode><copName>N</copName></BaseTransfer>';
    expect(
      saidIn(`<CEB312Message guid="R">${order('O1', '120')}${order('O2', '100')}${transfer}</CEB312Message>`),
    ).toEqual(['GO1=120', 'GO2=100']);
    const bill = (number: string): string =>
      `<Tax><TaxHeadRd><guid>G${number}</guid><invtNo>${number}</invtNo></TaxHeadRd><TaxListRd/></Tax>`;
    expect(headsOf(`<CEB816Message guid="R">${bill('1')}${bill('2')}</CEB816Message>`)).toHaveLength(2);
  });

  test('of different kinds', () => {
    const text = `<L><DecImportResponse><ResponseCode>0</ResponseCode><ClientSeqNo>S1</ClientSeqNo></DecImportResponse>${result('I2', 'E')}</L>`;
    expect(saidIn(text)).toEqual(['S1=0', 'I2=E']);
  });

  test('with what is said beside them said of each', () => {
    const text = `<DEC_DATA>${result('I1', 'P')}${result('I2', 'E')}<RESULT_INFO>同批</RESULT_INFO></DEC_DATA>`;
    expect(headsOf(text).map(({ outline }) => classify(outline, NO_HINTS).text)).toEqual(['同批', '同批']);
  });
});

test.each([
  ['one result', result('I1', 'P')],
  ['one in a list', `<L>${result('I1', 'P')}</L>`],
  ['one order', `<CEB312Message guid="R">${order('O1', '120')}</CEB312Message>`],
  ['one package in a signature', `<Signature><Object>${packaged('<DataInfo/>')}</Object></Signature>`],
  ['a list of what is no receipt', '<L><A><B>1</B></A><A><B>2</B></A></L>'],
  ['a name of a receipt for a text', '<L><FileRet>1</FileRet><FileRet>2</FileRet></L>'],
])('a message with %s is one receipt', (_, text) => {
  expect(headsOf(text)).toEqual([]);
});

test('more receipts than are kept apart are one more, of which nothing is said', () => {
  const all = Array.from({ length: HEADS_MAX + 2 }, (_, index) => fileRet(`C${String(index)}`, '1')).join('');
  const heads = headsOf(`<L>${all}</L>`);
  expect(heads).toHaveLength(HEADS_MAX + 1);
  expect(heads.filter(({ isRest }) => isRest)).toHaveLength(1);
  expect(heads.at(-1)?.isRest).toBe(true);
});

test('every receipt of any list is there once, in its order, whatever is around and between them', () => {
  const one = fc.constantFrom('1', '2', '3', '4');
  const noise = fc.constantFrom('', '<N/>', '<N><M>x</M></N>', '<!-- FileRet -->');
  const depth = fc.integer({ min: 0, max: 2 });
  fc.assert(
    fc.property(fc.array(fc.tuple(one, noise, depth), { minLength: 2, maxLength: 12 }), (list) => {
      const items = list.map(
        ([type, between, around], index) =>
          '<W>'.repeat(around) + fileRet(`C${String(index)}`, type) + '</W>'.repeat(around) + between,
      );
      expect(saidIn(`<L>${items.join('')}</L>`)).toEqual(list.map(([type], index) => `C${String(index)}=${type}`));
    }),
  );
});

import { describe, expect, test } from 'vitest';
import { check, exampleText, readText } from '../../../../../test/support/check-document.js';
import { parseConfig } from '../../config/load.js';
import { ruleLevels } from '../../domain/rules/rule-names.js';
import { unknownFields } from '../../gateway/settings/field-settings.js';
import { DEC_RULES } from './dec-fields.js';
import { TRADE_RULES } from './trade-fields.js';

const DRAFT = exampleText('documents/DEC/进口报关单_暂存_示例.xml');
const DECLARED = exampleText('documents/DEC/进口报关单_申报_示例.xml');
const INV101 = exampleText('documents/SAS/核注清单_INV101_示例.xml');

/** Level and rule of everything that is said. */
function said(key: string, xml: string, levels = ruleLevels(key)): readonly string[] {
  return check(key, readText(xml), { levels }).map(({ level, rule }) => `${level} ${rule}`);
}

const rejects = (key: string, xml: string): readonly string[] =>
  said(key, xml).filter((line) => line.startsWith('reject'));

describe('what production programs write is not refused', () => {
  test('a CopCode of 10 characters', () => {
    expect(said('DEC', DRAFT.replace(/<CopCode>[^<]*/, '<CopCode>0000000000'))).toEqual([]);
  });

  test.each(['20250101 103015123', '2025-01-01 10:30:15.5'])('a SignDate like %s in a draft', (date) => {
    const xml = DRAFT.replace(/<SignDate>[^<]*<\/SignDate>|<SignDate\/>/, `<SignDate>${date}</SignDate>`);
    expect(xml).toContain(date);
    expect(rejects('DEC', xml)).toEqual([]);
    const signed = check('DEC', readText(xml), { signing: 'dec-sign' });
    expect(signed).toEqual([]);
  });

  test('PackType more than once in a DecOtherPack', () => {
    const pack =
      '<DecOtherPacks><DecOtherPack><PackType>06</PackType><PackQty>1</PackQty><PackType>92</PackType></DecOtherPack></DecOtherPacks>';
    const xml = DRAFT.replace('<DecSign>', `${pack}<DecSign>`);
    expect(said('DEC', xml)).toEqual(['warn structure.repeated']);
  });

  test('a ClientSeqNo of 24', () => {
    expect(said('DEC', DRAFT.replace(/<ClientSeqNo>[^<]*/, `<ClientSeqNo>${'1'.repeat(24)}`))).toEqual([
      'warn field.length',
    ]);
  });

  test('a tax declaration with lists, which the table does not have', () => {
    const tax =
      '<SddTax><SddTaxHead><SeqNo>1</SeqNo></SddTaxHead><SddTaxList><GNo>1</GNo><DutyRate>0.1</DutyRate></SddTaxList><SddTaxDetail><GNo>1</GNo></SddTaxDetail></SddTax>';
    expect(rejects('DEC', DRAFT.replace('</DecMessage>', `${tax}</DecMessage>`))).toEqual([]);
    expect(rejects('DEC', DECLARED.replace('</DecMessage>', `${tax}</DecMessage>`))).toEqual([]);
  });

  test('a handbook and an inventory without a package around them', () => {
    const handbook =
      '<EmlMessage><NptsEmlHead><EtpsPreentNo>E1</EtpsPreentNo></NptsEmlHead><OperCusRegCode>0000000000</OperCusRegCode><ImportInfo><MessageType>NPTS001</MessageType><OpType>S</OpType><FileSize>0</FileSize></ImportInfo></EmlMessage>';
    const inventory =
      '<InvtMessage><InvtHeadType><EtpsInnerInvtNo>E2</EtpsInnerInvtNo></InvtHeadType><SysId>B1</SysId></InvtMessage>';
    expect(said('NPTS', handbook)).toEqual([]);
    expect(said('NPTS', inventory)).toEqual([]);
    expect(said('NEMS', inventory)).toEqual([]);
    expect(said('SAS', inventory.replace('B1', 'Z7'))).toEqual([]);
  });

  test('no length, form or need of the 407 fields refuses a document by itself', () => {
    const fields = [...DEC_RULES.sections, ...TRADE_RULES.sections].flatMap((section) => section.fields);
    const official = fields.filter(({ certainty }) => certainty !== 'one').map(({ name }) => name);
    expect(official).toEqual(['DeclTrnRel', 'EdiId', 'EntryType', 'IEFlag', 'OperType', 'EdocFomatType']);
    for (const section of DEC_RULES.sections) {
      for (const { name, certainty } of section.fields) {
        const tag = new RegExp(`(<${section.path.split('/').at(-1)}>(?:(?!</).)*?)<${name}>[^<]*</${name}>`, 's');
        if (certainty !== 'one' || !tag.test(DECLARED)) continue;
        const long = DECLARED.replace(tag, `$1<${name}>${'9'.repeat(3_000)}</${name}>`);
        expect(rejects('DEC', long)).toEqual([]);
      }
    }
    expect(rejects('DEC', DECLARED.replace(/<TradeMode>[^<]*<\/TradeMode>/, ''))).toEqual([]);
  });
});

describe('what an official schema or several sources say is refused', () => {
  const ceb = (number: string, body: string): string =>
    `<CEB${number}Message xmlns="http://www.chinaport.gov.cn/ceb" guid="${'0'.repeat(36)}" version="1.0">${body}<BaseTransfer><copCode>0</copCode><copName>示例</copName><dxpMode>DXP</dxpMode><dxpId>D</dxpId></BaseTransfer></CEB${number}Message>`;

  const ORDER = '<Order><OrderHead><guid>1</guid></OrderHead><OrderList><gnum>1</gnum></OrderList></Order>';

  test('an export message in the import business, and the reverse', () => {
    expect(rejects('IMPCEB', ceb('303', ORDER))).toEqual(['reject structure.root']);
    expect(rejects('EXPCEB', ceb('311', ORDER))).toEqual(['reject structure.root']);
    expect(rejects('EXPCEB', ceb('303', ORDER))).toEqual([]);
    expect(rejects('IMPCEB', ceb('311', `${ORDER}${ORDER}`))).toEqual([]);
  });

  test('a receipt that was dropped as a document', () => {
    expect(rejects('IMPCEB', ceb('312', '<OrderReturn/>'))).toEqual(['reject structure.root']);
    expect(rejects('EXPCEB', ceb('792', '<SummaryResult/>'))).toEqual(['reject structure.root']);
  });

  test.each(['DEC', 'SAS', 'NEMS', 'NPTS', 'ACMP', 'ACD', 'COO', 'RMFT', 'ELBP', 'IMPCEB'])(
    'a receipt of any business that was dropped into the OutBox of %s',
    (key) => {
      const roots =
        'DecImportResponse DEC_RESULT CommonResponeMessage Package ImportAgrResponse ACD002 FileRet Receipt';
      for (const root of `${roots} DxpRep Root`.split(' '))
        expect([root, ...rejects(key, `<${root}><Code>1</Code></${root}>`)]).toEqual([root, 'reject structure.root']);
    },
  );

  test('an order message without an order, and the same of every message', () => {
    expect(rejects('IMPCEB', ceb('311', ''))).toEqual(['reject structure.missing']);
    expect(rejects('IMPCEB', ceb('621', ''))).toEqual(['reject structure.missing']);
    expect(rejects('EXPCEB', ceb('701', ''))).toEqual(['reject structure.missing']);
  });

  test('an order without a head or a list, also the second one', () => {
    expect(rejects('IMPCEB', ceb('311', '<Order/>'))).toEqual(Array(2).fill('reject structure.missing'));
    expect(rejects('IMPCEB', ceb('311', `${ORDER}<Order><OrderHead><guid>2</guid></OrderHead></Order>`))).toEqual([
      'reject structure.missing',
    ]);
    expect(rejects('IMPCEB', ceb('311', `<Order><OrderHead><guid>2</guid></OrderHead></Order>${ORDER}`))).toEqual([
      'reject structure.missing',
    ]);
    expect(rejects('IMPCEB', ceb('311', `${ORDER}<Order/>${ORDER}`))).toEqual(
      Array(2).fill('reject structure.missing'),
    );
    expect(rejects('EXPCEB', ceb('603', '<Inventory/>'))).toEqual(Array(2).fill('reject structure.missing'));
    expect(rejects('IMPCEB', ceb('411', '<Payment/>'))).toEqual(['reject structure.missing']);
    expect(rejects('EXPCEB', ceb('507', '<Arrival><ArrivalHead><guid>1</guid></ArrivalHead></Arrival>'))).toEqual([]);
    expect(rejects('IMPCEB', ceb('513', '<LogisticsStatus/>'))).toEqual(['reject structure.missing']);
  });

  test.each([
    ['a head', '<OrderHead/>', '<OrderList><gnum>1</gnum></OrderList>'],
    ['a head of blanks', '<OrderHead> </OrderHead>', '<OrderList><gnum>1</gnum></OrderList>'],
    [
      'a head without its number',
      '<OrderHead><orderNo>1</orderNo></OrderHead>',
      '<OrderList><gnum>1</gnum></OrderList>',
    ],
    ['a list', '<OrderHead><guid>1</guid></OrderHead>', '<OrderList/>'],
  ])('an order of which %s has no content', (_, head, list) => {
    for (const [key, number] of [
      ['IMPCEB', '311'],
      ['EXPCEB', '303'],
    ] as const)
      expect(rejects(key, ceb(number, `<Order>${head}${list}</Order>`))).toEqual(['reject structure.missing']);
  });

  test('the answer of a local platform that was dropped as a document, which has the root of a message', () => {
    for (const name of ['ENT311Message', 'ENT512Message']) {
      const answer = `<${name}><OrderReturn><guid>1</guid><returnStatus>2</returnStatus></OrderReturn></${name}>`;
      expect(rejects('IMPCEB', answer)).toEqual(['reject structure.root']);
      expect(said('IMPCEB', answer.replaceAll('OrderReturn', 'Order'))).toEqual([]);
    }
  });

  test('a sea manifest in the road business, and the reverse; of rail it is a warning', () => {
    const manifest = (type: string): string =>
      exampleText('documents/RMFT/公路原始舱单_示例.xml').replaceAll('MT1401', type);
    for (const type of ['MT1101', 'MT2201', 'MT3102'])
      expect(said('RMFT', manifest(type))).toEqual(['reject structure.message-type']);
    expect(said('MFT', manifest('MT4401'))).toEqual(['reject structure.message-type']);
    for (const [key, type] of [
      ['TMFT', 'MT1101'],
      ['RMFT', 'MT2301'],
    ] as const)
      expect(said(key, manifest(type))).toEqual(['warn field.value']);
    for (const key of ['MFT', 'RMFT', 'TMFT']) expect(said(key, manifest('MT9999'))).toEqual([]);
  });

  test('a message of a sister business is warned about', () => {
    const pass = exampleText('documents/SAS/核放单_SAS121_示例.xml');
    for (const key of ['NPTS', 'NEMS', 'ACMP']) expect(said(key, pass)).toEqual(['warn field.value']);
    expect(said('ACMP', INV101)).toContain('warn field.value');
    for (const key of ['NPTS', 'NEMS', 'SAS']) expect(said(key, INV101)).toEqual([]);
  });

  test('a number that no schema knows passes with a warning', () => {
    for (const key of ['IMPCEB', 'EXPCEB']) expect(said(key, ceb('999', ''))).toEqual(['warn structure.root']);
  });
});

describe('what one source says is warned about', () => {
  test('an inventory that declares without goods', () => {
    const empty = INV101.replace(/<InvtListType>.*<\/InvtListType>/s, '');
    expect(said('SAS', empty)).toEqual(['warn structure.missing']);
  });

  test.each([
    '<ImportInfo/>',
    '<ImportInfo> \n</ImportInfo>',
    '<ImportInfo><GName/><TradeMode> </TradeMode></ImportInfo>',
  ])('an agreement about nothing: %s', (info) => {
    const xml = `<ImportAgrRequest><OperInfo><CopCusCode>A1</CopCusCode></OperInfo>${info}</ImportAgrRequest>`;
    expect(said('ACD', xml)).toEqual(['warn structure.missing']);
  });

  test.each(['XYZ101', 'SAS999', 'INV201', 'ICP2', 'sas121', 'NPTS001'])(
    'a message type that the business does not send: %s',
    (type) => {
      const other = INV101.replace('<message_type>INV101', `<message_type>${type}`);
      expect(said('SAS', other)).toContain('warn field.value');
    },
  );

  test.each(['SAS101', 'SAS199', 'ICP102', 'INV105'])('not about %s, whose number is of a document', (type) => {
    const other = INV101.replace('<message_type>INV101', `<message_type>${type}`);
    expect(said('SAS', other)).not.toContain('warn field.value');
  });
});

describe('a level for one field', () => {
  const long = DRAFT.replace(/<AgentCode>[^<]*/, '<AgentCode>00000000000').replace(
    /<CopName>[^<]*/,
    `<CopName>${'名'.repeat(80)}`,
  );

  test('holds for that field alone, and over the level of the rule', () => {
    expect(said('DEC', long)).toEqual(['warn field.length', 'warn field.length']);
    expect(said('DEC', long, ruleLevels('DEC', { 'DecHead/CopName': 'off' }))).toEqual(['warn field.length']);
    expect(said('DEC', long, ruleLevels('DEC', { 'DecHead/CopName': 'reject' }))).toEqual([
      'warn field.length',
      'reject field.length',
    ]);
    expect(said('DEC', long, ruleLevels('DEC', { 'field.length': 'reject', 'DecHead/CopName': 'warn' }))).toEqual([
      'reject field.length',
      'warn field.length',
    ]);
  });

  test('the word of a person holds whatever the certainty', () => {
    expect(said('DEC', long, ruleLevels('DEC', { 'field.length': 'reject' }))).toEqual([
      'reject field.length',
      'reject field.length',
    ]);
  });

  const told = (rules: string): string => {
    const yaml = `clientId: DXPESW0000000000\ntransport: { kind: embedded }\nbusinesses:\n  DEC:\n    rules:\n      ${rules}\n`;
    const result = parseConfig(yaml, '/tmp/swic.yaml');
    const problems = result.outcome === 'ok' ? unknownFields(result.loaded, result.locate) : result.problems;
    return problems.map(({ path, en }) => `${path}: ${en}`).join('; ');
  };

  test('is checked against the known fields and rules, and a near miss is suggested', () => {
    expect(told('DecHead/CopCode: warn')).toBe('');
    expect(told('field.length: warn')).toBe('');
    expect(told('DecHead/CopCod: warn')).toContain('is DecHead/CopCode meant?');
    expect(told('DecHead/Xyz: warn')).toContain('no field DecHead/Xyz');
    expect(told('field.lenght: warn')).toContain('is field.length meant?');
    expect(told('CopCode: warn')).toContain('DecHead/CopCode');
  });

  test.each([
    ['"DecHead／CopCode": warn', 'is DecHead/CopCode meant?'],
    ['"ＤecHead/CopCode": warn', 'is DecHead/CopCode meant?'],
    ['"DecHead/CopCode ": warn', 'is DecHead/CopCode meant?'],
    ['"ｆield.length": warn', 'is field.length meant?'],
    ['DecHead/SignDate: warn', 'is DecSign/SignDate or DecRisk/SignDate meant?'],
    ['DecLists/GrossWet: warn', 'is DecHead/GrossWet meant?'],
    ['dechead/copcode: warn', 'is DecHead/CopCode meant?'],
    ['PassportHead/PassportNo: warn', 'it is a field of NEMS NPTS SAS'],
    ['"DecMessage/@Version": warn', 'only an element has a level of its own'],
    ['"DecHead/*": warn', 'only an element has a level of its own'],
    ['DecHead/CopCode: wran', 'has to be one of off, warn, reject'],
    ['DecHead/CopCode: ｗarn', 'has to be one of off, warn, reject'],
  ])('what was likely meant is said of %s', (rule, words) => {
    expect(told(rule)).toContain(words);
  });
});

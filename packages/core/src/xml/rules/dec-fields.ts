import { ECO_RELATION, EDOC_REALATION } from './dec-attachments.js';
import { DEC_HEAD, DEC_MESSAGE_ATTRIBUTES } from './dec-head.js';
import { DEC_CONTROL_MODEL, DEC_GOODS_LIMIT, DEC_GOODS_LIMIT_VIN, DEC_LIST } from './dec-list.js';
import {
  DEC_CONTAINER,
  DEC_COP_LIMIT,
  DEC_COP_PROMISE,
  DEC_FREE_TXT,
  DEC_LICENSE_DOCU,
  DEC_MARK_LOB,
  DEC_OTHER_PACK,
  DEC_REQUEST_CERT,
  DEC_RISK,
  DEC_SIGN,
  DEC_TP_ACCESS,
  DEC_USER,
} from './dec-parts.js';
import { DEC_SUPPLEMENT } from './dec-supplement.js';
import { DEC_ROYALTY_FEE, SDD_TAX } from './dec-tax.js';
import { TRN_CONTA_GOODS, TRN_CONTAINER, TRN_HEAD, TRN_LIST } from './dec-transit.js';
import { fieldRule, fieldRules } from './field-rule.js';
import {
  type FieldException,
  type RuleTable,
  type SectionRule,
  section,
  sourced,
  withExceptions,
} from './section-rule.js';

/** Every field table of DecMessage by section, as the source has them: 27 tables, 407 fields. */
export const DEC_TABLES = {
  attributes: DEC_MESSAGE_ATTRIBUTES,
  DecHead: DEC_HEAD,
  DecList: DEC_LIST,
  DecContainer: DEC_CONTAINER,
  DecLicenseDocus: DEC_LICENSE_DOCU,
  DecRequestCert: DEC_REQUEST_CERT,
  DecGoodsLimit: DEC_GOODS_LIMIT,
  DecGoodsLimitVin: DEC_GOODS_LIMIT_VIN,
  DecOtherPack: DEC_OTHER_PACK,
  DecCopLimit: DEC_COP_LIMIT,
  DecUser: DEC_USER,
  DecMarkLob: DEC_MARK_LOB,
  DecFreeTxt: DEC_FREE_TXT,
  DecSign: DEC_SIGN,
  TrnHead: TRN_HEAD,
  TrnList: TRN_LIST,
  TrnContainer: TRN_CONTAINER,
  TrnContaGoodsList: TRN_CONTA_GOODS,
  DecSupplement: DEC_SUPPLEMENT,
  EdocRealation: EDOC_REALATION,
  EcoRelation: ECO_RELATION,
  SddTax: SDD_TAX,
  DecRisk: DEC_RISK,
  DecCopPromise: DEC_COP_PROMISE,
  DecRoyaltyFee: DEC_ROYALTY_FEE,
  DecTpAccess: DEC_TP_ACCESS,
  DecControlModel: DEC_CONTROL_MODEL,
} as const;

/** Version of the interface: any or none is accepted, since every source has another one; only its length is checked. */
export const DEC_VERSION = {
  ...fieldRule(DEC_MESSAGE_ATTRIBUTES[0]),
  missing: { draft: null, declare: null },
} as const;

const LIST = 'DecMessage/DecLists/DecList';

/**
 * Where each table is in the document [structure seen in 4 sources]; names of fields in 3, their lengths and needs in one table
 * alone, which is known to be wrong in places. The order of sections is not checked: sources differ.
 */
const SECTIONS: readonly SectionRule[] = sourced({ sections: 'several', fields: 'one', needs: 'one' }, [
  section('DecMessage/DecHead', '表头', DEC_HEAD, 'needed'),
  section(LIST, '表体', DEC_LIST, 'repeated', 'needed-to-declare'),
  section(`${LIST}/DecGoodsLimits/DecGoodsLimit`, '许可证', DEC_GOODS_LIMIT, 'repeated'),
  section(`${LIST}/DecGoodsLimits/DecGoodsLimit/DecGoodsLimitVin`, '许可证VIN', DEC_GOODS_LIMIT_VIN, 'repeated'),
  section(`${LIST}/DecControlModel`, '禁限管制申报要素', DEC_CONTROL_MODEL, 'repeated'),
  section('DecMessage/DecContainers/Container', '集装箱', DEC_CONTAINER, 'repeated'),
  section('DecMessage/DecLicenseDocus/LicenseDocu', '随附单证', DEC_LICENSE_DOCU, 'repeated'),
  section('DecMessage/DecRequestCerts/DecRequestCert', '申请单证', DEC_REQUEST_CERT, 'repeated'),
  section('DecMessage/DecOtherPacks/DecOtherPack', '其他包装', DEC_OTHER_PACK, 'repeated'),
  section('DecMessage/DecCopLimits/DecCopLimit', '企业资质', DEC_COP_LIMIT, 'repeated'),
  section('DecMessage/DecCopPromises/DecCopPromise', '企业承诺', DEC_COP_PROMISE, 'repeated'),
  section('DecMessage/DecUsers/DecUser', '使用人', DEC_USER, 'repeated'),
  section('DecMessage/DecMarkLobs/DecMarkLob', '标记号码附件', DEC_MARK_LOB, 'repeated'),
  section('DecMessage/DecFreeTxt', '自由文本', DEC_FREE_TXT),
  section('DecMessage/DecSign', '签名', DEC_SIGN, 'needed'),
  section('DecMessage/TrnHead', '转关单表头', TRN_HEAD),
  section('DecMessage/TrnList', '转关提单', TRN_LIST, 'repeated'),
  section('DecMessage/TrnContainers/TrnContainer', '转关集装箱', TRN_CONTAINER, 'repeated'),
  section('DecMessage/TrnContaGoodsList/TrnContaGoods', '转关集装箱商品', TRN_CONTA_GOODS, 'repeated'),
  section('DecMessage/DecSupplement', '补充申报单', DEC_SUPPLEMENT, 'repeated'),
  section('DecMessage/EdocRealation', '随附单据', EDOC_REALATION, 'repeated'),
  section('DecMessage/EcoRelation', '单证对应关系', ECO_RELATION, 'repeated'),
  // Only the head of SddTax is in the table; its goods are not public.
  section('DecMessage/SddTax', '报税单', SDD_TAX, 'open'),
  section('DecMessage/DecRisk', '风险评估', DEC_RISK),
  section('DecMessage/DecRoyaltyFee', '特许权使用费', DEC_ROYALTY_FEE),
  section('DecMessage/DecTpAccess', '两段准入', DEC_TP_ACCESS),
]);

const STRUCTURAL = { draft: 'structure.missing', declare: 'structure.missing' } as const;

/** Where the table alone would refuse good documents or let senseless ones pass. */
export const DEC_EXCEPTIONS: readonly FieldException[] = [
  {
    section: 'DecMessage/DecSign',
    field: 'OperType',
    change: {
      missing: STRUCTURAL,
      values: new Set(['A', 'B', 'C', 'D', 'E', 'G']),
      certainty: 'official',
      needCertainty: 'official',
    },
    reason: 'OperType decides what the document asks for; its values are official.',
  },
  {
    section: 'DecMessage/DecSign',
    field: 'ClientSeqNo',
    change: { missing: STRUCTURAL, needCertainty: 'several' },
    reason:
      'Without ClientSeqNo no answer can find its document; its length is disputed (18 in the table, 24 in samples).',
  },
  {
    section: 'DecMessage/DecSign',
    field: 'Sign',
    change: { isFilledBySigner: true },
    reason: 'The client signs, not the system that writes the document [one source].',
  },
  {
    section: 'DecMessage/DecSign',
    field: 'SignDate',
    change: { isFilledBySigner: true },
    reason: 'The client signs, not the system that writes the document [one source].',
  },
  {
    section: 'DecMessage/DecHead',
    field: 'IEFlag',
    change: { values: new Set(['I', 'E']), certainty: 'official' },
    reason: 'Official values.',
  },
  {
    section: 'DecMessage/DecHead',
    field: 'DeclTrnRel',
    change: { values: new Set(['0', '1']), certainty: 'official' },
    reason: 'Official values.',
  },
  {
    section: 'DecMessage/DecHead',
    field: 'EdiId',
    change: { values: new Set(['1', '3', '5', '6']), certainty: 'official' },
    reason: 'Official values.',
  },
  {
    section: 'DecMessage/DecHead',
    field: 'EntryType',
    change: { values: new Set(['0', 'L', 'W', 'D', 'M']), certainty: 'official' },
    reason: 'Official values.',
  },
  {
    section: 'DecMessage/DecHead',
    field: 'DespPortCode',
    change: { condition: { field: 'IEFlag', value: 'I' } },
    reason: 'An export has no foreign port of departure [inferred].',
  },
  {
    section: 'DecMessage/DecHead',
    field: 'CopCode',
    change: { lengthMax: 10 },
    reason: 'The table says 9; three programs in production write 10, and one of them demands it.',
  },
  {
    section: 'DecMessage/DecHead',
    field: 'Type',
    change: { lengthMax: 7, missing: { draft: null, declare: null } },
    reason:
      'The table says 6 characters and needed; its own note describes a 7th, and an ordinary declaration leaves it empty.',
  },
  {
    section: LIST,
    field: 'SecondQty',
    change: { condition: { field: 'SecondUnit', value: null } },
    reason: 'Without a second unit there is no second quantity [inferred].',
  },
  {
    section: 'DecMessage/SddTax',
    field: 'InsurCurr',
    change: { lengthMax: 3 },
    reason: 'The table says 1, every other currency has 3 [inferred to be a slip].',
  },
  {
    section: 'DecMessage/EdocRealation',
    field: 'EdocFomatType',
    change: { values: new Set(['S', 'US']), certainty: 'official' },
    reason: 'Official values.',
  },
];

export const DEC_RULES: RuleTable = { sections: withExceptions(SECTIONS, DEC_EXCEPTIONS) };

/** How many fields all tables have together. */
export const DEC_FIELD_COUNT = Object.values(DEC_TABLES).reduce((sum, rows) => sum + fieldRules(rows).length, 0);

import type { FieldRow } from './field-rule.js';
import { ICP101_HEAD, ICP101_RLT } from './icp101-fields.js';
import { INV101_HEAD, INV101_LIST } from './inv101-fields.js';
import { SAS121_ACMP, SAS121_HEAD, SAS121_LIST } from './sas121-fields.js';
import {
  type FieldException,
  type RuleTable,
  type SectionRule,
  section,
  sourced,
  withExceptions,
} from './section-rule.js';

/** The field tables of the special areas as the source has them: 7 tables, 184 fields. */
export const TRADE_TABLES = {
  Inv101Head: INV101_HEAD,
  Inv101List: INV101_LIST,
  Sas121Head: SAS121_HEAD,
  Sas121List: SAS121_LIST,
  Sas121Acmp: SAS121_ACMP,
  Icp101Head: ICP101_HEAD,
  Icp101RltList: ICP101_RLT,
} as const;

/** Types of `MESSAGE_ELEMENTS` that one source alone tells about. */
export const UNCERTAIN_TYPES: ReadonlySet<string> = new Set(['ICP101']);

/** Which element carries the message of a type [2-3 sources for the first two, one for the third]. */
export const MESSAGE_ELEMENTS: Readonly<Record<string, string>> = {
  INV101: 'InvtMessage',
  SAS121: 'PassPortMessage',
  ICP101: 'Sas2sPassPortMessage',
};

/**
 * Messages that are public inside a package alone [2 sources for each]. Those of their family that are public without one (InvtMessage,
 * EmlMessage) are taken so; that these are not, no source says.
 */
export const PACKED_MESSAGES: ReadonlySet<string> = new Set([
  'PassPortMessage',
  'Sas2sPassPortMessage',
  'AppMessage',
  'SasAcmpRLMessage',
  'NemsAcmpRLMessage',
]);

const PACKAGE = 'Signature/Object/Package';
const DATA = `${PACKAGE}/DataInfo/BussinessData`;

// biome-ignore format: a table is read line by line
const ENVELOP_INFO = [
  ['version', '版本', 'S', '-', '-'],
  ['business_id', '业务编号', 'S', '-', '-'],
  ['message_id', '报文编号', 'S', '-', '-'],
  ['file_name', '文件名', 'S', '-', '-'],
  ['message_type', '报文类型', 'S', '!', '!'],
  ['sender_id', '发送方', 'S', '-', '-'],
  ['receiver_id', '接收方', 'S', '-', '-'],
  ['send_time', '发送时间', 'S', '-', '-'],
  ['Ic_Card', 'IC卡号', 'S', '-', '-'],
] as const satisfies readonly FieldRow[];

// biome-ignore format: a table is read line by line
const MESSAGE_FIELDS = [
  ['SysId', '子系统', 'S', '-', '-'],
  ['OperCusRegCode', '操作企业海关编码', 'S', '-', '-'],
] as const satisfies readonly FieldRow[];

/**
 * `Signature/Object/Package` [2 sources]. The signature block around it is sometimes there and sometimes not; messages other
 * than the three with a field table are not looked into.
 */
const SECTIONS: readonly SectionRule[] = sourced({ sections: 'several', fields: 'one', needs: 'one' }, [
  section('Signature', '签名报文', [], 'open'),
  section(PACKAGE, '报文', [], 'needed'),
  section(`${PACKAGE}/EnvelopInfo`, '信封', ENVELOP_INFO, 'needed'),
  section(`${PACKAGE}/DataInfo/PocketInfo`, '分包', [], 'open'),
  section(DATA, '业务数据', [['DelcareFlag', '申报标志', 'S', 'Y', 'Y', '0 暂存，1 申报', '0 1']], 'needed', 'open'),
  section(`${DATA}/InvtMessage`, '核注清单', MESSAGE_FIELDS),
  section(`${DATA}/InvtMessage/InvtHeadType`, '核注清单表头', INV101_HEAD, 'needed'),
  section(`${DATA}/PassPortMessage`, '核放单', MESSAGE_FIELDS),
  section(`${DATA}/PassPortMessage/PassportHead`, '核放单表头', SAS121_HEAD, 'needed'),
  section(`${DATA}/PassPortMessage/PassportList`, '核放单表体', SAS121_LIST, 'repeated'),
  section(`${DATA}/PassPortMessage/PassportAcmp`, '核放单关联单证', SAS121_ACMP, 'repeated'),
]).concat(
  sourced({ sections: 'one', fields: 'one', needs: 'one' }, [
    section(`${DATA}/InvtMessage/InvtListType`, '核注清单表体', INV101_LIST, 'repeated', 'needed-to-declare'),
    section(`${DATA}/Sas2sPassPortMessage`, '两步申报核放单', MESSAGE_FIELDS),
    section(`${DATA}/Sas2sPassPortMessage/Sas2sPassportHead`, '两步申报核放单表头', ICP101_HEAD, 'needed'),
    section(`${DATA}/Sas2sPassPortMessage/Sas2sPassportRlt`, '两步申报核放单关联报关单', ICP101_RLT, 'repeated'),
  ]),
);

const STRUCTURAL = { draft: 'structure.missing', declare: 'structure.missing' } as const;
const OWN_NUMBER = 'Without the own number no answer can find its document.';

export const TRADE_EXCEPTIONS: readonly FieldException[] = [
  {
    section: `${PACKAGE}/EnvelopInfo`,
    field: 'message_type',
    change: { needCertainty: 'several' },
    reason: 'It is in every package of 2 sources and says what the rest is.',
  },
  {
    section: `${DATA}/InvtMessage/InvtHeadType`,
    field: 'EtpsInnerInvtNo',
    change: { missing: STRUCTURAL, needCertainty: 'several' },
    reason: OWN_NUMBER,
  },
  {
    section: `${DATA}/PassPortMessage/PassportHead`,
    field: 'EtpsPreentNo',
    change: { missing: STRUCTURAL, needCertainty: 'several' },
    reason: OWN_NUMBER,
  },
  {
    section: `${DATA}/Sas2sPassPortMessage/Sas2sPassportHead`,
    field: 'EtpsPreentNo',
    change: { missing: STRUCTURAL },
    reason: OWN_NUMBER,
  },
];

export const TRADE_RULES: RuleTable = { sections: withExceptions(SECTIONS, TRADE_EXCEPTIONS) };

export const TRADE_PATHS = {
  messageType: `${PACKAGE}/EnvelopInfo/message_type`,
  data: DATA,
  declareFlag: `${DATA}/DelcareFlag`,
} as const;

/** Directly below the business data, where the element of the message is. */
export function isBelowTradeData(path: string): boolean {
  const start = DATA.length + 1;
  return path.startsWith(DATA) && path.length > start && path.indexOf('/', start) < 0;
}

import type { FieldRow } from './field-rule.js';
import { type RuleTable, type SectionRule, section, sourced } from './section-rule.js';

// biome-ignore format: a table is read line by line
const MANIFEST_HEAD = [
  ['MessageID', '报文编号', 'S', '!', '!'],
  ['FunctionCode', '操作', 'S', '!', '!', '2 新增，3 删除，5 变更，9 主要数据，0 其他数据，T 暂存', '0 2 3 5 9 11 T'],
  ['MessageType', '报文类型', 'S', '!', '!'],
  ['SenderID', '发送方', 'S', '!', '!'],
  ['ReceiverID', '接收方', 'S', '!', '!'],
  ['SendTime', '发送时间', 'T17', '!', '!', 'yyyyMMddHHmmssfff'],
  ['Version', '版本', 'S', '!', '!'],
] as const satisfies readonly FieldRow[];

/** Manifest: the head in its fixed order [4 sources]; the declaration itself differs by type and is not looked into. */
export const MANIFEST_RULES: RuleTable = {
  sections: sourced({ sections: 'several', fields: 'several', needs: 'several' }, [
    section('Manifest', '舱单', []),
    section('Manifest/Head', '报文头', MANIFEST_HEAD, 'needed', 'ordered'),
    section('Manifest/Declaration', '舱单内容', [], 'needed-to-declare', 'open'),
    // Answers are no documents to send, but a copy of one in an OutBox should be called what it is, not "unknown element".
    section('Manifest/Response', '回执内容', [], 'open'),
  ]),
};

// biome-ignore format: a table is read line by line
const CERTIFICATE_HEAD = [
  ['CertNo', '证书号', 'S', '!', '!'],
  ['ApplyType', '申请类型', 'S', '-', '-'],
  ['CertStatus', '证书状态', 'S', '-', '-', '0 新证，1-3 更改', '0 1 2 3'],
  ['CertType', '证书种类', 'S', '-', '-'],
] as const satisfies readonly FieldRow[];

/** Certificate of origin [one source]: only the fields that are known are looked at. */
export const CERTIFICATE_RULES: RuleTable = {
  sections: [
    section('Certificate', '原产地证书', [], 'open'),
    section('Certificate/CertificateHead', '证书表头', CERTIFICATE_HEAD, 'needed', 'open'),
    section('Certificate/CertificateList', '证书商品清单', [], 'needed'),
    section('Certificate/CertificateList/Goods', '证书商品', [], 'needed', 'repeated', 'open'),
  ],
};

// biome-ignore format: a table is read line by line
const CERTIFICATE_FILE = [
  ['CertNo', '证书号', 'S', '!', '!'],
  ['CertType', '证书种类', 'S', '-', '-'],
  ['AplRegNo', '申请单位注册号', 'S', '-', '-'],
  ['CiqRegNo', '检验检疫注册号', 'S', '-', '-'],
  ['FileType', '文件类型', 'S', '-', '-'],
  ['FileName', '文件名', 'S', '!', '!'],
  ['DocType', '单据类型', 'S', '-', '-'],
  ['FileContent', '文件内容', 'B', '!', '!', 'BASE64'],
  ['IsDelay', '是否补传', 'S', '-', '-'],
] as const satisfies readonly FieldRow[];

/** Attachment of a certificate of origin [one source]. */
export const CERTIFICATE_FILE_RULES: RuleTable = {
  sections: [section('File', '原产地附件', CERTIFICATE_FILE, 'needed')],
};

// biome-ignore format: a table is read line by line
const AGREEMENT_OPERATION = [
  ['CopCusCode', '企业内部编号', 'S', '!', '!'],
  ['Sign', '签名', 'S', '-', '-'],
  ['OperType', '操作类型', 'S', '-', '-'],
] as const satisfies readonly FieldRow[];

/** Agency agreement [one source]. */
export const AGREEMENT_RULES: RuleTable = {
  sections: [
    section('ImportAgrRequest', '报关代理委托', []),
    section('ImportAgrRequest/OperInfo', '操作信息', AGREEMENT_OPERATION, 'needed', 'open'),
    section('ImportAgrRequest/ImportInfo', '委托信息', [], 'needed', 'open'),
  ],
};

// biome-ignore format: a table is read line by line
const BASE_TRANSFER = [
  ['copCode', '传输企业代码', 'S', '!', '!'],
  ['copName', '传输企业名称', 'S', '!', '!'],
  ['dxpMode', '报文传输模式', 'S', '!', '!'],
  ['dxpId', '报文传输编号', 'S', '!', '!'],
  ['note', '备注', 'S', '-', '-'],
] as const satisfies readonly FieldRow[];

/** Attributes of every CEB message [official specification]. */
export const CEB_ATTRIBUTES = [
  ['guid', '报文唯一编号', 'S=36', '!', '!'],
  ['version', '版本', 'S', '!', '!'],
] as const satisfies readonly FieldRow[];

/** What the schemas give every head, and every order or note whose fields are not below a head of their own. */
const CEB_HEAD = [['guid', '系统唯一序号', 'S', '!', '!']] as const satisfies readonly FieldRow[];

/** What they give every line of the lists that are asked for. */
const CEB_LINE = [['gnum', '序号', 'S', '!', '!']] as const satisfies readonly FieldRow[];

/**
 * What a message carries, by its number, and the elements that have to be inside [official schemas of 2022-05]; each may come up to
 * 100 times, a delivery once. Where nothing is named, the fields follow directly.
 */
const CEB_BODIES: Readonly<Record<string, readonly [body: string, ...parts: readonly string[]]>> = {
  '213': ['InvtRefund', 'InvtRefundHead', 'InvtRefundList'],
  '215': ['InvtRefundDetail'],
  '303': ['Order', 'OrderHead', 'OrderList'],
  '311': ['Order', 'OrderHead', 'OrderList'],
  '403': ['Receipts'],
  '411': ['Payment', 'PaymentHead'],
  '505': ['Logistics'],
  '507': ['Arrival', 'ArrivalHead'],
  '509': ['Departure', 'DepartureHead', 'DepartureList'],
  '511': ['Logistics', 'LogisticsHead'],
  '513': ['LogisticsStatus'],
  '603': ['Inventory', 'InventoryHead', 'InventoryList'],
  '605': ['InvtCancel'],
  '607': ['WayBill', 'WayBillHead', 'WayBillList'],
  '621': ['Inventory', 'InventoryHead', 'InventoryList'],
  '623': ['InvtCancel'],
  '625': ['InvtRefund', 'InvtRefundHead', 'InvtRefundList'],
  '701': ['SummaryApply', 'SummaryApplyHead'],
  '711': ['Delivery', 'DeliveryHead', 'DeliveryList'],
};

/** A CEB message of this root name: what it must carry, and who carries it; the other fields inside are not looked into. */
export function cebRules(root: string): RuleTable {
  const carried = CEB_BODIES[root.slice(3, 6)];
  const sections = [
    section(root, '跨境电商报文', [], 'open'),
    section(`${root}/BaseTransfer`, '传输信息', BASE_TRANSFER, 'needed'),
    ...(carried === undefined ? [] : bodySections(root, carried)),
  ];
  return { sections: sourced({ sections: 'official', fields: 'official', needs: 'official' }, sections) };
}

/** Elements that have to be in every body of this message; empty where the fields follow directly. */
export function cebParts(root: string): readonly string[] {
  return CEB_BODIES[root.slice(3, 6)]?.slice(1) ?? [];
}

function bodySections(root: string, [body, ...parts]: readonly [string, ...string[]]): readonly SectionRule[] {
  const path = `${root}/${body}`;
  return [
    section(path, '业务内容', parts.length === 0 ? CEB_HEAD : [], 'needed', 'repeated', 'open'),
    // Heads come once for each body, so more than once in a message.
    ...parts.map((part) =>
      part.endsWith('Head')
        ? section(`${path}/${part}`, '表头', CEB_HEAD, 'needed', 'repeated', 'open')
        : section(`${path}/${part}`, '表体', CEB_LINE, 'needed', 'repeated', 'open'),
    ),
  ];
}

/** Orders and waybills in the form of some local platforms: their fields are not public in full, and not looked into. */
export function entRules(root: string): RuleTable {
  return { sections: [section(root, '地方平台报文', [], 'open')] };
}

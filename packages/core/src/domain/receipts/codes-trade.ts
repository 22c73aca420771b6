import type { CodeTable } from './code-row.js';

/** DealFlag of CommonResponeMessage [2 sources]: 0 taken, -1 refused, e.g. the enterprise's own number was used before. */
const DEAL_FLAG: CodeTable = {
  nameZh: '导入结果',
  nameEn: 'Result of the import',
  rows: [
    ['0', 'sent', '申报服务调用成功', 'Taken by the business system'],
    ['-1', 'returned', '导入失败（如企业内部编号重复）', 'Refused, e.g. the own number was used before'],
    ['*', 'returned', '导入失败', 'Refused'],
  ],
};

/** manageResult of INV201 [one value list; Y was seen in a second source with the words 报文入库成功]. */
const INV201: CodeTable = {
  nameZh: '核注清单审批结果',
  nameEn: 'Review of the inventory list',
  rows: [
    ['Y', 'accepted', '入库成功', 'Stored'],
    ['Z', 'returned', '入库失败', 'Not stored'],
    ['1', 'closed', '通过（已核扣）', 'Passed, deducted'],
    ['2', 'review', '转人工', 'With a customs officer'],
    ['3', 'returned', '退单', 'Returned'],
    ['4', 'action', '预核扣', 'Deducted in advance'],
    ['5', 'passed', '通过（未核扣）', 'Passed, not deducted yet'],
  ],
};

/** manageResult of INV202 [one source]: was a declaration generated from the list? */
const INV202: CodeTable = {
  nameZh: '自动生成报关单',
  nameEn: 'Declaration generated from the list',
  rows: [
    ['1', 'note', '生成报关单成功', 'Declaration generated'],
    ['2', 'note', '生成报关单失败', 'Declaration not generated'],
  ],
};

const PASS_REVIEW_ROWS: CodeTable['rows'] = [
  ['Y', 'accepted', '入库成功', 'Stored'],
  ['Z', 'returned', '入库失败', 'Not stored'],
  ['1', 'passed', '通过', 'Passed'],
  ['2', 'review', '转人工', 'With a customs officer'],
  ['3', 'returned', '退单', 'Returned'],
];

/** manageResult of SAS221 and, inferred alike, of the two-step SAS251 [one value list]. */
const SAS221: CodeTable = { nameZh: '核放单审批结果', nameEn: 'Review of the gate pass', rows: PASS_REVIEW_ROWS };
/** SAS222 (a changed pass) and SAS231 have the values of SAS221 [1 source: 1 passed, 3 returned]. */
const SAS222: CodeTable = {
  nameZh: '核放单变更审批结果',
  nameEn: 'Review of the changed gate pass',
  rows: PASS_REVIEW_ROWS,
};
const SAS231: CodeTable = { nameZh: '审批结果（SAS231）', nameEn: 'Review (SAS231)', rows: PASS_REVIEW_ROWS };
const SAS251: CodeTable = {
  nameZh: '两步申报核放单审批结果',
  nameEn: 'Review of the two-step gate pass',
  rows: PASS_REVIEW_ROWS,
};

const GATE_ROWS: CodeTable['rows'] = [
  ['1', 'closed', '已过卡', 'Passed the gate'],
  ['2', 'action', '未过卡', 'Not through the gate'],
];

/** manageResult of SAS223 and, inferred alike, of the two-step SAS253 [one value list]. */
const SAS223: CodeTable = { nameZh: '过卡结果', nameEn: 'Passing of the gate', rows: GATE_ROWS };
const SAS253: CodeTable = { nameZh: '两步申报过卡结果', nameEn: 'Passing of the gate, two-step', rows: GATE_ROWS };

/** The values of SAS224 are not public: any code passes through as a note. */
const SAS224: CodeTable = {
  nameZh: '核放单查验处置',
  nameEn: 'Inspection of the gate pass',
  rows: [['*', 'note', '查验处置（代码含义未公开）', 'Inspection result (meaning of the code not public)']],
};

/** INV211 has no code: the booking itself is the news [one source]. */
const INV211: CodeTable = {
  nameZh: '核注清单记账',
  nameEn: 'Booking of the inventory list',
  rows: [['*', 'note', '已记账', 'Booked']],
};

export const TRADE_CODES = {
  'deal-flag': DEAL_FLAG,
  'package:INV201': INV201,
  'package:INV202': INV202,
  'package:INV211': INV211,
  'package:SAS221': SAS221,
  'package:SAS222': SAS222,
  'package:SAS223': SAS223,
  'package:SAS224': SAS224,
  'package:SAS231': SAS231,
  'package:SAS251': SAS251,
  'package:SAS253': SAS253,
} as const;

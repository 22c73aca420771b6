import type { CodeTable } from './code-row.js';

/**
 * CHANNEL of DEC_RESULT [2 sources agree on 7 L J K C R P; the rest from one of them]. Case matters: `A` and `a` differ. The
 * codes `Sp…` belong to the first step of a two-step declaration; their meaning is read from their last letter [inferred].
 */
const CHANNEL: CodeTable = {
  nameZh: '报关单状态',
  nameEn: 'State of the declaration',
  rows: [
    ['7', 'sent', '直接申报成功', 'Declared to customs'],
    ['L', 'accepted', '海关入库（已接收）', 'Received by customs'],
    ['G', 'passed', '已审结', 'Documents cleared'],
    ['J', 'passed', '通关无纸化审结', 'Documents cleared, paperless'],
    ['K', 'released', '无纸化担保放行', 'Released on guarantee, paperless'],
    ['I', 'released', '无纸放行', 'Released, paperless'],
    ['W', 'released', '无纸验放', 'Inspected and released, paperless'],
    ['P', 'released', '已放行', 'Released'],
    ['R', 'closed', '已结关', 'Customs clearance closed'],
    ['F', 'released', '放行交单', 'Released, hand in the papers'],
    ['B', 'released', '担保放行', 'Released on guarantee'],
    ['C', 'action', '查验通知', 'Goods to be inspected'],
    ['E', 'returned', '退单/不受理', 'Returned, not accepted'],
    ['Z', 'returned', '退回修改', 'Returned for correction'],
    ['D', 'deleted', '海关删单', 'Deleted by customs'],
    ['H', 'review', '挂起', 'Suspended'],
    ['M', 'review', '重审', 'Reviewed again'],
    ['N', 'review', '重传文件', 'Files to be sent again'],
    ['S', 'action', '施检', 'Quarantine inspection'],
    ['T', 'action', '需交税费', 'Duty or tax due'],
    ['X', 'action', '准予进港', 'Admitted to the port'],
    ['Y', 'returned', '申报失败', 'Declaring failed'],
    ['A', 'note', '手工申报通知/删除异常', 'Manual declaration notice, or deletion failed'],
    ['a', 'note', '签证', 'Certificate issued'],
    ['b', 'note', '已发检验检疫审核', 'Sent for inspection and quarantine review'],
    ['c', 'note', '检验检疫撤单', 'Inspection and quarantine application withdrawn'],
    ['d', 'note', '申请检验检疫成功', 'Inspection and quarantine application accepted'],
    ['SpL', 'summary', '概要申报：海关入库', 'Summary declaration: received by customs'],
    ['SpE', 'returned', '概要申报：退单', 'Summary declaration: returned'],
    ['SpJ', 'summary', '概要申报：审结', 'Summary declaration: cleared'],
    ['Sp1', 'summary', '概要申报：状态 1（含义未公开）', 'Summary declaration: state 1 (meaning not public)'],
    ['SpC', 'summary', '概要申报：查验通知', 'Summary declaration: goods to be inspected'],
    ['SpK', 'summary', '概要申报：放行（提货）', 'Summary declaration: released for pick-up'],
  ],
};

/** ResponseCode of DecImportResponse and TrnImportResponse [5 sources: 0 is the success]. */
const DEC_RESPONSE: CodeTable = {
  nameZh: '导入结果',
  nameEn: 'Result of the import',
  rows: [
    ['0', 'sent', '导入成功', 'Imported'],
    ['*', 'returned', '导入失败', 'Not imported'],
  ],
};

/** ResponseCode of ImportAgrResponse [one source]: 1 is the success. */
const AGREEMENT_RESPONSE: CodeTable = {
  nameZh: '委托导入结果',
  nameEn: 'Result of the agreement import',
  rows: [
    ['0', 'sent', '导入成功', 'Imported'],
    ['1', 'sent', '导入成功', 'Imported'],
    ['*', 'returned', '导入失败', 'Not imported'],
  ],
};

/** PROC_RESULT of ACD002 [one parser]. */
const AGREEMENT_RESULT: CodeTable = {
  nameZh: '委托协议处理结果',
  nameEn: 'Result of the agency agreement',
  rows: [
    ['S', 'passed', '处理成功', 'Processed'],
    ['s', 'passed', '处理成功', 'Processed'],
    ['*', 'returned', '处理失败', 'Refused'],
  ],
};

/** DecSign/OperType of a declaration [official field table; G also seen in use]. Not a state: the phase is always `note`. */
const OPER_TYPE: CodeTable = {
  nameZh: '操作类型',
  nameEn: 'Operation',
  rows: [
    ['A', 'note', '报关单上载', 'Upload a declaration'],
    ['B', 'note', '报关单、转关单上载', 'Upload a declaration with transit'],
    ['C', 'note', '报关单申报', 'Declare'],
    ['D', 'note', '报关单、转关单申报', 'Declare with transit'],
    ['E', 'note', '电子手册报关单上载', 'Upload a declaration with an electronic handbook'],
    ['G', 'note', '暂存', 'Store as a draft'],
  ],
};

export const DECLARATION_CODES = {
  channel: CHANNEL,
  'dec-response': DEC_RESPONSE,
  'agreement-response': AGREEMENT_RESPONSE,
  'agreement-result': AGREEMENT_RESULT,
  'oper-type': OPER_TYPE,
} as const;

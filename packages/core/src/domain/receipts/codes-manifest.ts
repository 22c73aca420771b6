import type { CodeTable } from './code-row.js';

/** StatementCode and ResponseType/Code of manifest answers and receipts [2 sources]. */
const MANIFEST: CodeTable = {
  nameZh: '舱单状态',
  nameEn: 'State of the manifest',
  rows: [
    ['0', 'sent', '调用成功', 'Call succeeded'],
    ['T', 'sent', '暂存', 'Stored as a draft'],
    ['D', 'sent', '申报成功', 'Declared'],
    ['E1', 'sent', '数据中心入库成功', 'Stored by the data centre'],
    ['E2', 'returned', '数据中心入库失败', 'Not stored by the data centre'],
    ['E3', 'sent', '发往海关成功', 'Passed on to customs'],
    ['E4', 'returned', '发往海关失败', 'Not passed on to customs'],
    ['01', 'accepted', '海关接受申报', 'Accepted by customs'],
    ['02', 'review', '待人工审核', 'Waiting for a customs officer'],
    ['03', 'returned', '退单', 'Returned'],
    ['11', 'released', '（提运单）放行', 'Bill released'],
    ['12', 'returned', '拒装', 'Loading refused'],
    ['13', 'returned', '禁卸', 'Unloading forbidden'],
    ['M1', 'note', '移动端回执 M1', 'Mobile receipt M1'],
    ['M2', 'note', '移动端回执 M2', 'Mobile receipt M2'],
    ['M3', 'note', '移动端回执 M3', 'Mobile receipt M3'],
  ],
};

/** Head/FunctionCode of a manifest [2 sources]. Not a state. */
const MANIFEST_FUNCTION: CodeTable = {
  nameZh: '舱单操作',
  nameEn: 'Operation of the manifest',
  rows: [
    ['0', 'note', '次要（其他）数据申报', 'Declare the other data'],
    ['2', 'note', '新增', 'Add'],
    ['3', 'note', '删除申请', 'Apply for deletion'],
    ['5', 'note', '变更申请', 'Apply for a change'],
    ['9', 'note', '主要数据申报', 'Declare the main data'],
    ['11', 'note', '通关回执', 'Customs receipt'],
    ['T', 'note', '暂存', 'Store as a draft'],
  ],
};

/** The codes of customs and of the data centre; 0 and every unknown code are the platform's word about the call. */
export const CUSTOMS_MANIFEST_CODES: readonly string[] = MANIFEST.rows
  .map(([code]) => code)
  .filter((code) => code !== '0');

export const MANIFEST_CODES = { manifest: MANIFEST, 'manifest-function': MANIFEST_FUNCTION } as const;

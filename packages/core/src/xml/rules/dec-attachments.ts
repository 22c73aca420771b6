import type { FieldRow } from './field-rule.js';

// Source: a public transcription of the official field table of the import interface; names confirmed by 3 other sources,
// lengths and requiredness by this one only. Row: element, Chinese name, type and length, 暂存, 申报, note (shortened).
// Two values with a slash come from the source as they are; they are read as 暂存/申报 [inferred].

/** Attachment (随附单据), misspelt by the format itself: 11 fields. */
// biome-ignore format: a table is read line by line
export const EDOC_REALATION = [
  ['EdocID', '文件名、随附单据编号', 'S64', 'Y/Y', '-'],
  ['EdocCode', '随附单证类别', 'S8', 'Y/Y', '-', '如： 00000001:发票 00000002:装箱单 00000003:提/运单 00000004:合同 …'],
  ['EdocFomatType', '随附单据格式类型', 'S2', 'Y/Y', '-', 'S:结构化 US:非结构化（pdf文件填写US）'],
  ['OpNote', '操作说明（重传原因）', 'S255', '-', '-'],
  ['EdocCopId', '随附单据文件企业名', 'S64', '-', '-'],
  ['EdocOwnerCode', '所属单位海关编号', 'S10', '-', '-'],
  ['SignUnit', '签名单位代码', 'S10', '-', '-'],
  ['SignTime', '签名时间', 'S17', '-', '-', '格式为：yyyyMMdd hh:mm:ss'],
  ['EdocOwnerName', '所属单位名称', 'S100', '-', '-'],
  ['EdocSize', '随附单据文件大小', 'S12', '-', '-'],
  ['GNoStr', '商品项号关系', 'S150', '-', '-', '商品项号关系，多个商品项号用英文半角逗号分隔，如“1,3”。'],
] as const satisfies readonly FieldRow[];

/** Relation between a good and a licence (单证对应关系): 5 fields. */
// biome-ignore format: a table is read line by line
export const ECO_RELATION = [
  ['CertType', '单证代码', 'S3', 'Y/Y', '-', '1、当导入优惠贸易协定享惠信息中的原产地证明商品项号关联关系时，单证代码填写格式为：Y+优惠贸易协定代码。样…'],
  ['DecGNo', '报关单商品项号', 'S9', 'Y/Y', '-'],
  ['EcoCertNo', '单证编号', 'S64', 'Y/Y', '-', '当导入优惠贸易协定享惠信息中的原产地证明商品项号关联关系时，单证编号填写原产地证明类型（C/D）+原产地证明…'],
  ['EcoGNo', '对应随附单证商品项号', 'S9', 'Y/Y', '-'],
  ['ExtendFiled', '扩展字段', 'S255', '-/-', '-'],
] as const satisfies readonly FieldRow[];

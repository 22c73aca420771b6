import type { FieldRow } from './field-rule.js';

// Source: a public transcription of the official field table of the import interface; names confirmed by 3 other sources,
// lengths and requiredness by this one only. Row: element, Chinese name, type and length, 暂存, 申报, note (shortened).

/** Container (集装箱): 6 fields. */
// biome-ignore format: a table is read line by line
export const DEC_CONTAINER = [
  ['ContainerId', '集装箱号', 'S32', 'Y', '-'],
  ['ContainerMd', '集装箱规格', 'S32', 'Y', '-'],
  ['GoodsNo', '商品项号', 'S255', 'Y', '-', '商品项号用半角逗号分隔，如“1,3”'],
  ['LclFlag', '拼箱标识', 'S1', '-', '-'],
  ['GoodsContaWt', '箱货重量', 'N19.5', '-', '-'],
  ['ContainerWt', '自重', 'N18.5', '-', '-'],
] as const satisfies readonly FieldRow[];

/** Accompanying licence (随附单证): 2 fields. */
// biome-ignore format: a table is read line by line
export const DEC_LICENSE_DOCU = [
  ['DocuCode', '单证代码', 'S1', 'Y', '-'],
  ['CertCode', '单证编号', 'S32', 'Y', '-'],
] as const satisfies readonly FieldRow[];

/** Certificate applied for (申请单证): 3 fields. */
// biome-ignore format: a table is read line by line
export const DEC_REQUEST_CERT = [
  ['AppCertCode', '申请单证代码', 'S50', 'Y', '-'],
  ['ApplOri', '申请单证正本数', 'S50', '-', '-'],
  ['ApplCopyQuan', '申请单证副本数', 'S50', '-', '-'],
] as const satisfies readonly FieldRow[];

/** Other packing (其他包装): 2 fields. */
// biome-ignore format: a table is read line by line
export const DEC_OTHER_PACK = [
  ['PackQty', '包装件数', 'N19.5', '-', 'Y', '根据包装种类确定，挂装、散装、裸装时可不输入'],
  ['PackType', '包装材料种类', 'S2', '-', 'Y'],
] as const satisfies readonly FieldRow[];

/** Qualification of the enterprise (企业资质): 2 fields. */
// biome-ignore format: a table is read line by line
export const DEC_COP_LIMIT = [
  ['EntQualifNo', '企业资质编号', 'S40', '-', '-', '根据HS编码设限情况确定'],
  ['EntQualifTypeCode', '企业资质类别代码', 'S5', '-', 'Y', '根据HS编码设限情况确定'],
] as const satisfies readonly FieldRow[];

/** Promise of the enterprise (企业承诺): 1 field. */
// biome-ignore format: a table is read line by line
export const DEC_COP_PROMISE = [
  ['DeclaratioMaterialCode', '证明/声明材料代码', 'S10', '-', 'Y', '进口填写：“101040” 出口填写：“102053”'],
] as const satisfies readonly FieldRow[];

/** User of the goods (使用人): 2 fields. */
// biome-ignore format: a table is read line by line
export const DEC_USER = [
  ['UseOrgPersonCode', '使用单位联系人', 'S20', '-', '-'],
  ['UseOrgPersonTel', '使用单位联系电话', 'S20', '-', '-'],
] as const satisfies readonly FieldRow[];

/** Marks as a picture (标记号码附件): 3 fields. */
// biome-ignore format: a table is read line by line
export const DEC_MARK_LOB = [
  ['AttachName', '附件名称', 'S80', 'Y', 'Y'],
  ['AttachType', '附件类型', 'S20', '-', '-', '附件类型，保存图片文件扩展名，如 png、jpg、jpeg、webp'],
  ['Attachment', '附件', 'B', 'Y', 'Y', '附件（计算机无法录入的标记及号码的图案或内容，不超过1MB）。 需对附件进行BASE64编码。'],
] as const satisfies readonly FieldRow[];

/** Free text (自由文本): 7 fields. */
// biome-ignore format: a table is read line by line
export const DEC_FREE_TXT = [
  ['BonNo', '监管仓号', 'S32', '-', '-', '空值'],
  ['CusFie', '货场代码', 'S8', '-', '-', '空值'],
  ['DecBpNo', '报关员联系方式', 'S32', '-', '-'],
  ['DecNo', '申报人员证号', 'S13', '-', '-', '报关员海关注册编码'],
  ['RelId', '关联报关单号', 'S18', '-', '-', '空值'],
  ['RelManNo', '关联备案号', 'S12', '-', '-', '空值'],
  ['VoyNo', '航次号', 'S32', '-', '-'],
] as const satisfies readonly FieldRow[];

/** Signature and operation (签名): 12 fields. */
// biome-ignore format: a table is read line by line
export const DEC_SIGN = [
  ['OperType', '操作类型', 'S1', 'Y', 'Y', '操作类型 A：报关单上载 B：报关单、转关单上载 C：报关单申报 D：报关单、转关单申报 E：电子手册报关单…'],
  ['ICCode', '操作员IC卡号', 'S13', '-', '-', '当前操作的操作员IC卡号。 对应于2.0版接口： <ICCARD_ID>签名人IC卡ID</ICCARD_I…'],
  ['OperName', '操作员姓名', 'S30', '-', '-', '当前操作的操作员姓名'],
  ['CopCode', '操作企业组织机构代码', 'S18', '-', '-', '操作企业组织机构代码，对应表头中的CopCode'],
  ['ClientSeqNo', '客户端报关单编号', 'S18', 'Y', 'Y', '客户端自行编制的编号，唯一识别一票报关单。'],
  ['Sign', '数字签名信息', 'S200', '-', 'Y'],
  ['SignDate', '签名日期', 'T16', '-', 'Y'],
  ['HostId', '客户端邮箱的HostId', 'S10', '-', '-', '字段已废弃，不再使用。'],
  ['Certificate', '操作员卡的证书号', 'S20', '-', '-', '所有操作都需求取卡信息进行权限校验，所以所有导入都必须填写该字段。'],
  ['DomainId', '签名人分类', 'S1', '-', '-', '1：录入人 2：申报人'],
  ['Note', '备注', 'S100', '-', '-'],
  ['BillSeqNo', '对应清单统一编号', 'S18', '-', '-', '如果报关单有对应的清单填报关单对应的清单统一编号；如果没有清单填企业自编统一编号（对每个邮箱要唯一）'],
] as const satisfies readonly FieldRow[];

/** Risk assessment (风险评估): 4 fields. */
// biome-ignore format: a table is read line by line
export const DEC_RISK = [
  ['Risk', '风险评估结果', 'S10', '-', '-'],
  ['Sign', '数字签名信息', 'S255', '-', '-'],
  ['SignDate', '处理日期', 'T16', '-', '-'],
  ['Note', '备注', 'S100', '-', '-'],
] as const satisfies readonly FieldRow[];

/** Two-stage access (两段准入): 4 fields. */
// biome-ignore format: a table is read line by line
export const DEC_TP_ACCESS = [
  ['TransitionApply', '转场申请', 'S1', '-', '-', '空/0：未勾选 1：勾选'],
  ['TransitionSite', '转入场所场地', 'S11', '-', '-', '填写监管场地海关编码； 仅在勾选了“转场申请”时必填。'],
  ['ConditionalLiftoffApply', '附条件提离申请', 'S1', '-', '-', '空/0：未勾选 1：勾选'],
  ['PortDestMergeCheckApply', '口岸与目的地合并检查申请', 'S1', '-', '-', '空/0：未勾选 1：勾选'],
] as const satisfies readonly FieldRow[];

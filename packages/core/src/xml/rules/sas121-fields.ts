import type { FieldRow } from './field-rule.js';

// Source: the checks of one public bridge to the real client (not an official schema); names confirmed by a second source.
// Row: element, Chinese name, type, 暂存, 申报 (`Y?X=1`: only where X is 1), note, values allowed.

/** Head of a gate pass (核放单表头): 41 fields. */
// biome-ignore format: a table is read line by line
export const SAS121_HEAD = [
  ['SeqNo', '预录入统一编号', 'S=18', '-', '-'],
  ['PassportNo', '核放单编号', 'S=24', '-', '-'],
  ['EtpsPreentNo', '企业内部编号', 'S', '-', 'Y'],
  ['RltTbTypecd', '关联单证类型代码', 'S', '-', 'Y', '1-核注清单 2-出入库单 3-提运单', '1 2 3'],
  ['RltNo', '关联单证编号', 'S', '-', 'Y'],
  ['DclTypecd', '申报类型代码', 'S', '-', 'Y', '1-备案 3-作废', '1 3'],
  ['IoTypecd', '进出标志代码', 'S', '-', 'Y', 'I-进口 E-出口', 'I E'],
  ['PassportTypecd', '核放单类型代码', 'S', '-', 'Y', '1-先入区后报关 2-一线一体化进出区 3-二线进出区 4-非报关进出区 5-卡口登记货物 6-空车进出区', '1 2 3 4 5 6'],
  ['BindTypecd', '绑定类型代码', 'S', '-', 'Y', '1-一车多票 2-一票一车3-一票多车', '1 2 3'],
  ['MasterCuscd', '主管关区代码', 'I=4', '-', 'Y'],
  ['AreainOriactNo', '区内账册号', 'S', '-', '-'],
  ['AreainEtpsSccd', '区内企业社会信用代码', 'S=18', '-', 'Y'],
  ['AreainEtpsno', '区内企业编号', 'S=10', '-', 'Y'],
  ['AreainEtpsNm', '区内企业名称', 'S', '-', 'Y'],
  ['DclEtpsSccd', '申报企业社会信用代码', 'S=18', '-', 'Y'],
  ['DclEtpsno', '申报企业编号', 'S=10', '-', 'Y'],
  ['DclEtpsNm', '申报企业名称', 'S', '-', 'Y'],
  ['InputSccd', '录入单位社会信用代码', 'S=18', '-', 'Y'],
  ['InputCode', '录入单位编号', 'S=10', '-', 'Y'],
  ['InputName', '录入单位名称', 'S', '-', 'Y'],
  ['VehicleNo', '承运车牌号', 'S', '-', 'Y'],
  ['VehicleIcNo', 'IC卡号', 'S', '-', '-', '电子车牌'],
  ['VehicleWt', '车自重', 'N>0', '-', 'Y'],
  ['VehicleFrameWt', '车架重', 'S', '-', '-'],
  ['VehicleFrameNo', '车架号', 'S', '-', '-'],
  ['ContainerNo', '集装箱号', 'S', '-', '-'],
  ['ContainerWt', '集装箱自重', 'S', '-', '-'],
  ['ContainerType', '集装箱箱型', 'S', '-', '-'],
  ['TotalGrossWt', '货物总毛重', 'N>0', '-', 'Y'],
  ['TotalNetWt', '货物总净重', 'N>0', '-', 'Y'],
  ['TotalWt', '总重量', 'N>0', '-', 'Y', '包括车辆自重'],
  ['passTime', '过卡时间1', 'S', '-', '-'],
  ['secdPassTime', '过卡时间2', 'S', '-', '-'],
  ['stucd', '状态代码', 'S', '-', '-', '0：已申请，1：已审批，2：已过卡，3：已过一卡，4：已过二卡，5：已删除，6：已作废。其中2单卡模式专用，…'],
  ['DclErConc', '申请人及联系方式', 'S', '-', 'Y'],
  ['DclTime', '申报日期', 'S', '-', 'Y'],
  ['Rmk', '备注', 'S', '-', '-'],
  ['Col1', '备用字段1', 'S', '-', '-', '到货确认标志 1：是，0：否'],
  ['Col2', '备用字段2', 'S', '-', '-'],
  ['Col3', '备用字段3', 'S', '-', '-'],
  ['Col4', '备用字段4', 'S', '-', '-'],
] as const satisfies readonly FieldRow[];

/** One good of a gate pass (核放单表体): 16 fields. */
// biome-ignore format: a table is read line by line
export const SAS121_LIST = [
  ['SeqNo', '表头的核放单预录入编号', 'S=18', '-', '-'],
  ['PassportNo', '表头的核放单编号', 'S=24', '-', '-', '备案时为空，变更时填写'],
  ['PassportSeqNo', '自然序号，从1开始', 'I', '-', 'Y'],
  ['RltGdsSeqno', '关联商品序号', 'I', '-', 'Y'],
  ['GdsMtno', '商品料号', 'S', '-', 'Y'],
  ['Gdecd', '商品编码', 'I', '-', 'Y'],
  ['GdsNm', '商品名称', 'S', '-', 'Y'],
  ['DclUnitcd', '申报计量单位代码', 'I=3', '-', 'Y'],
  ['DclQty', '申报数量', 'N>0', '-', 'Y'],
  ['GrossWt', '毛重', 'N>0', '-', 'Y'],
  ['NetWt', '净重', 'N>0', '-', 'Y'],
  ['Rmk', '备注', 'S', '-', '-'],
  ['Col1', '备用字段1', 'S', '-', '-'],
  ['Col2', '备用字段2', 'S', '-', '-'],
  ['Col3', '备用字段3', 'S', '-', '-'],
  ['Col4', '备用字段4', 'S', '-', '-'],
] as const satisfies readonly FieldRow[];

/** Related document of a gate pass (关联单证): 4 fields. */
// biome-ignore format: a table is read line by line
export const SAS121_ACMP = [
  ['SeqNo', '表头的核放单预录入编号', 'S', '-', '-'],
  ['PassPortNo', '表头的核放单编号', 'S', '-', '-', '备案时为空，变更时填写'],
  ['RtlBillTypecd', '关联单证类型代码', 'S', '-', '-', '应该和表头的RltTbTypecd一致'],
  ['RtlBillNo', '关联单证编号', 'S', '-', '-'],
] as const satisfies readonly FieldRow[];

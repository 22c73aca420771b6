import type { FieldRow } from './field-rule.js';

// Source: the checks of one public bridge to the real client (not an official schema); names confirmed by a second source.
// Row: element, Chinese name, type, 暂存, 申报 (`Y?X=1`: only where X is 1), note, values allowed.

/** Head of a two-step gate pass (两步申报核放单): 26 fields. */
// biome-ignore format: a table is read line by line
export const ICP101_HEAD = [
  ['SasPassportPreentNo', '核放单预录入统一编号', 'S=18', '-', '-'],
  ['PassportNo', '核放单编号', 'S=24', '-', '-'],
  ['EtpsPreentNo', '企业内部编号', 'S', '-', 'Y'],
  ['DclTypecd', '申报类型', 'S', '-', 'Y', '1-备案、2-变更、3-作废。目前核放单只允许备案--1', '1 2 3'],
  ['MasterCuscd', '主管关区代码', 'I=4', '-', 'Y'],
  ['AreainEtpsSccd', '区内企业社会信用代码', 'S=18', '-', 'Y'],
  ['AreainEtpsNo', '区内企业编号', 'S=10', '-', 'Y'],
  ['AreainEtpsNm', '区内企业名称', 'S', '-', 'Y'],
  ['DclEtpsSccd', '申报企业社会信用代码', 'S=18', '-', 'Y'],
  ['DclEtpsNo', '申报企业编号', 'S=10', '-', 'Y'],
  ['DclEtpsNm', '申报企业名称', 'S', '-', 'Y'],
  ['InputCreditCode', '录入单位社会信用代码', 'S=18', '-', 'Y'],
  ['InputCode', '录入单位代码', 'S=10', '-', 'Y'],
  ['InputName', '录入单位名称', 'S', '-', 'Y'],
  ['VehicleNo', '承运车牌号', 'S', '-', 'Y'],
  ['VehicleIcNo', 'IC卡号', 'S', '-', '-', '电子车牌'],
  ['VehicleWt', '车自重', 'N>0', '-', 'Y', '千克'],
  ['VehicleFrameWt', '车架重', 'S', '-', '-', '千克'],
  ['VehicleFrameNo', '车架号', 'S', '-', '-'],
  ['ContainerNo', '集装箱号', 'S', '-', '-'],
  ['TotalGrossWt', '货物总毛重', 'N>0', '-', 'Y'],
  ['TotalWt', '总重量', 'N>0', '-', 'Y', '包括车辆自重'],
  ['PassTime', '过卡时间1', 'S', '-', '-', '过卡时间，卡口抬杆后系统自动返填。双卡模式，为过一卡时间'],
  ['SecdPassTime', '过卡时间2', 'S', '-', '-', '过二卡时间，卡口抬杆后系统自动返填。双卡模式专用'],
  ['DclErConc', '申请人及联系方式', 'S', '-', '-'],
  ['Rmk', '备注', 'S', '-', '-'],
] as const satisfies readonly FieldRow[];

/** Declaration of a two-step gate pass (关联报关单): 1 field. */
// biome-ignore format: a table is read line by line
export const ICP101_RLT = [
  ['EntryId', '报关单号', 'S=18', '-', 'Y'],
] as const satisfies readonly FieldRow[];

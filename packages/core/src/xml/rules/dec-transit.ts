import type { FieldRow } from './field-rule.js';

// Source: a public transcription of the official field table of the import interface; names confirmed by 3 other sources,
// lengths and requiredness by this one only. Row: element, Chinese name, type and length, 暂存, 申报, note (shortened).

/** Head of the transit declaration (转关单表头): 15 fields. */
// biome-ignore format: a table is read line by line
export const TRN_HEAD = [
  ['TrnPreId', '转关单统一编号', 'S18', '-', '-', '唯一标识一票报关单中转关提前报关单。首次导入传空值，由系统自动生成并返回客户端。'],
  ['TransNo', '载货清单号', 'S16', '-', '-'],
  ['TurnNo', '转关申报单号', 'S16', '-', '-'],
  ['NativeTrafMode', '境内运输方式', 'S1', '-', '-'],
  ['TrafCustomsNo', '境内运输工具编号', 'S13', '-', '-'],
  ['NativeShipName', '境内运输工具名称', 'S30', '-', '-'],
  ['NativeVoyageNo', '境内运输工具航次', 'S32', '-', '-'],
  ['ContractorName', '承运单位名称', 'S70', '-', '-'],
  ['ContractorCode', '承运单位组织机构代码', 'S10', '-', '-'],
  ['TransFlag', '转关类型', 'S2', '-', '-', '转关类型：1—转关提前 AA：出口二次转关 1G：提前/工厂验放 1T：提前/暂时进出口 1E：提前/中欧班…'],
  ['ValidTime', '预计运抵指运地时间', 'D8', '-', '-', '格式为：yyyyMMdd'],
  ['ESealFlag', '是否启用电子关锁标志', 'S1', '-', '-', 'Y：是 N：否'],
  ['Notes', '备注', 'S200', '-', '-'],
  ['TrnType', '转关单类型', 'S1', '-', '-', '1：无纸申报 0或空：普通有纸申报'],
  ['ApplCodeScc', '转关申报单位统一代码', 'S18', '-', '-'],
] as const satisfies readonly FieldRow[];

/** Bill of the transit declaration (转关提单): 6 fields. */
// biome-ignore format: a table is read line by line
export const TRN_LIST = [
  ['TrafMode', '进出境运输方式', 'S1', '-', '-'],
  ['ShipId', '进出境运输工具编号', 'S32', '-', '-'],
  ['ShipNameEn', '进出境运输工具名称', 'S255', '-', '-'],
  ['VoyageNo', '进出境运输工具航次', 'S32', '-', '-'],
  ['BillNo', '提单号', 'S32', '-', '-'],
  ['IEDate', '实际进出境日期', 'D8', '-', '-', '格式为：yyyyMMdd'],
] as const satisfies readonly FieldRow[];

/** Container of the transit declaration: 7 fields. */
// biome-ignore format: a table is read line by line
export const TRN_CONTAINER = [
  ['ContaNo', '集装箱号', 'S11', 'Y', '-'],
  ['ContaSn', '集装箱序号', 'I3', '-', '-'],
  ['ContaModel', '集装箱规格', 'S4', '-', '-'],
  ['SealNo', '电子关锁号', 'S128', '-', '-'],
  ['TransName', '境内运输工具名称', 'S32', '-', '-'],
  ['TransWeight', '工具实际重量', 'N19.5', '-', '-'],
  ['SealQty', '关锁个数', 'S4', '-', '-'],
] as const satisfies readonly FieldRow[];

/** Goods in a container of the transit declaration: 4 fields. */
// biome-ignore format: a table is read line by line
export const TRN_CONTA_GOODS = [
  ['GNo', '商品序号', 'I9', 'Y', 'Y'],
  ['ContaNo', '集装箱号', 'S11', 'Y', 'Y'],
  ['ContaGoodsCount', '商品件数', 'I9', '-', 'Y'],
  ['ContaGoodsWeight', '商品重量', 'N19.5', '-', 'Y'],
] as const satisfies readonly FieldRow[];

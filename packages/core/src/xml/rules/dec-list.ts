import type { FieldRow } from './field-rule.js';

// Source: a public transcription of the official field table of the import interface; names confirmed by 3 other sources,
// lengths and requiredness by this one only. Row: element, Chinese name, type and length, 暂存, 申报, note (shortened).

/** One good (表体): 49 fields. */
// biome-ignore format: a table is read line by line
export const DEC_LIST = [
  ['ClassMark', '归类标志', 'S1', '-', '-', '空值'],
  ['CodeTS', '商品编号', 'S10', 'Y', 'Y'],
  ['ContrItem', '备案序号', 'I19', '-', '-', '程序控制9位'],
  ['DeclPrice', '申报单价', 'N19.4', '-', 'Y'],
  ['DeclTotal', '申报总价', 'N19.4', '-', 'Y'],
  ['DutyMode', '征免方式', 'S1', '-', 'Y'],
  ['ExgNo', '货号', 'S30', '-', '-'],
  ['ExgVersion', '版本号', 'I8', '-', '-'],
  ['Factor', '申报计量单位与法定单位比例因子', 'N11.3', '-', '-'],
  ['FirstUnit', '第一计量单位（法定单位）', 'S3', '-', 'Y'],
  ['FirstQty', '第一法定数量', 'N19.5', '-', 'Y'],
  ['GUnit', '成交计量单位', 'S3', '-', 'Y'],
  ['GModel', '商品规格、型号', 'S255', '-', '-'],
  ['GName', '商品名称', 'S255', '-', 'Y'],
  ['GNo', '商品序号', 'I19', 'Y', 'Y'],
  ['GQty', '成交数量', 'N19.5', '-', 'Y'],
  ['OriginCountry', '原产国', 'S3', '-', 'Y', '对于出口报关单，表体的originalCountry需要填目的国，destinationCountry填的是…'],
  ['SecondUnit', '第二计量单位', 'S3', '-', '-'],
  ['SecondQty', '第二法定数量', 'N19.5', '-', 'Y'],
  ['TradeCurr', '成交币制', 'S3', '-', 'Y'],
  ['UseTo', '用途/生产厂家', 'S2', '-', '-'],
  ['WorkUsd', '工缴费', 'N19.4', '-', '-'],
  ['DestinationCountry', '最终目的国（地区）', 'S3', 'Y', 'Y', '对于出口报关单，表体的originalCountry需要填目的国，destinationCountry填的是…'],
  ['CiqCode', '监管类别名称', 'S20', '-', '-', '填写3位监管类别'],
  ['DeclGoodsEname', '商品英文名称', 'S100', '-', '-', '申报货物名称(外文)【货物的外文名称】'],
  ['OrigPlaceCode', '原产地区代码', 'S50', '-', '-', '原产地区代码【原产国内的生产区域，如州、省等】'],
  ['Purpose', '用途代码', 'S4', '-', '-', '用途【本项货物的用途】'],
  ['ProdValidDt', '产品有效期', 'S20', '-', '-', '产品有效期【质量保障的截止日期】 格式：yyyyMMdd'],
  ['ProdQgp', '产品保质期', 'S20', '-', '-', '产品保质期【质量保障的月数或天数】'],
  ['GoodsAttr', '货物属性代码', 'S20', '-', '-', '货物属性【声明本项货物的相关属性】'],
  ['Stuff', '成份/原料/组份', 'S400', '-', '-', '成份/原料/组份【本项货物含有的成份或者货物原料,或化学品组份】'],
  ['Uncode', 'UN编码', 'S20', '-', '-', 'UN编码【危险品货物对应的《危险化学品目录》中的UN编码】'],
  ['DangName', '危险货物名称', 'S80', '-', '-', '危险品名称【危险品货物对应的《危险化学品目录》中的名称】'],
  ['DangPackType', '危包类别', 'S4', '-', '-', '危包类别【危险化学品包装类别】'],
  ['DangPackSpec', '危包规格', 'S24', '-', '-', '危包规格【危险化学品包装规格】'],
  ['EngManEntCnm', '境外生产企业名称', 'S100', '-', '-'],
  ['NoDangFlag', '非危险化学品', 'S1', '-', '-', '危险品'],
  ['DestCode', '目的地代码', 'S8', '-', '-', '目的地代码【货物在境内预定最终抵达的交货地】'],
  ['GoodsSpec', '检验检疫货物规格', 'S2000', '-', '-', '原检验检疫货物规格'],
  ['GoodsModel', '货物型号', 'S2000', '-', '-', '货物型号【本项货物的所有型号】'],
  ['GoodsBrand', '货物品牌', 'S2000', '-', '-', '货物品牌【本项货物的品牌】'],
  ['ProduceDate', '生产日期', 'S2000', '-', '-', '生产日期【货物的生产日期或者生产批号】格式：yyyyMMdd,多个日期用英文半角分号分隔'],
  ['ProdBatchNo', '生产批号', 'S2000', '-', '-', '生产批号【货物的生产批号】'],
  ['DistrictCode', '境内目的地/境内货源地', 'S5', '-', 'Y', '进口指境内目的地，出口指境内货源地'],
  ['CiqName', '检验检疫名称', 'S50', '-', '-', 'CIQ代码对应的商品描述'],
  ['MnufctrRegNo', '生产单位注册号', 'S20', '-', '-', '出口独有'],
  ['MnufctrRegName', '生产单位名称', 'S150', '-', '-', '出口独有'],
  ['RcepOrigPlaceCode', '优惠贸易协定项下原产地', 'S3', '-', '-'],
  ['ControlExplainCode', '禁限管制识别码', 'S4', '-', '-', '填写4位禁限管制识别码'],
] as const satisfies readonly FieldRow[];

/** Licence of a good (许可证): 6 fields. */
// biome-ignore format: a table is read line by line
export const DEC_GOODS_LIMIT = [
  ['GoodsNo', '商品序号', 'I9', 'Y', 'Y'],
  ['LicTypeCode', '许可证类别代码', 'S5', '-', 'Y'],
  ['LicenceNo', '许可证编号', 'S40', '-', 'Y'],
  ['LicWrtofDetailNo', '许可证核销明细序号', 'S4', '-', '-'],
  ['LicWrtofQty', '许可证核销数量', 'S20', '-', '-'],
  ['LicWrtofQtyUnit', '许可证核销数量单位', 'S3', '-', '-'],
] as const satisfies readonly FieldRow[];

/** Vehicle identification of a licence (许可证 VIN): 14 fields. */
// biome-ignore format: a table is read line by line
export const DEC_GOODS_LIMIT_VIN = [
  ['LicenceNo', '许可证编号', 'S40', 'Y', 'Y'],
  ['LicTypeCode', '许可证类别代码', 'S5', 'Y', 'Y'],
  ['VinNo', 'VIN序号', 'S100', '-', '-'],
  ['BillLadDate', '提/运单日期', 'D8', '-', '-', '提/运单日期 yyyyMMdd'],
  ['QualityQgp', '质量保质期', 'S100', '-', '-'],
  ['MotorNo', '发动机号或电机号', 'S100', '-', '-'],
  ['VinCode', '车辆识别代码（VIN）', 'S20', '-', '-'],
  ['ChassisNo', '底盘(车架)号', 'S10', '-', '-'],
  ['InvoiceNum', '发票所列数量', 'N19.5', '-', '-'],
  ['ProdCnnm', '品名（中文名称）', 'S500', '-', '-'],
  ['ProdEnnm', '品名（英文名称）', 'S500', '-', '-'],
  ['ModelEn', '型号（英文）', 'S500', '-', '-'],
  ['PricePerUnit', '单价', 'S20', '-', '-'],
  ['InvoiceNo', '发票号', 'S30', '-', '-'],
] as const satisfies readonly FieldRow[];

/** Declaration elements of restricted goods (禁限管制): 3 fields. */
// biome-ignore format: a table is read line by line
export const DEC_CONTROL_MODEL = [
  ['ElementNo', '要素序号', 'S19', 'Y', 'Y', '禁限管制申报要素序号'],
  ['ElementValue', '要素值', 'S512', '-', '-', '禁限管制申报要素值'],
  ['DeclarationCategoryCode', '禁限管制规范申报类别', 'S4', 'Y', 'Y', '填写4位禁限管制规范申报类别代码'],
] as const satisfies readonly FieldRow[];

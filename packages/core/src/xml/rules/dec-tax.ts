import type { FieldRow } from './field-rule.js';

// Source: a public transcription of the official field table of the import interface; names confirmed by 3 other sources,
// lengths and requiredness by this one only. Row: element, Chinese name, type and length, 暂存, 申报, note (shortened).
// Two values with a slash come from the source as they are; they are read as 暂存/申报 [inferred].

/** Tax declaration (报税单): 29 fields. */
// biome-ignore format: a table is read line by line
export const SDD_TAX = [
  ['FileName', '文件名称', 'S18', '-/-', '-'],
  ['SeqNo', '数据中心统一编号', 'S18', '-/-', '-'],
  ['IEFlag', '进出口标志', 'S1', '-/-', '-'],
  ['DeclPort', '申报口岸', 'S4', '-/-', '-'],
  ['DDate', '预计申报日期', 'S10', '-/-', '-'],
  ['TradeCo', '境内收发货人编号', 'S10', '-/-', '-'],
  ['TradeName', '境内收发货人名称', 'S70', '-/-', '-'],
  ['InRatio', '内销比率', 'N21.7', '-/-', '-'],
  ['TradeMode', '监管方式', 'S4', '-/-', '-'],
  ['CutMode', '征免性质分类', 'S3', '-/-', '-'],
  ['TransMode', '成交方式', 'S1', '-/-', '-'],
  ['FeeMark', '运费标记', 'S1', '-/-', '-'],
  ['FeeCurr', '运费币制', 'S3', '-/-', '-'],
  ['FeeRate', '运费／率', 'N21.7', '-/-', '-'],
  ['InsurMark', '保险费标记', 'S1', '-/-', '-'],
  ['InsurCurr', '保险费币制', 'S1', '-/-', '-'],
  ['InsurRate', '保险费／率', 'N21.7', '-/-', '-'],
  ['OtherMark', '杂费标记', 'S1', '-/-', '-'],
  ['OtherCurr', '杂费币制', 'S3', '-/-', '-'],
  ['OtherRate', '杂费／率', 'N21.7', '-/-', '-'],
  ['ManualNo', '备案号', 'S12', '-/-', '-'],
  ['TradeCoScc', '境内收发货人统一代码', 'S18', '-/-', '-'],
  ['GrossWt', '毛重', 'N21.7', '-/-', '-'],
  ['NoteS', '备注', 'S255', '-/-', '-'],
  ['LegalLiability', '法律责任', 'S255', '-/Y', '-'],
  ['Sign', '数字签名信息', 'S255', '-/Y', '-'],
  ['MessId', '签名消息号', 'S20', '-/-', '-'],
  ['CertSeqNo', '签名证书号', 'S64', '-/Y', '-'],
  ['Status', '状态', 'S1', '-/-', '-'],
] as const satisfies readonly FieldRow[];

/** Royalties (特许权使用费): 21 fields. */
// biome-ignore format: a table is read line by line
export const DEC_ROYALTY_FEE = [
  ['PricePreDeterminNo', '价格预裁定编号', 'S20', '-', '-', '是否经过海关价格预裁定选择是时必须填写，需要进行长度审核，同预裁定系统的编号要求。'],
  ['TaxRoyaltyDeclType', '应税特许权使用费申报情形', 'S1', '-', '-', '0：首次申报 1：延续性申报'],
  ['ContractNo', '合同/协议号', 'S500', 'Y', 'Y'],
  ['Authorizer', '授权方', 'S500', 'Y', 'Y'],
  ['AuthorizedPerson', '被授权方', 'S500', 'Y', 'Y'],
  ['PayType', '支付方式', 'S20', 'Y', 'Y', '0：一次性支付 1：定期支付 2：混合'],
  ['PayTime', '支付时间', 'S10', 'Y', 'Y', '年月日 yyyy-MM-dd'],
  ['PayPeriod', '支付计提周期', 'I2', '-', '-', '按月来计算'],
  ['EffectiveDateTime', '合同/协议起始执行时间', 'S10', 'Y', 'Y', '年月日 yyyy-MM-dd'],
  ['ExpirationDateTime', '合同协议终止时间', 'D10', 'Y', 'Y', '如果合同未明确规定有效时间或有效时间为长期，录入终止时间为10年，年月日.格式：yyyy-MM-dd'],
  ['RoyaltyAmount', '特许权使用费金额', 'N19.2', 'Y', 'Y', '小数点后2位'],
  ['Curr', '币制', 'S3', 'Y', 'Y'],
  ['RoyaltyFeeType', '特许权使用费类型', 'S5', 'Y', 'Y', '按位存放 第一位:专利权或者专有技术使用权 第二位:商标权 第三位:著作权 第四位:分销权、销售权或者其他类…'],
  ['EdocType', '随附材料清单类型', 'S8', 'Y', 'Y', '按位存放 第一位:特许权使用费涉及的原进口货物报关单号 第二位:特许权使用费合同/协议 第三位:特许权使用费…'],
  ['Statment', '说明', 'S2500', 'Y', 'Y'],
  ['IsSecret', '是否保密', 'S1', 'Y', 'Y', '是否保密：1：是、0：否'],
  ['IsCusAudit', '是否经过海关审核认定', 'S1', '-', '-', '是否经过海关审核认定： 1：是、0：否'],
  ['IsCusPricePreDetermin', '是否经过海关价格预裁定', 'S1', '-', '-', '是否经过海关价格预裁定： 1：是、0：否'],
  ['IssueDateTime', '合同/协议签约时间', 'S10', 'Y', 'Y', '年月日 yyyy-MM-dd'],
  ['PeriodStartDate', '本次支付对应的计提周期起始时间', 'S10', '-', '-', '年月日 yyyy-MM-dd'],
  ['PeriodEndDate', '本次支付对应的计提周期终止时间', 'S10', '-', '-', '年月日 yyyy-MM-dd'],
] as const satisfies readonly FieldRow[];

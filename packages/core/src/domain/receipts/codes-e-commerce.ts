import type { CodeTable } from './code-row.js';

/**
 * returnStatus of CEB receipts [official list, repeated by 2 public sources]. A negative number is an error of the message;
 * see `findCode`.
 */
const CEB: CodeTable = {
  nameZh: '跨境电商状态',
  nameEn: 'State of the e-commerce message',
  rows: [
    ['1', 'sent', '电子口岸已暂存', 'Stored by the e-port'],
    ['2', 'sent', '电子口岸申报中', 'Being declared by the e-port'],
    ['3', 'sent', '发送海关成功', 'Passed on to customs'],
    ['4', 'returned', '发送海关失败', 'Not passed on to customs'],
    ['100', 'returned', '海关退单', 'Returned by customs'],
    ['120', 'accepted', '海关入库', 'Received by customs'],
    ['300', 'review', '人工审核', 'With a customs officer'],
    ['399', 'passed', '海关审结', 'Documents cleared'],
    ['500', 'action', '查验', 'Goods to be inspected'],
    ['501', 'action', '扣留移送通关', 'Detained, passed to clearance'],
    ['502', 'action', '扣留移送缉私', 'Detained, passed to anti-smuggling'],
    ['503', 'action', '扣留移送法规', 'Detained, passed to legal affairs'],
    ['599', 'action', '其他扣留', 'Detained for another reason'],
    ['700', 'deleted', '退运', 'Goods sent back'],
    ['800', 'released', '放行', 'Released'],
    ['899', 'closed', '结关', 'Customs clearance closed'],
    ['-*', 'returned', '报文处理失败', 'The message was not processed'],
  ],
};

/** status of CEB816 and CEB818 [official schema]. A tax bill says nothing about the way of the goods. */
const CEB_TAX: CodeTable = {
  nameZh: '电子税单状态',
  nameEn: 'State of the electronic tax bill',
  rows: [
    ['1', 'note', '税单已生成', 'Tax bill made'],
    ['2', 'note', '税单已汇总', 'Tax bill summed up'],
    ['3', 'note', '税单已作废', 'Tax bill void'],
  ],
};

export const E_COMMERCE_CODES = { ceb: CEB, 'ceb-tax': CEB_TAX } as const;

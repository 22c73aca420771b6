import type { CodeTable } from './code-row.js';

/** ResponseCode of DxpRep, four digits [official specification of the exchange platform]. All zeros: no error [inferred]. */
const DXP: CodeTable = {
  nameZh: '交换平台响应',
  nameEn: 'Response of the exchange platform',
  rows: [
    ['0000', 'sent', '平台已接收', 'Taken by the platform'],
    ['0001', 'returned', '报文格式错误', 'The message is malformed'],
    ['0002', 'returned', '不能通过 schema 验证', 'The message does not pass schema validation'],
    ['0999', 'returned', '其他报文错误', 'Another error of the message'],
    ['1001', 'returned', '数字签名无效', 'The signature is not valid'],
    ['1002', 'returned', '数字签名已过期', 'The signature has expired'],
    ['1003', 'returned', '解密错误', 'Decryption failed'],
    ['1004', 'returned', '签名与数据不符', 'The signature does not fit the data'],
    ['1999', 'returned', '其他安全错误', 'Another security error'],
    ['2001', 'returned', '接收方不存在', 'The receiver does not exist'],
    ['2002', 'returned', '地址不匹配', 'The address does not match'],
    ['2999', 'returned', '其他路由错误', 'Another routing error'],
    ['3001', 'returned', '数据库/中间件错误', 'Error of a database or middleware'],
    ['3002', 'returned', '远程连接错误', 'Error of a remote connection'],
    ['3003', 'returned', '超时', 'Time-out'],
    ['3999', 'returned', '其他系统错误', 'Another system error'],
    ['4000-9999', 'returned', '用户自定义错误', 'User-defined error'],
  ],
};

/** failCode of a `Root` document and the codes inside its failInfo: failures of the card service [1-3 sources each]. */
const LOCAL_FAILURE: CodeTable = {
  nameZh: '客户端本地失败',
  nameEn: 'Failure in the client itself',
  rows: [
    ['C134', 'returned', '读卡或签名失败', 'Reading the card or signing failed'],
    ['50070', 'returned', '复位读卡器失败（未插卡或卡松动）', 'The reader could not be reset: no card, or it moved'],
    ['50200', 'returned', '打开读卡器失败（无读卡器或被占用）', 'The reader could not be opened: none there, or busy'],
    ['60408', 'returned', '无法连接控件服务', 'The card service cannot be reached'],
    ['50000', 'returned', '调用参数错误', 'Wrong arguments in a call'],
    ['*', 'returned', '客户端本地处理失败', 'The client could not process it'],
  ],
};

/** An answer whose code says taken while its words say refused, whatever its code (decision 0052). */
const CONTRADICTION: CodeTable = {
  nameZh: '自相矛盾的应答',
  nameEn: 'Answer that contradicts itself',
  rows: [
    [
      '*',
      'returned',
      '代码表示已接收，说明却表示失败：请先到单一窗口核实，再决定是否重发',
      'The code says taken, the words say refused: look in the Single Window before you send it again',
    ],
  ],
};

export const PLATFORM_CODES = { dxp: DXP, 'local-failure': LOCAL_FAILURE, contradiction: CONTRADICTION } as const;

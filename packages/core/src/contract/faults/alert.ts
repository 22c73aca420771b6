import { row } from './row.js';

/** Faults of the ways by which people are told. None of them touches a document. */
export const ALERT_FAULTS = {
  'alert.unreachable': row(
    'retry',
    69,
    ['告警没有送出：对方连接不上或没有及时回应', '检查告警通道的地址、网络和代理；会自动重试'],
    [
      'An alert was not delivered: the other side was not reached or did not answer in time',
      'Check address, network and proxy of the channel; it is tried again by itself',
    ],
  ),
  'alert.refused': row(
    'retry',
    69,
    ['告警没有送出：对方拒绝了', '检查告警通道的密钥、签名和限制；会自动重试'],
    [
      'An alert was not delivered: the other side refused it',
      'Check key, signature and limits of the channel; it is tried again by itself',
    ],
  ),
} as const;

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
  'alert.no-system-log': row(
    'retry',
    69,
    [
      '告警没有送出：本机没有系统日志服务',
      '启动 systemd-journald 或 rsyslog（容器中通常没有），或在该通道的 program 中指定远程日志，或改用其他通道；会自动重试',
    ],
    [
      'An alert was not delivered: this machine has no log of the system',
      'Start systemd-journald or rsyslog (a container usually has none), name a remote log in `program` of the channel, or use another channel; it is tried again by itself',
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

import { row } from './row.js';

/** Faults of the broker, seen from our side. */
export const TRANSPORT_FAULTS = {
  'transport.unreachable': row(
    'hold',
    69,
    ['连接不上消息服务器', '检查地址、端口、防火墙；会自动重连'],
    ['The broker cannot be reached', 'Check host, port and firewall; it is tried again by itself'],
  ),
  'transport.unauthorized': row(
    'hold',
    77,
    ['消息服务器拒绝登录或无权限', '检查用户名、密码、虚拟主机和权限'],
    ['The broker refused the login or the permission', 'Check user, password, virtual host and permissions'],
  ),
  'transport.vhost': row(
    'hold',
    77,
    ['虚拟主机不存在，或该用户无权进入', '检查传输设置中的 vhost（默认是 /）和用户在其中的权限'],
    [
      'The virtual host does not exist, or the user may not enter it',
      'Check vhost in the transport settings (the default is /) and the permissions of the user there',
    ],
  ),
  'transport.tls': row(
    'hold',
    69,
    ['TLS 握手失败', '检查证书、服务器名称和有效期'],
    ['The TLS handshake failed', 'Check certificates, server name and validity'],
  ),
  'transport.not-found': row(
    'hold',
    69,
    ['队列、交换机或队列管理器不存在', '检查传输设置中的名称'],
    ['A queue, exchange or queue manager does not exist', 'Check the names in the transport settings'],
  ),
  'transport.closed': row(
    'hold',
    69,
    ['与消息服务器的连接已断开', '会自动重连'],
    ['The connection to the broker ended', 'It is opened again by itself'],
  ),
  'transport.blocked': row(
    'hold',
    69,
    ['消息服务器暂停接收（内存或磁盘告警）', '联系平台；恢复后自动继续'],
    ['The broker blocks publishing (memory or disk alarm)', 'Tell the platform; work resumes by itself'],
  ),
  'transport.timeout': row(
    'hold',
    69,
    ['消息服务器没有及时回应', '检查网络；会自动重试'],
    ['The broker did not answer in time', 'Check the network; it is tried again by itself'],
  ),
  'transport.protocol': row(
    'hold',
    69,
    ['消息服务器的回应不符合协议', '检查服务器类型和版本'],
    ['The broker answered against its protocol', 'Check the kind and version of the broker'],
  ),
  'transport.outcome-unknown': row(
    'hold',
    69,
    ['发送结果未知（确认前连接中断）', '按策略处理：重发（同一报文号）或等待回执'],
    [
      'The outcome of a send is unknown (connection lost before the confirm)',
      'The policy of the business applies: send again under the same id, or wait',
    ],
  ),
  'transport.nacked': row(
    'retry',
    69,
    [
      '消息服务器暂时拒收，但部分队列可能已收到',
      '自动以同一报文号重发并加标记；onUnknown 为 hold 时等待人工用 swic settle 处理',
    ],
    [
      'The broker declined the message for now, but some of its queues may have it',
      'It is sent again by itself under the same id, marked; with onUnknown: hold, decide with swic settle',
    ],
  ),
  'transport.backed-out': row(
    'retry',
    69,
    ['队列管理器撤销了这批报文，一份也没有收下', '自动重发，不会重复；反复出现时请联系平台'],
    [
      'The queue manager backed the batch out: nothing of it was taken',
      'It is sent again by itself, and nothing is doubled; if it goes on, ask the platform',
    ],
  ),
  'transport.unroutable': row(
    'hold',
    69,
    ['没有队列接收报文', '检查发送队列、路由键和交换机的绑定；恢复后自动发送'],
    [
      'No queue takes the messages',
      'Check the send queue, the routing key and the bindings of the exchange; sending resumes by itself',
    ],
  ),
  'transport.queue-in-use': row(
    'hold',
    69,
    ['接收队列被另一个程序独占', '停止占用该队列的程序，或向平台确认队列名；会自动重试'],
    [
      'The queue is used exclusively by another consumer',
      'Stop the program that uses it, or ask the platform for the right queue; it is tried again by itself',
    ],
  ),
  'transport.queue-newer': row(
    'halt',
    79,
    ['内置队列由更新版本的 swic 写成，未作改动', '收发双方使用同一版本的 swic；不要删除队列目录'],
    [
      'The embedded queue was written by a newer swic, and was left as it is',
      'Run the same, newer swic on both sides of the queue; do not delete its directory',
    ],
  ),
  'transport.too-large': row(
    'reject',
    1,
    ['报文超过消息服务器上限', '缩小报文或联系平台'],
    ['The message is larger than the broker allows', 'Make it smaller, or ask the platform'],
  ),
  'transport.refused': row(
    'reject',
    1,
    ['消息服务器拒绝该报文', '查看说明并联系平台'],
    ['The broker refused this message', 'See the explanation, ask the platform'],
  ),
  'transport.client-missing': row(
    'halt',
    78,
    ['缺少 IBM MQ 客户端库或其架构不符', '安装 IBM MQ 客户端（64 位），见文档'],
    [
      'The IBM MQ client library is missing or of another architecture',
      'Install the 64-bit IBM MQ client, see the docs',
    ],
  ),
} as const;

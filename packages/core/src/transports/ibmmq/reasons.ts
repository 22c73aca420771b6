import type { FaultCode } from '../../contract/fault-table.js';

/** What a reason code of the MQI means for us, and what the operator can do about it. */
export interface MqReason {
  readonly name: string;
  readonly code: FaultCode;
  /**
   * Where MQPUT or MQOPEN for it gives this reason: does it concern this one message (the rest of the batch goes on), or is the
   * connection no longer of use?
   */
  readonly scope: 'message' | 'connection';
  readonly zh: string;
  readonly en: string;
}

/**
 * The reason codes that swic has something to say about [official: IBM's header cmqc.h for numbers and names; what to do is
 * ours]. Every other one is a protocol fault that ends the session, with its number and name in the detail.
 */
export const MQ_REASONS: Readonly<Record<number, MqReason>> = {
  2003: message(
    'MQRC_BACKED_OUT',
    'transport.backed-out',
    '队列管理器撤销了这批报文，会自动重试',
    'The queue manager backed the batch out; it is tried again',
  ),
  2009: connection(
    'MQRC_CONNECTION_BROKEN',
    'transport.closed',
    '与队列管理器的连接中断，会自动重连',
    'The connection to the queue manager broke; it is opened again',
  ),
  2010: message(
    'MQRC_DATA_LENGTH_ERROR',
    'transport.too-large',
    '报文超过通道的最大长度，请平台调大通道 MAXMSGL',
    'The message exceeds the channel; ask for a larger MAXMSGL of the channel',
  ),
  2016: connection(
    'MQRC_GET_INHIBITED',
    'transport.blocked',
    '接收队列被设为禁止取出，请联系平台',
    'Getting from the receive queue is inhibited; ask the platform',
  ),
  2018: connection(
    'MQRC_HCONN_ERROR',
    'transport.closed',
    '连接句柄已失效，会自动重连',
    'The connection handle is void; the connection is opened again',
  ),
  2024: message(
    'MQRC_SYNCPOINT_LIMIT_REACHED',
    'transport.backed-out',
    '一次提交的报文过多，请减小 batch',
    'Too many messages in one commit; make `batch` smaller',
  ),
  2025: connection(
    'MQRC_MAX_CONNS_LIMIT_REACHED',
    'transport.unreachable',
    '队列管理器的连接数已满，稍后自动重试',
    'The queue manager has no connection left; it is tried again',
  ),
  2030: message(
    'MQRC_MSG_TOO_BIG_FOR_Q',
    'transport.too-large',
    '报文超过队列的最大长度',
    'The message is larger than the queue allows',
  ),
  2031: message(
    'MQRC_MSG_TOO_BIG_FOR_Q_MGR',
    'transport.too-large',
    '报文超过队列管理器的最大长度',
    'The message is larger than the queue manager allows',
  ),
  2035: connection(
    'MQRC_NOT_AUTHORIZED',
    'transport.unauthorized',
    '用户名或密码不对，或没有该队列的权限',
    'User or password is wrong, or the user may not use this queue',
  ),
  2042: connection(
    'MQRC_OBJECT_IN_USE',
    'transport.queue-in-use',
    '队列被其他程序独占打开，请先停止它',
    'Another program holds the queue exclusively; stop it first',
  ),
  2045: connection(
    'MQRC_OPTION_NOT_VALID_FOR_TYPE',
    'transport.not-found',
    '该对象不是可收发的本地队列',
    'The object is not a queue that can be used this way',
  ),
  2051: message(
    'MQRC_PUT_INHIBITED',
    'transport.blocked',
    '发送队列被设为禁止放入，请联系平台；会自动重试',
    'Putting to the send queue is inhibited; ask the platform; it is tried again',
  ),
  2052: message('MQRC_Q_DELETED', 'transport.unroutable', '发送队列已被删除', 'The send queue was deleted'),
  2053: message(
    'MQRC_Q_FULL',
    'transport.blocked',
    '发送队列已满，等对方取走后自动继续',
    'The send queue is full; work resumes when the other side has taken some',
  ),
  2056: message(
    'MQRC_Q_SPACE_NOT_AVAILABLE',
    'transport.blocked',
    '队列没有存储空间，请联系平台；会自动重试',
    'The queue has no space left; ask the platform; it is tried again',
  ),
  2058: connection(
    'MQRC_Q_MGR_NAME_ERROR',
    'transport.not-found',
    '队列管理器名称不对，检查 queueManager',
    'The queue manager has another name; check queueManager',
  ),
  2059: connection(
    'MQRC_Q_MGR_NOT_AVAILABLE',
    'transport.unreachable',
    '队列管理器未启动或不接受连接，会自动重连',
    'The queue manager is not running or takes no connections; it is tried again',
  ),
  2063: connection(
    'MQRC_SECURITY_ERROR',
    'transport.unauthorized',
    '安全检查失败，检查用户和通道的权限',
    'The security check failed; check the user and the channel',
  ),
  2071: connection(
    'MQRC_STORAGE_NOT_AVAILABLE',
    'transport.closed',
    '内存不足，会自动重连',
    'There is no memory left; the connection is opened again',
  ),
  2082: message(
    'MQRC_UNKNOWN_ALIAS_BASE_Q',
    'transport.unroutable',
    '别名队列所指的队列不存在',
    'The alias names a queue that does not exist',
  ),
  2085: message(
    'MQRC_UNKNOWN_OBJECT_NAME',
    'transport.unroutable',
    '队列不存在，检查 send.queue / receive.queue',
    'The queue does not exist; check send.queue or receive.queue',
  ),
  2086: message(
    'MQRC_UNKNOWN_OBJECT_Q_MGR',
    'transport.unroutable',
    '队列所属的队列管理器不存在',
    'The queue manager of the queue does not exist',
  ),
  2087: message(
    'MQRC_UNKNOWN_REMOTE_Q_MGR',
    'transport.unroutable',
    '远程队列管理器没有路由',
    'There is no route to the remote queue manager',
  ),
  2102: connection(
    'MQRC_RESOURCE_PROBLEM',
    'transport.closed',
    '队列管理器资源不足，会自动重连',
    'The queue manager lacks resources; the connection is opened again',
  ),
  2161: connection(
    'MQRC_Q_MGR_QUIESCING',
    'transport.closed',
    '队列管理器正在停止，恢复后自动继续',
    'The queue manager is quiescing; work resumes when it is back',
  ),
  2162: connection(
    'MQRC_Q_MGR_STOPPING',
    'transport.closed',
    '队列管理器正在停止，恢复后自动继续',
    'The queue manager is stopping; work resumes when it is back',
  ),
  2195: connection(
    'MQRC_UNEXPECTED_ERROR',
    'transport.closed',
    'IBM MQ 内部错误，会自动重连；若反复出现，查看 AMQERR01.LOG',
    'An internal error of IBM MQ; the connection is opened again; if it comes back, see AMQERR01.LOG',
  ),
  2202: connection(
    'MQRC_CONNECTION_QUIESCING',
    'transport.closed',
    '连接正在关闭，会自动重连',
    'The connection is quiescing; it is opened again',
  ),
  2203: connection(
    'MQRC_CONNECTION_STOPPING',
    'transport.closed',
    '连接正在关闭，会自动重连',
    'The connection is stopping; it is opened again',
  ),
  2218: message(
    'MQRC_MSG_TOO_BIG_FOR_CHANNEL',
    'transport.too-large',
    '报文超过通道的最大长度，请平台调大通道 MAXMSGL',
    'The message exceeds the channel; ask for a larger MAXMSGL of the channel',
  ),
  2277: connection(
    'MQRC_CD_ERROR',
    'transport.protocol',
    '通道设置有误，检查 channel 和 connectionName',
    'The channel settings are wrong; check channel and connectionName',
  ),
  2278: connection(
    'MQRC_CLIENT_CONN_ERROR',
    'transport.protocol',
    '客户端连接设置有误',
    'The client connection settings are wrong',
  ),
  2381: connection(
    'MQRC_KEY_REPOSITORY_ERROR',
    'transport.tls',
    '密钥库打不开，检查 tls.keyRepository 的路径、口令文件和权限',
    'The key repository cannot be opened; check the path, stash file and permissions of tls.keyRepository',
  ),
  2393: connection(
    'MQRC_SSL_INITIALIZATION_ERROR',
    'transport.tls',
    'TLS 无法建立，检查 tls.cipherSpec 是否与通道一致、证书是否受信任',
    'TLS could not be set up; check that tls.cipherSpec is that of the channel and the certificate is trusted',
  ),
  2396: connection(
    'MQRC_SSL_NOT_ALLOWED',
    'transport.tls',
    '此连接方式不允许 TLS',
    'TLS is not allowed on this connection',
  ),
  2397: connection(
    'MQRC_JSSE_ERROR',
    'transport.tls',
    'TLS 握手失败，检查 tls.cipherSpec 和证书',
    'The TLS handshake failed; check tls.cipherSpec and the certificates',
  ),
  2398: connection(
    'MQRC_SSL_PEER_NAME_MISMATCH',
    'transport.tls',
    '对方证书的名称不符',
    'The name in the certificate of the other side does not match',
  ),
  2400: connection(
    'MQRC_UNSUPPORTED_CIPHER_SUITE',
    'transport.tls',
    '不支持该加密套件，检查 tls.cipherSpec',
    'The cipher is not supported; check tls.cipherSpec',
  ),
  2495: connection(
    'MQRC_MODULE_NOT_FOUND',
    'transport.client-missing',
    'IBM MQ 客户端安装不完整，请重新安装',
    'The IBM MQ client is not complete; install it again',
  ),
  2537: connection(
    'MQRC_CHANNEL_NOT_AVAILABLE',
    'transport.unreachable',
    '通道未启动或实例数已满，请联系平台；会自动重试',
    'The channel is stopped or full; ask the platform; it is tried again',
  ),
  2538: connection(
    'MQRC_HOST_NOT_AVAILABLE',
    'transport.unreachable',
    '地址或端口连接不上，检查 connectionName、防火墙和监听器',
    'Host or port cannot be reached; check connectionName, firewall and listener',
  ),
  2539: connection(
    'MQRC_CHANNEL_CONFIG_ERROR',
    'transport.protocol',
    '通道两端的设置不一致，请联系平台',
    'The two ends of the channel are set differently; ask the platform',
  ),
  2540: connection(
    'MQRC_UNKNOWN_CHANNEL_NAME',
    'transport.not-found',
    '通道不存在，检查 channel（区分大小写）',
    'The channel does not exist; check channel (capital letters matter)',
  ),
};

/** Does this reason concern one message only? Then the batch goes on without it. */
export function isAboutMessage(reason: number): boolean {
  return MQ_REASONS[reason]?.scope === 'message';
}

function message(name: string, code: FaultCode, zh: string, en: string): MqReason {
  return { name, code, scope: 'message', zh, en };
}

function connection(name: string, code: FaultCode, zh: string, en: string): MqReason {
  return { name, code, scope: 'connection', zh, en };
}

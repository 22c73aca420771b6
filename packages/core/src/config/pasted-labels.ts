/** What a line of the portal's answer page can be about. */
export type PastedField =
  | 'host'
  | 'port'
  | 'queueManager'
  | 'channel'
  | 'send'
  | 'receive'
  | 'vhost'
  | 'username'
  | 'password'
  | 'exchange';

/** How the page, letters and people call them, in the form that `plainLabel` gives. */
const LABELS: Readonly<Record<PastedField, readonly string[]>> = {
  host: [
    '主机',
    '主机ip',
    '主机地址',
    '服务器',
    '服务器ip',
    '服务器地址',
    'ip',
    'ip地址',
    '地址',
    'host',
    'hostip',
    'hostaddress',
    'hostname',
    'server',
    'serverip',
    'serveraddress',
    'servername',
    'broker',
    'address',
    'ipaddress',
  ],
  port: [
    '端口',
    '服务端口',
    '服务器端口',
    '连接端口',
    '通讯端口',
    '主机端口',
    '监听端口',
    'port',
    'serverport',
    'portnumber',
    'listenerport',
  ],
  queueManager: ['队列管理器', 'queuemanager', 'queuemanagername', 'qmgr', 'qmgrname', 'qm', 'qmname'],
  channel: ['通道', '服务器连接通道', '连接通道', 'channel', 'channelname', 'svrconnchannel', 'svrconn'],
  send: [
    '发送队列',
    '上行队列',
    '发送路由键',
    '路由键',
    'sendqueue',
    'sendqueuename',
    'sendingqueue',
    'outqueue',
    'routingkey',
  ],
  receive: ['接收队列', '下行队列', 'receivequeue', 'receivequeuename', 'receivingqueue', 'recvqueue', 'inqueue'],
  vhost: ['虚拟主机', '虚机', 'virtualhost', 'virtualhostname', 'vhost'],
  username: [
    '用户',
    '登录',
    '登录用户',
    '账号',
    '帐号',
    '账户',
    'username',
    'user',
    'userid',
    'login',
    'loginname',
    'account',
  ],
  password: ['密码', '口令', 'password', 'passwd', 'pwd'],
  exchange: ['交换机', '交换器', 'exchange', 'exchangename'],
};

const FIELD_OF: ReadonlyMap<string, PastedField> = new Map(
  (Object.entries(LABELS) as [PastedField, readonly string[]][]).flatMap(([field, labels]) =>
    labels.map((label): [string, PastedField] => [label, field]),
  ),
);

/** Whatever is before them makes a label that of a password: such a value must never be shown. */
const SECRET = /(?:密码|口令|password|passwd|pwd)$/;

/** Traditional characters of these labels, as the simplified page writes them. */
const SIMPLIFIED: readonly (readonly [RegExp, string])[] = [
  [/伺服器|服務器/g, '服务器'],
  [/佇列|隊列/g, '队列'],
  [/連接埠|通訊埠|埠號?|端口號/g, '端口'],
  [/使用者|用戶/g, '用户'],
  [/[帳账]號/g, '账号'],
  [/機/g, '机'],
  [/虛擬/g, '虚拟'],
  [/發/g, '发'],
  [/密碼/g, '密码'],
  [/位址/g, '地址'],
  [/換/g, '换'],
  [/登錄|登入/g, '登录'],
  [/稱/g, '称'],
  [/連/g, '连'],
];

/** `（1）MQ 主機名稱*` is 主机: half width, small letters, simplified, without numbers and marks around it. */
function plainLabel(label: string): string {
  const half = label.normalize('NFKC').toLowerCase();
  const simple = SIMPLIFIED.reduce((text, [pattern, word]) => text.replace(pattern, word), half);
  return (
    simple
      .replace(/^[\s*•·>#–—-]*(?:\(?\d{1,2}[).、]\s*)?/, '')
      .replace(/[\s:*]+$/, '')
      .replace(/\([^()]*\)$/, '')
      // `主机2`, and not `端口 1`.
      .replace(/(?<=\S)[\d一二三]$/, '')
      .replace(/[\s:*()[\]【】「」"'“”_/\\-]/g, '')
      .replace(/^(?:rabbitmq|ibmmq|mq)(?=.)/, '')
      .replace(/^(?:第[一二三]|备用|備用)(?=.)/, '')
      .replace(/(?<=\p{Script=Han})(?:名称|名|号)$/u, '')
  );
}

/** Which field a label names; null where it is none of these. Pure. */
export function pastedFieldOf(label: string): PastedField | null {
  if (label.length > LABEL_MAX) return null;
  const plain = plainLabel(label);
  return FIELD_OF.get(plain) ?? (SECRET.test(plain) ? 'password' : null);
}

/** Longer is a sentence. */
const LABEL_MAX = 32;

/** 发送配置, 接收设置: the queue below it is of that direction; null where it is no such heading. Pure. */
export function pastedSectionOf(label: string): 'send' | 'receive' | null {
  const found = /^(发送|接收|send|receive)(?:配置|设置|参数|信息|settings?|configuration)$/.exec(
    plainLabel(label),
  )?.[1];
  if (found === undefined) return null;
  return found === '发送' || found === 'send' ? 'send' : 'receive';
}

/** 队列 alone: of which direction, its section says. Pure. */
export function isQueueLabel(label: string): boolean {
  return /^(?:队列|queue|queuename)$/.test(plainLabel(label));
}

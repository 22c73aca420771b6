type Locale = 'zh' | 'en';
type Words = Readonly<Record<string, string>>;

/** Our own words for what programs know by a name; in English the name is the word. */
const CHINESE = {
  stage: {
    claimed: '已领取',
    sealed: '发送中',
    sent: '已确认',
    filed: '已发送',
    rejected: '校验失败',
    unknown: '结果未知',
    withdrawn: '已放回',
    lost: '丢失',
  },
  flow: { running: '运行', held: '等待恢复', paused: '已暂停', stopped: '已停止' },
  agent: { starting: '正在启动', running: '运行中', paused: '已暂停', draining: '正在收尾', stopped: '已停止' },
  transport: {
    opening: '正在连接',
    open: '已连接',
    blocked: '被消息服务器阻塞',
    retrying: '等待重试',
    stopped: '未连接',
    unconfirmed: '等待确认',
    shared: '队列被共用',
  },
  signer: { ready: '就绪', absent: '未插卡', held: '已暂停', broken: '故障', busy: '忙' },
  place: {
    transport: '传输',
    signer: '签名设备',
    disk: '磁盘',
    send: '发送',
    receive: '接收',
    log: '日志',
    reader: '事件处理',
    metrics: '指标',
    status: '状态',
    console: '控制台',
    drain: '收尾',
    documents: '单据',
    ledger: '本地记录',
    verify: '核对',
    clock: '时钟',
    sending: '发送',
    receiving: '接收',
    confirms: '确认',
    boxes: '目录',
    configuration: '配置',
    worker: '处理线程',
  },
  disk: { low: '空间不足' },
  stopping: { drained: '在途单据已处理完', aborted: '不再等待在途单据' },
  linkedBy: { 'message-id': '报文编号', 'file-name': '文件名' },
  recovery: {
    'return-to-outbox': '放回 OutBox',
    'treat-as-unknown': '按结果未知处理',
    'file-to-sent': '移入 SentBox',
    'file-to-fail': '移入 FailBox',
    'record-filed': '补记为已发送',
    'record-rejected': '补记为校验失败',
    'record-withdrawn': '补记为已放回',
    nothing: '无需处理',
    'report-lost': '报告文件丢失',
    'keep-and-report': '原样保留并报告',
  },
  ledger: { sound: '完好', damaged: '有损坏', gone: '目录已不在' },
  clock: { doubted: '时间可疑' },
  outcome: {
    ok: '成功',
    failed: '失败',
    skipped: '跳过',
    warning: '警告',
    accepted: '合格',
    rejected: '不合格',
    incomplete: '不完整',
  },
  level: { warn: '警告', reject: '不合格' },
  logLevel: { debug: '调试', info: '信息', warn: '警告', error: '错误' },
  decision: { send: '发送', sent: '已送达', resend: '用同一编号重发', withdraw: '放回 OutBox', lost: '文件已丢失' },
  signerKind: { card: '卡', service: '本地服务', software: '密钥文件', remote: '远程' },
  step: {
    found: '发现',
    settled: '写完',
    claimed: '领取',
    sealed: '封装',
    confirmed: '确认',
    signed: '签名',
    verdict: '决定',
    filed: '归档',
    rejected: '校验失败',
    unknown: '结果未知',
    withdrawn: '放回',
    lost: '丢失',
    'send-result': '发送结果',
    'business-receipt': '业务回执',
    'platform-response': '平台响应',
  },
  doctorStep: {
    library: '卡控件',
    runtime: '运行环境',
    bitness: '位数',
    dependencies: '依赖',
    functions: '函数',
    host: '卡进程',
    reader: '读卡器',
    card: '卡',
    certificate: '证书',
    pin: '卡密码',
    service: '本地服务',
  },
  phase: {
    note: '通知',
    sent: '平台已接收',
    summary: '概要申报',
    accepted: '海关已接收',
    review: '审核中',
    passed: '通过',
    action: '待办理',
    returned: '退单',
    refused: '平台拒收',
    released: '放行',
    closed: '结关',
    deleted: '删单',
  },
  secretStore: { keyring: '系统密钥环', file: '加密文件' },
  testStep: {
    directory: '目录',
    tcp: '网络连接',
    tls: '加密（TLS）',
    login: '登录',
    vhost: '虚拟主机',
    session: '会话',
    route: '路由',
    'send-queue': '发送队列',
    'receive-queue': '接收队列',
    'send-exchange': '发送交换机',
    'send-route': '发送路由',
    'round-trip': '往返测试',
    'client-library': '客户端库',
    host: '主机',
    port: '端口',
    listener: '监听程序',
    channel: '通道',
    'queue-manager': '队列管理器',
    user: '用户',
  },
} as const satisfies Record<string, Words>;

/** The kinds of names that have words for people. */
export type WordKind = keyof typeof CHINESE;

/** A word of ours for people, e.g. of a stage; one that is not known (another version's) stays as it is. */
export function wordFor(kind: WordKind, name: string, locale: Locale): string {
  const words: Words = CHINESE[kind];
  return locale === 'zh' ? (words[name] ?? name) : name;
}

/** `DEC send`, `transport receive`: the words of ours in it. */
export function placeText(place: string, locale: Locale): string {
  return place
    .split(' ')
    .map((word) => wordFor('place', word, locale))
    .join(' ');
}

/** `send-queue SW.SEND`: the step in words, what it is about as it is. */
export function testStepText(name: string, locale: Locale): string {
  const [step = '', ...about] = name.split(' ');
  return [wordFor('testStep', step, locale), ...about].join(' ');
}

type Note = readonly [pattern: RegExp, chinese: string];

/** What the steps note, in the order of the transports; `$1` is what was found. */
const NOTES: readonly Note[] = [
  [/^at least (\d+) messages, (\d+) refused, (\d+) damaged files$/, '至少 $1 份报文，拒收 $2 份，损坏文件 $3 个'],
  [/^(\d+) messages, (\d+) refused, (\d+) damaged files$/, '$1 份报文，拒收 $2 份，损坏文件 $3 个'],
  [/^(\d+) messages, (\d+) consumers$/, '$1 份报文，$2 个接收者'],
  [/^declared, (\d+) messages, (\d+) consumers$/, '已声明，$1 份报文，$2 个接收者'],
  [/^declared$/, '已声明'],
  [/^not reached$/, '未执行'],
  [/^plain$/, '未加密'],
  [/^plain: not encrypted$/, '未加密'],
  [/^a missing binding shows with the first document, which waits then$/, '缺少绑定时，首份单据会发现并等待'],
  [/^no right to declare a private queue$/, '没有建立临时队列的权限'],
  [/^no send queue$/, '没有发送队列'],
  [/^put and backed out$/, '已放入并撤回'],
  [/^the user of this process$/, '本进程的用户'],
  [/^may be used; its depth may not be asked$/, '可以使用；无权查询深度'],
  [/^(\S+) of (\S+) messages, (\S+) bytes each at most$/, '$1 份报文，最多 $2 份，每份最多 $3 字节'],
];

/** The note of a test step in the reader's language; one that is in no table stays as it is. Pure. */
export function testNoteText(note: string, locale: Locale): string {
  const known = locale === 'zh' ? NOTES.find(([pattern]) => pattern.test(note)) : undefined;
  return known === undefined ? note : note.replace(known[0], known[1]);
}

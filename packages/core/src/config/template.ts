/** What a new swic.yaml is made from. */
export interface TemplateChoices {
  readonly clientId: string;
  readonly locale: 'zh' | 'en';
  readonly transport: 'embedded' | 'rabbitmq' | 'ibmmq';
  readonly businesses: readonly { readonly key: string; readonly nameZh: string; readonly nameEn: string }[];
  /** The simulated platform inside the agent: for trying out, embedded transport only. */
  readonly hasSandbox: boolean;
  /** Whose settings stand there, commented out, to be filled in; null = one line that says how. */
  readonly signer: 'card' | 'service' | null;
}

/** A commented configuration; every comment in the language chosen. */
export function formatTemplate(choices: TemplateChoices): string {
  const zh = choices.locale === 'zh';
  const say = (chinese: string, english: string): string => (zh ? chinese : english);
  const lines = [
    `# ${say('swic 的配置。路径都相对于本文件；所有配置项见 docs/config.md，检查：swic config check', 'Configuration of swic. Paths are relative to this file; all settings: docs/config.md; check: swic config check')}`,
    `clientId: ${choices.clientId}   # ${say('平台分配的客户端编号，即信封的 SenderId', 'given by the platform; SenderId of the envelope')}`,
    `locale: ${choices.locale}   # zh | en`,
    `dataDir: ./data   # ${say('本地记录、日志、控制套接字', 'ledger, logs, control socket')}`,
    `boxesDir: ./boxes   # ${say('<boxesDir>/<业务目录>/{OutBox,SentBox,InBox,FailBox,TempBox}', '<boxesDir>/<folder>/{OutBox,SentBox,InBox,FailBox,TempBox}')}`,
    'transport:',
    ...TRANSPORTS[choices.transport](say),
    `envelope: { kind: dxp }   # dxp | plain`,
    ...(choices.hasSandbox
      ? [
          'sandbox:',
          `  enabled: true   # ${say('在本进程内运行模拟平台；正式使用时删除', 'runs the simulated platform in this process; remove it for real use')}`,
        ]
      : []),
    ...SIGNERS[choices.signer ?? 'none'](say),
    'businesses:',
    ...choices.businesses.map(({ key, nameZh, nameEn }) => `  ${key}: {}   # ${say(nameZh, nameEn)}`),
  ];
  return `${lines.join('\n')}\n`;
}

type Say = (zh: string, en: string) => string;

const TRANSPORTS = {
  embedded: (say) => [
    `  kind: embedded   # ${say('本机目录中的持久队列，不需要消息服务器', 'a durable queue in a directory of this machine; no broker')}`,
  ],
  rabbitmq: (say) => [
    '  kind: rabbitmq',
    '  host: 127.0.0.1',
    '  port: 5672',
    '  vhost: /',
    '  username: guest',
    `  password: { env: SWIC_MQ_PASSWORD }   # ${say('或 { file: … } 或 { keyring: … }；不能直接写密码', 'or { file: … } or { keyring: … }; a literal is refused')}`,
    `  tls: false   # ${say('或 { ca, cert, key, servername }', 'or { ca, cert, key, servername }')}`,
    '  send: { exchange: "", routingKey: SW.SEND }',
    '  receive: { queue: SW.RECV, prefetch: 256 }',
    `  declare: false   # ${say('true：声明持久队列（自有服务器和测试）', 'true: declare durable queues (own brokers and tests)')}`,
  ],
  ibmmq: (say) => [
    '  kind: ibmmq',
    `  queueManager: QM1   # ${say('按平台反馈填写', 'as the platform tells')}`,
    '  channel: SVRCONN.CHANNEL',
    `  connectionName: 127.0.0.1(1414)   # ${say('主机(端口)，多个以逗号分隔', 'host(port), several separated by commas')}`,
    `  username: swic   # ${say('平台分配；没有用户名时密码不使用', 'given by the platform; without a name the password is not used')}`,
    '  password: { env: SWIC_MQ_PASSWORD }',
    '  ccsid: 819',
    '  send: { queue: SW.SEND }',
    '  receive: { queue: SW.RECV, prefetch: 256 }',
  ],
} as const satisfies Record<TemplateChoices['transport'], (say: Say) => readonly string[]>;

/** Commented out: a signer whose library is not found yet would keep the agent from starting. */
const SIGNERS = {
  none: (say) => [
    `# signer: { kind: card, pin: { keyring: card-pin } }   # ${say('卡、加密机：见 docs/card.zh.md', 'card, HSM: see docs/card.md')}`,
  ],
  card: (say) => [
    ...signerHead(say),
    '# signer:',
    '#   kind: card',
    `#   profile: eport-ikey   # ${say('加密机：eport-hsm', 'an HSM: eport-hsm')}`,
    `#   library: null   # ${say('SPSecureAPI.dll 或其目录；null = 默认位置', 'SPSecureAPI.dll or its directory; null = the usual places')}`,
    `#   runtime: null   # ${say('32 位库需要 32 位 node.exe；null = 进程自己的', 'a 32-bit library needs a 32-bit node.exe; null = the one that runs swic')}`,
    signerPin(say),
  ],
  service: (say) => [
    ...signerHead(say),
    '# signer:',
    '#   kind: service',
    `#   url: ws://127.0.0.1:61232   # ${say('厂商的本地服务（EportClient）', 'the local service of the vendor (EportClient)')}`,
    signerPin(say),
  ],
} as const satisfies Record<'none' | 'card' | 'service', (say: Say) => readonly string[]>;

function signerHead(say: Say): readonly string[] {
  return [
    `# ${say('由谁签名。swic card doctor 通过后去掉下面各行的“# ”；在此之前单据不签名就发送。见 docs/card.zh.md', 'Who signs. Take the "# " off these lines when swic card doctor is content: until then documents travel unsigned. See docs/card.md')}`,
  ];
}

function signerPin(say: Say): string {
  return `#   pin: { keyring: card-pin }   # ${say('只保存一次：swic secret set card-pin', 'saved once: swic secret set card-pin')}`;
}

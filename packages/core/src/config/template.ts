/** What a new swic.yaml is made from. */
export interface TemplateChoices {
  readonly clientId: string;
  readonly locale: 'zh' | 'en';
  readonly transport: 'embedded' | 'rabbitmq' | 'ibmmq';
  readonly businesses: readonly { readonly key: string; readonly nameZh: string; readonly nameEn: string }[];
  /** The simulated platform inside the agent: for trying out, embedded transport only. */
  readonly hasSandbox: boolean;
}

/** A commented configuration; every comment in the language chosen. */
export function formatTemplate(choices: TemplateChoices): string {
  const zh = choices.locale === 'zh';
  const say = (chinese: string, english: string): string => (zh ? chinese : english);
  const lines = [
    `# ${say('swic 的配置。路径都相对于本文件；所有配置项见 docs/config.md，检查：swic config check', 'Configuration of swic. Paths are relative to this file; all settings: docs/config.md; check: swic config check')}`,
    `clientId: ${choices.clientId}   # ${say('平台分配的客户端编号，即信封的 SenderId', 'given by the platform; SenderId of the envelope')}`,
    `locale: ${choices.locale}   # zh | en`,
    `dataDir: ./data   # ${say('台账、日志、控制套接字', 'ledger, logs, control socket')}`,
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
    `# signer: { kind: card, pin: { keyring: card-pin } }   # ${say('卡、加密机：见 docs/card.zh.md', 'card, HSM: see docs/card.md')}`,
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

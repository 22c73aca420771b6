import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { brokerEndpoints, type Config, Fault, type LoadedConfig, type SecretRef } from '@swic/core';
import { CutProxy } from './cut-proxy.js';
import type { Over } from './report.js';

/** How the agent and the platform of a drill reach their queues, as in swic.yaml. */
export interface Broker extends AsyncDisposable {
  readonly platform: TransportSettings;
  /** Through the proxy, where there is one. */
  readonly agent: TransportSettings;
  /** Null = there is no connection to cut. */
  readonly proxy: CutProxy | null;
  /** For people; carries no secret. */
  readonly address: string | null;
  readonly queues: readonly string[];
}

export type TransportSettings = Readonly<Record<string, unknown>>;

export interface BrokerChoices {
  readonly over: Over;
  /** `amqp://user:password@host:5672/vhost`, in place of the one of the configuration. */
  readonly url: string | null;
  /** IBM MQ: the two queues that the administrator has made for selftests. */
  readonly queues: readonly string[] | null;
  /** The configuration whose broker is used; null = there is none. Throws `config.*`. */
  readonly load: () => LoadedConfig | null;
}

export async function openBroker(choices: BrokerChoices, ground: string): Promise<Broker> {
  switch (choices.over) {
    case 'embedded': {
      const queues = { kind: 'embedded', directory: path.join(ground, 'queues') };
      return {
        platform: queues,
        agent: queues,
        proxy: null,
        address: null,
        queues: [],
        [Symbol.asyncDispose]: async () => undefined,
      };
    }
    case 'rabbitmq':
      return openRabbitmq(choices, ground);
    case 'ibmmq':
      return openIbmmq(choices);
  }
}

type Transport<Kind extends Over> = Extract<Config['transport'], { readonly kind: Kind }>;

async function openRabbitmq({ url, load }: BrokerChoices, ground: string): Promise<Broker> {
  const base = url === null ? configured(load(), 'rabbitmq') : fromUrl(url, ground);
  const name = `swic.selftest.${randomBytes(6).toString('hex')}`;
  const { host, port } = base;
  const platform = {
    ...base,
    declare: false,
    send: { exchange: '', routingKey: `${name}.send` },
    receive: { queue: `${name}.receive` },
  };
  const proxy = await CutProxy.open([{ host, port }]);
  return {
    platform,
    agent: { ...platform, host: '127.0.0.1', port: proxy.port, tls: tlsFor(base.tls, host) },
    proxy,
    address: `${host}:${port}`,
    queues: [platform.send.routingKey, platform.receive.queue],
    [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose](),
  };
}

/** The certificate carries the name of the broker, not that of the proxy before it. */
function tlsFor(tls: RabbitmqBase['tls'], host: string): unknown {
  if (tls === false) return false;
  if (tls === true) return { servername: host };
  return { ...tls, servername: tls.servername ?? host };
}

type RabbitmqBase = Pick<Transport<'rabbitmq'>, 'kind' | 'host' | 'port' | 'vhost' | 'username' | 'password' | 'tls'>;

const AMQP_PORTS: Readonly<Record<string, number>> = { 'amqp:': 5672, 'amqps:': 5671 };

function fromUrl(text: string, ground: string): RabbitmqBase {
  const url = URL.canParse(text) ? new URL(text) : null;
  const usual = AMQP_PORTS[url?.protocol ?? ''];
  if (url === null || usual === undefined || url.hostname === '')
    throw new Fault('command.usage', {
      option: '--broker',
      zh: '--broker 应为 amqp://用户:密码@主机:5672/虚拟主机，TLS 用 amqps://',
      en: '--broker is amqp://user:password@host:5672/vhost, with TLS amqps://',
    });
  const file = path.join(ground, 'broker-password');
  writeFileSync(file, decodeURIComponent(url.password) || 'guest', { mode: 0o600 });
  return {
    kind: 'rabbitmq',
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? usual : Number(url.port),
    vhost: url.pathname.length > 1 ? decodeURIComponent(url.pathname.slice(1)) : '/',
    username: decodeURIComponent(url.username) || 'guest',
    password: { file },
    tls: url.protocol === 'amqps:',
  };
}

/** Of the configuration, with absolute paths: the drill's own is in another directory. */
function configured<Kind extends 'rabbitmq' | 'ibmmq'>(loaded: LoadedConfig | null, kind: Kind): Transport<Kind> {
  const transport = loaded?.config.transport;
  if (loaded === null || transport?.kind !== kind)
    throw new Fault('command.usage', {
      option: '--over',
      value: kind,
      zh: `当前配置不使用 ${kind}：用 --config 指定使用它的配置${kind === 'rabbitmq' ? '，或用 --broker 指定服务器' : ''}`,
      en: `this configuration does not use ${kind}: name one that does with --config${kind === 'rabbitmq' ? ', or a broker with --broker' : ''}`,
    });
  const at = <Value>(value: Value): Value =>
    typeof value === 'string' ? (path.resolve(loaded.directory, value) as Value) : value;
  const password = secretAt(transport.password, at);
  const tls =
    typeof transport.tls === 'boolean' || transport.tls === null
      ? transport.tls
      : 'keyRepository' in transport.tls
        ? { ...transport.tls, keyRepository: at(transport.tls.keyRepository) }
        : { ...transport.tls, ca: at(transport.tls.ca), cert: at(transport.tls.cert), key: at(transport.tls.key) };
  const library = transport.kind === 'ibmmq' ? { clientLibrary: at(transport.clientLibrary) } : {};
  return { ...transport, password, tls, ...library } as Transport<Kind>;
}

function secretAt(secret: SecretRef | null, at: (file: string) => string): SecretRef | null {
  return secret !== null && 'file' in secret ? { file: at(secret.file) } : secret;
}

/** A name by which a person sees, and the drill can tell, that no real document is in a queue. */
const FOR_SELFTESTS = /selftest/i;

async function openIbmmq({ queues, load }: BrokerChoices): Promise<Broker> {
  const base = configured(load(), 'ibmmq');
  const [send, receive, ...more] = queues ?? [];
  const isRight = send !== undefined && receive !== undefined && send !== receive && more.length === 0;
  if (!isRight || ![send, receive].every((name) => FOR_SELFTESTS.test(name)))
    throw new Fault('command.usage', {
      option: '--queues',
      zh: '经 ibmmq 自检需要管理员建立的两个队列，名称都含有 SELFTEST：--queues SWIC.SELFTEST.SEND,SWIC.SELFTEST.RECV',
      en: 'a selftest over ibmmq needs two queues of the administrator, with SELFTEST in both names: --queues SWIC.SELFTEST.SEND,SWIC.SELFTEST.RECV',
    });
  const platform = { ...base, send: { queue: send }, receive: { queue: receive } };
  const proxy = await CutProxy.open(await brokerEndpoints(base));
  return {
    platform,
    agent: { ...platform, connectionName: `127.0.0.1(${proxy.port})` },
    proxy,
    address: base.connectionName,
    queues: [send, receive],
    [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose](),
  };
}

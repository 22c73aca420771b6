import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { LoadedConfig } from '../../config/load.js';
import { resolveSecret } from '../../config/secrets.js';
import { readTextBytes } from '../../config/text-bytes.js';
import type { TransportConfig } from '../../config/transport-schema.js';
import { Fault } from '../../contract/fault.js';
import type { Clock } from '../../ports/clock.js';
import type { Transport } from '../../ports/transport.js';
import { EMBEDDED_DEFAULTS } from '../../transports/embedded/settings.js';
import { IBMMQ_DEFAULTS } from '../../transports/ibmmq/settings.js';
import { RABBITMQ_DEFAULTS, type RabbitmqSettings } from '../../transports/rabbitmq/settings.js';
import {
  createTransport,
  isPlainAndRemote,
  type TransportSettings,
  transportAddress,
} from '../../transports/registry.js';

/** On which side of the broker we stand: the platform sends where the client receives, and the other way round. */
export type Side = 'client' | 'platform';

/** A transport and the queues to use it with. */
export interface OpenedTransport {
  /** For both directions: the connection test, and the platform. */
  readonly transport: Transport;
  /** One for each direction, so that each has sessions, and troubles, of its own. */
  readonly sending: Transport;
  readonly receiving: Transport;
  readonly sendQueue: string;
  readonly receiveQueue: string;
  readonly prefetch: number;
  /** Where it connects to, for people; carries no secret. */
  readonly address: string;
  /** It leads to another machine and is not encrypted. */
  readonly isPlainAndRemote: boolean;
}

/** The largest message of each transport: what is larger is refused before it is sealed. */
export const MESSAGE_BYTES_MAX: Readonly<Record<TransportConfig['kind'], number>> = {
  embedded: EMBEDDED_DEFAULTS.maxMessageBytes,
  rabbitmq: RABBITMQ_DEFAULTS.maxMessageBytes,
  ibmmq: IBMMQ_DEFAULTS.maxMessageBytes,
};

/** Secrets are fetched here, at the last moment, and go into the adapter's settings only. */
export async function openTransport(loaded: LoadedConfig, side: Side, clock: Clock): Promise<OpenedTransport> {
  const { transport: config } = loaded.config;
  const own = {
    send: config.kind === 'rabbitmq' ? config.send.routingKey : config.send.queue,
    receive: config.receive.queue,
  };
  const queues = side === 'client' ? own : { send: own.receive, receive: own.send };
  const settings = await settingsOf(loaded, config, side, queues);
  return {
    transport: await createTransport(settings, { clock }),
    sending: await createTransport({ ...settings, use: 'send' }, { clock }),
    receiving: await createTransport({ ...settings, use: 'receive' }, { clock }),
    sendQueue: queues.send,
    receiveQueue: queues.receive,
    prefetch: config.receive.prefetch,
    address: await transportAddress(settings),
    isPlainAndRemote: await isPlainAndRemote(settings),
  };
}

interface Queues {
  readonly send: string;
  readonly receive: string;
}

async function settingsOf(
  loaded: LoadedConfig,
  config: TransportConfig,
  side: Side,
  queues: Queues,
): Promise<TransportSettings> {
  const at = (text: string): string => path.resolve(loaded.directory, text);
  switch (config.kind) {
    case 'embedded':
      return {
        ...EMBEDDED_DEFAULTS,
        directory: config.directory === null ? path.join(at(loaded.config.dataDir), 'queues') : at(config.directory),
        testQueues: { send: [queues.send], receive: [queues.receive] },
      };
    case 'rabbitmq':
      return {
        ...(await rabbitmqSettingsOf(loaded, config)),
        // The platform answers to a queue; only the client publishes through an exchange of the platform's choice.
        sendExchange: side === 'client' ? config.send.exchange : '',
        testQueues: { send: [queues.send], receive: [queues.receive] },
      };
    case 'ibmmq':
      return {
        ...IBMMQ_DEFAULTS,
        queueManager: config.queueManager,
        channel: config.channel,
        connectionName: config.connectionName,
        username: config.username,
        password: config.password === null ? null : await resolveSecret(config.password, loaded.directory),
        tls: config.tls === null ? null : { ...config.tls, keyRepository: at(config.tls.keyRepository) },
        ccsid: config.ccsid,
        clientLibrary: config.clientLibrary === null ? null : at(config.clientLibrary),
        batchMessagesMax: config.batch,
        commitTimeoutMs: config.commitTimeoutMs,
        testQueues: { send: [queues.send], receive: [queues.receive] },
      };
  }
}

type RabbitmqConfig = Extract<TransportConfig, { kind: 'rabbitmq' }>;

/** Without exchange and queues: how the broker is reached. */
export async function rabbitmqSettingsOf(
  { directory }: LoadedConfig,
  config: RabbitmqConfig,
): Promise<RabbitmqSettings> {
  return {
    ...RABBITMQ_DEFAULTS,
    host: config.host,
    port: config.port,
    vhost: config.vhost,
    username: config.username,
    password: config.password === null ? '' : await resolveSecret(config.password, directory),
    tls: readTls(config.tls, (text) => path.resolve(directory, text)),
    heartbeatSeconds: config.heartbeatSeconds,
    window: config.window,
    confirmTimeoutMs: config.confirmTimeoutMs,
    declare: config.declare,
  };
}

type TlsConfig = RabbitmqConfig['tls'];

function readTls(
  tls: TlsConfig,
  at: (text: string) => string,
): { ca: string | null; cert: string | null; key: string | null; servername: string | null } | null {
  if (tls === false) return null;
  if (tls === true) return { ca: null, cert: null, key: null, servername: null };
  return {
    ca: readPem(tls.ca, at),
    cert: readPem(tls.cert, at),
    key: readPem(tls.key, at),
    servername: tls.servername,
  };
}

function readPem(file: string | null, at: (text: string) => string): string | null {
  if (file === null) return null;
  try {
    const reading = readTextBytes(readFileSync(at(file)));
    if (reading.outcome === 'text') return reading.text;
    throw new Fault('config.invalid', { file: at(file), problem: 'no PEM' });
  } catch (reason) {
    throw Fault.from(reason, 'config.invalid', { file: at(file) });
  }
}

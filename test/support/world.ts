import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import type { MqSimulator } from './mqi/simulator.js';
import { getAmqpUrl, uniqueName } from './rabbitmq.js';

export type TransportKind = 'embedded' | 'rabbitmq' | 'ibmmq';

/** A firm's directory for one test: configuration, boxes, data; removed with the test. */
export interface World extends AsyncDisposable {
  readonly directory: string;
  readonly config: string;
  readonly sendQueue: string;
  readonly receiveQueue: string;
  box(folder: string, box: 'OutBox' | 'SentBox' | 'InBox' | 'FailBox' | 'TempBox'): string;
  /** Writes as a careful firm does: under a temporary name, then renamed. */
  drop(folder: string, name: string, content: string | Uint8Array): void;
  /** Every regular file in a box but our own hidden ones, day directories included, as paths relative to it; sorted. */
  list(folder: string, box: 'OutBox' | 'SentBox' | 'InBox' | 'FailBox' | 'TempBox'): readonly string[];
  read(folder: string, box: 'OutBox' | 'SentBox' | 'InBox' | 'FailBox' | 'TempBox', file: string): string;
  /** All log files of its agent, one after the other. */
  logs(): string;
}

export interface WorldChoices {
  readonly transport: TransportKind;
  /** As in swic.yaml. */
  readonly businesses: Readonly<Record<string, unknown>>;
  /** Merged over the rest of the configuration. */
  readonly more?: Readonly<Record<string, unknown>>;
  /** Where the broker is; default the one all tests share. */
  readonly amqpUrl?: string;
  /** Where its directory is made; default the system's temporary one. */
  readonly parent?: string;
  /** Merged over the settings of the transport. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Over ibmmq: the simulated queue manager that it runs on (world-over.ts starts one of its own). */
  readonly queueManager?: MqSimulator;
}

export const CLIENT_ID = 'DXPESW0000000001';

export function openWorld(choices: WorldChoices): World {
  const directory = mkdtempSync(path.join(choices.parent ?? tmpdir(), 'swic-world-'));
  const config = path.join(directory, 'swic.yaml');
  const queues =
    choices.transport === 'rabbitmq'
      ? { send: uniqueName('SW.SEND'), receive: uniqueName('SW.RECV') }
      : { send: 'SW.SEND', receive: 'SW.RECV' };
  const transport = { ...transportOf(choices, directory, queues), ...choices.settings };
  writeFileSync(
    config,
    stringify({ clientId: CLIENT_ID, locale: 'en', transport, businesses: choices.businesses, ...choices.more }),
  );
  const box = (folder: string, name: string): string => path.join(directory, 'boxes', folder, name);
  return {
    directory,
    config,
    sendQueue: queues.send,
    receiveQueue: queues.receive,
    box,
    drop(folder, name, content) {
      const outBox = box(folder, 'OutBox');
      mkdirSync(outBox, { recursive: true });
      const temporary = path.join(outBox, `.writing-${name}`.slice(0, 80));
      writeFileSync(temporary, content);
      renameSync(temporary, path.join(outBox, name));
    },
    list: (folder, name) => listFiles(box(folder, name)),
    read: (folder, name, file) => readFileSync(path.join(box(folder, name), file), 'utf8'),
    logs: () => {
      const logs = path.join(directory, 'data', 'logs');
      return listFiles(logs)
        .map((file) => readFileSync(path.join(logs, file), 'utf8'))
        .join('');
    },
    async [Symbol.asyncDispose]() {
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function listFiles(directory: string): readonly string[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true, recursive: true });
    return entries
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.swic-'))
      .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
      .sort();
  } catch (reason) {
    if (reason instanceof Error && 'code' in reason && reason.code === 'ENOENT') return [];
    throw reason;
  }
}

interface Queues {
  readonly send: string;
  readonly receive: string;
}

function transportOf(choices: WorldChoices, directory: string, queues: Queues): Readonly<Record<string, unknown>> {
  switch (choices.transport) {
    case 'embedded':
      return { kind: 'embedded' };
    case 'rabbitmq':
      return rabbitmq(choices.amqpUrl ?? getAmqpUrl(), directory, queues);
    case 'ibmmq':
      return ibmmq(choices.queueManager, directory, queues);
  }
}

/** Who may connect to the simulated queue manager of a world. */
export const MQ_USER = { name: 'swic', password: 'synthetic-mq' } as const;

function ibmmq(
  queueManager: MqSimulator | undefined,
  directory: string,
  queues: Queues,
): Readonly<Record<string, unknown>> {
  if (queueManager === undefined)
    throw new Error('a world over ibmmq needs its queue manager: openWorldOver starts one');
  const secret = path.join(directory, 'mq-password');
  writeFileSync(secret, MQ_USER.password, { mode: 0o600 });
  return {
    kind: 'ibmmq',
    queueManager: queueManager.queueManager,
    channel: queueManager.channel,
    connectionName: queueManager.connectionName,
    username: MQ_USER.name,
    password: { file: secret },
    send: { queue: queues.send },
    receive: { queue: queues.receive },
    clientLibrary: queueManager.libraryDir,
  };
}

function rabbitmq(amqpUrl: string, directory: string, queues: Queues): Readonly<Record<string, unknown>> {
  const url = new URL(amqpUrl);
  const secret = path.join(directory, 'mq-password');
  writeFileSync(secret, decodeURIComponent(url.password) || 'guest', { mode: 0o600 });
  return {
    kind: 'rabbitmq',
    host: url.hostname,
    port: Number(url.port || '5672'),
    vhost: url.pathname.length > 1 ? decodeURIComponent(url.pathname.slice(1)) : '/',
    username: decodeURIComponent(url.username) || 'guest',
    password: { file: secret },
    send: { routingKey: queues.send },
    receive: { queue: queues.receive },
    declare: true,
  };
}

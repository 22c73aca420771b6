import type { Transport } from '../ports/transport.js';
import type { TransportDeps } from './deps.js';
import type { EmbeddedSettings } from './embedded/settings.js';
import type { IbmmqSettings } from './ibmmq/settings.js';
import type { RabbitmqSettings } from './rabbitmq/settings.js';

export type { TransportDeps } from './deps.js';

/** The settings of one adapter, told apart by `kind`. Complete, and with the secrets in them: never logged. */
export type TransportSettings = EmbeddedSettings | RabbitmqSettings | IbmmqSettings;

type SettingsOf<K extends TransportSettings['kind']> = Extract<TransportSettings, { readonly kind: K }>;

interface Adapter<K extends TransportSettings['kind']> {
  create(settings: SettingsOf<K>, deps: TransportDeps): Promise<Transport>;
  /** Where it connects to, for people; carries no secret. */
  address(settings: SettingsOf<K>): Promise<string>;
}

/** Adapters are imported when they are asked for: no client library is loaded for a broker that is not used. */
const ADAPTERS: { readonly [K in TransportSettings['kind']]: Adapter<K> } = {
  embedded: {
    create: async (settings, deps) => (await import('./embedded/transport.js')).createEmbeddedTransport(settings, deps),
    address: async (settings) => (await import('./embedded/settings.js')).embeddedAddress(settings),
  },
  rabbitmq: {
    create: async (settings, deps) => (await import('./rabbitmq/transport.js')).createRabbitmqTransport(settings, deps),
    address: async (settings) => (await import('./rabbitmq/settings.js')).rabbitmqAddress(settings),
  },
  ibmmq: {
    create: async (settings, deps) => (await import('./ibmmq/transport.js')).createIbmmqTransport(settings, deps),
    address: async (settings) => (await import('./ibmmq/settings.js')).ibmmqAddress(settings),
  },
};

/** Does the way lead to another machine without TLS? Then the password, and every document, can be read there. */
export async function isPlainAndRemote(settings: Reachable & { readonly tls?: unknown }): Promise<boolean> {
  if ((settings.tls ?? false) !== false) return false;
  return (await brokerEndpoints(settings)).some(({ host }) => !isThisMachine(host));
}

type Reachable =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'rabbitmq'; readonly host: string; readonly port: number }
  | { readonly kind: 'ibmmq'; readonly connectionName: string };

/** Where a client of these settings connects to; nothing for queues of this machine. */
export async function brokerEndpoints(
  settings: Reachable,
): Promise<readonly { readonly host: string; readonly port: number }[]> {
  if (settings.kind === 'embedded') return [];
  if (settings.kind === 'rabbitmq') return [{ host: settings.host, port: settings.port }];
  const { parseConnectionName } = await import('./ibmmq/wire/connection-name.js');
  return parseConnectionName(settings.connectionName);
}

function isThisMachine(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '');
  return name === 'localhost' || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name) || name === '::ffff:127.0.0.1';
}

/** The transport of these settings. Connects to nothing yet. */
export function createTransport(settings: TransportSettings, deps: TransportDeps): Promise<Transport> {
  return adapterOf(settings.kind).create(settings, deps);
}

/** Where the transport of these settings connects to, for people. */
export function transportAddress(settings: TransportSettings): Promise<string> {
  return adapterOf(settings.kind).address(settings);
}

// The table is right row by row; TypeScript cannot follow the same `kind` through an index and an argument.
function adapterOf(kind: TransportSettings['kind']): Adapter<TransportSettings['kind']> {
  return ADAPTERS[kind] as Adapter<TransportSettings['kind']>;
}

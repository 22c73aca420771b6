import type { SessionUse } from '../../ports/transport.js';

/** TLS towards the broker; PEM text, not paths: the composer of the program reads the files. null = the system's own. */
export interface RabbitmqTls {
  readonly ca: string | null;
  readonly cert: string | null;
  /** Secret. */
  readonly key: string | null;
  /** The name the broker's certificate must carry; null = the host. */
  readonly servername: string | null;
}

/** Everything the adapter needs to know; complete, defaults filled in by the reader of the configuration. */
export interface RabbitmqSettings {
  readonly kind: 'rabbitmq';
  readonly host: string;
  readonly port: number;
  readonly vhost: string;
  readonly username: string;
  /** Secret: given by the composition root, never logged, never in an event, a fault or a test step. */
  readonly password: string;
  readonly tls: RabbitmqTls | null;
  /** A dead peer is noticed after two to three of these. */
  readonly heartbeatSeconds: number;
  /** For the whole of connecting, TLS and login included. */
  readonly connectTimeoutMs: number;
  /** For each answer of the broker later on: a declaration, the start and the end of a consumer. Then the session ends. */
  readonly answerTimeoutMs: number;
  /** Unconfirmed messages at a time. Measured: rates stop growing between 200 and 1,000. */
  readonly window: number;
  /** A confirm that is not there by then is not waited for: the outcome is unknown and the session ends. */
  readonly confirmTimeoutMs: number;
  /** Where sends are published to, with the queue's name as routing key; '' is the default exchange. */
  readonly sendExchange: string;
  /** Declare durable queues (and the send exchange) before their first use: for own brokers and tests. */
  readonly declare: boolean;
  readonly queueType: 'classic' | 'quorum';
  /** Larger bodies are refused before they are handed over; RabbitMQ closes the channel for them otherwise. */
  readonly maxMessageBytes: number;
  /** What its sessions are for; anything but `both` leaves the other direction alone. */
  readonly use: SessionUse;
  /** What a connection test looks at; the flows name their queues themselves. */
  readonly testQueues: { readonly send: readonly string[]; readonly receive: readonly string[] };
}

/** Paths of the secret settings, for what prints settings. */
export const RABBITMQ_SECRETS = ['password', 'tls.key'] as const;

/** Sensible values for everything that is not a matter of where the broker is. */
export const RABBITMQ_DEFAULTS = {
  kind: 'rabbitmq',
  port: 5672,
  vhost: '/',
  tls: null,
  heartbeatSeconds: 30,
  connectTimeoutMs: 10_000,
  answerTimeoutMs: 30_000,
  window: 1_000,
  confirmTimeoutMs: 30_000,
  sendExchange: '',
  declare: false,
  queueType: 'classic',
  // The smallest of the brokers' own defaults is 16 MiB (4.x), 128 MiB before; the broker's word counts in the end.
  maxMessageBytes: 128 * 1024 * 1024,
  use: 'both',
  testQueues: { send: [], receive: [] },
} as const satisfies Partial<RabbitmqSettings>;

/** Where it connects to, for people; carries no secret. */
export function rabbitmqAddress(settings: RabbitmqSettings): string {
  const scheme = settings.tls === null ? 'amqp' : 'amqps';
  return `${scheme}://${settings.username}@${settings.host}:${settings.port}/${encodeURIComponent(settings.vhost)}`;
}

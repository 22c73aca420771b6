import type { SessionUse } from '../../ports/transport.js';

/** TLS towards the queue manager, in IBM's terms. The key repository is a file of IBM's own format that its client reads itself. */
export interface IbmmqTls {
  /** As the channel has it, e.g. `ANY_TLS12_OR_HIGHER`. */
  readonly cipherSpec: string;
  /** Path of the key repository; IBM's client takes it with or without `.kdb`. */
  readonly keyRepository: string;
  /** Which certificate of the repository is ours; null = the client's own choice. */
  readonly certLabel: string | null;
}

/** Everything the adapter needs to know; complete, defaults filled in by the reader of the configuration. */
export interface IbmmqSettings {
  readonly kind: 'ibmmq';
  readonly queueManager: string;
  readonly channel: string;
  /** `host(1414)`, several separated by commas: the first that answers is taken. */
  readonly connectionName: string;
  /** null: the client's process user, and no password. */
  readonly username: string | null;
  /** Secret: given by the composition root, never logged, never in an event, a fault or a test step. */
  readonly password: string | null;
  readonly tls: IbmmqTls | null;
  /** What the client says of itself; bodies travel as bytes (MQFMT_NONE) and are never converted. */
  readonly ccsid: number;
  /** Directory of the IBM MQ client library; null = where IBM's package looks by itself. */
  readonly clientLibrary: string | null;
  /** For the whole of starting the client process, connecting, TLS and login. */
  readonly connectTimeoutMs: number;
  /** Messages that share one commit at most. */
  readonly batchMessagesMax: number;
  /** A batch is closed when it holds this many bytes; a single larger message goes alone. */
  readonly batchBytesMax: number;
  /** A commit that is not there by then is not waited for: the outcome is unknown and the session ends. */
  readonly commitTimeoutMs: number;
  /** An idle client process is asked for a sign of life this often; MQ tells of a broken connection only when it is used. */
  readonly heartbeatMs: number;
  /** A client process that is silent for longer hangs in the library: it is killed and the session ends. */
  readonly heartbeatLimitMs: number;
  /** Larger bodies are refused before they are handed over; 100 MB is the most that IBM MQ has. */
  readonly maxMessageBytes: number;
  /** What its sessions are for; anything but `both` leaves the other direction alone. */
  readonly use: SessionUse;
  /** Looked at when a session opens and when the connection is tested; the flows name their queues themselves. */
  readonly testQueues: { readonly send: readonly string[]; readonly receive: readonly string[] };
  /** Another build of the client process, for tests; null = the one that belongs to this build. */
  readonly clientEntry: string | null;
}

/** Paths of the secret settings, for what prints settings. */
export const IBMMQ_SECRETS = ['password'] as const;

/** Sensible values for everything that is not a matter of where the queue manager is. */
export const IBMMQ_DEFAULTS = {
  kind: 'ibmmq',
  username: null,
  password: null,
  tls: null,
  // Fixed by the platform [official: client manual].
  ccsid: 819,
  clientLibrary: null,
  connectTimeoutMs: 15_000,
  // Measured on the simulator: rates stop growing at about 50 messages in a commit.
  batchMessagesMax: 100,
  batchBytesMax: 1024 * 1024,
  commitTimeoutMs: 30_000,
  heartbeatMs: 5_000,
  heartbeatLimitMs: 15_000,
  maxMessageBytes: 100 * 1024 * 1024,
  use: 'both',
  testQueues: { send: [], receive: [] },
  clientEntry: null,
} as const satisfies Partial<IbmmqSettings>;

/** Where it connects to, for people; carries no secret. */
export function ibmmqAddress(settings: IbmmqSettings): string {
  const user = settings.username === null ? '' : `${settings.username}@`;
  return `ibmmq://${user}${settings.connectionName}/${settings.queueManager}/${settings.channel}`;
}

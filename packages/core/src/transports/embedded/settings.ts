import type { SessionUse } from '../../ports/transport.js';

/** Everything the adapter needs to know; complete, defaults filled in by the reader of the configuration. */
export interface EmbeddedSettings {
  readonly kind: 'embedded';
  /** Where the queues live, one directory each; created when missing. On a local disk: locks and renames must be the kernel's. */
  readonly directory: string;
  /** Larger bodies are refused before they are handed over. */
  readonly maxMessageBytes: number;
  /** How long a new message may stay unseen when the file system does not tell of it, and how often a stand-by asks again. */
  readonly pollMs: number;
  /** What its sessions are for; anything but `both` leaves the other direction alone. */
  readonly use: SessionUse;
  /** What a connection test looks at; the flows name their queues themselves. */
  readonly testQueues: { readonly send: readonly string[]; readonly receive: readonly string[] };
}

/** Paths of the secret settings, for what prints settings: a directory needs no password. */
export const EMBEDDED_SECRETS = [] as const;

/** Sensible values for everything that is not a matter of where the queues are. */
export const EMBEDDED_DEFAULTS = {
  kind: 'embedded',
  maxMessageBytes: 128 * 1024 * 1024,
  pollMs: 200,
  use: 'both',
  testQueues: { send: [], receive: [] },
} as const satisfies Partial<EmbeddedSettings>;

/** Where it connects to, for people; carries no secret. */
export function embeddedAddress(settings: EmbeddedSettings): string {
  return settings.directory;
}

import type { SecretRef } from '../config/secret-schema.js';
import type { Clock } from '../ports/clock.js';

/** What the adapters take from outside. */
export interface ChannelWorld {
  readonly clock: Clock;
  /** Fetched at each delivery and kept nowhere. Rejects with `config.secret-missing`. */
  readonly secret: (ref: SecretRef) => Promise<string>;
  /** Paths of the configuration are relative to its file. */
  readonly resolvePath: (path: string) => string;
  /** `network.proxy` of the configuration. */
  readonly proxy: string | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly locale: 'zh' | 'en';
  /** As Node.js names it. */
  readonly platform: string;
}

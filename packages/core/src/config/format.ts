import { stringify } from 'yaml';
import type { Config } from './schema.js';

/** The configuration as YAML, for people to read. */
export function formatConfig(config: Config): string {
  return stringify(config).trimEnd();
}

/** The `businesses` part of a configuration that is being written for a user. */
export function formatBusinesses(businesses: Readonly<Record<string, unknown>>): string {
  return stringify({ businesses }, { lineWidth: 0 });
}

import { stringify } from 'yaml';
import type { Config } from './schema.js';

/** The configuration as YAML, for people to read. */
export function formatConfig(config: Config): string {
  return stringify(config).trimEnd();
}

import type { LoadedConfig } from '../../config/load.js';
import type { BusinessConfig } from '../../config/schema.js';
import type { ConfigChangeReport } from '../../contract/commands.js';
import type { BusinessKey } from '../../domain/document.js';
import { type ConfiguredBusiness, configuredBusinesses } from './configured-businesses.js';

/** What a changed configuration means for a running gateway. */
export interface ConfigDifferences {
  readonly added: readonly ConfiguredBusiness[];
  readonly removed: readonly BusinessKey[];
  /** Limits and policies: taken over at once. */
  readonly changed: readonly ConfiguredBusiness[];
  /** Boxes, checks or envelope: the business is drained and opened anew. */
  readonly reopened: readonly ConfiguredBusiness[];
  readonly report: ConfigChangeReport;
}

/** Whole parts of the file that are taken over at once, beside the businesses. */
const LIVE = ['maintenance', 'alerts', 'update'] as const satisfies readonly (keyof LoadedConfig['config'])[];

/** Pure. Everything outside `businesses` and `LIVE` needs a restart and is only named. */
export function compareConfigs(before: LoadedConfig, after: LoadedConfig): ConfigDifferences {
  const old = new Map(configuredBusinesses(before).map((each) => [each.definition.key, each]));
  const now = configuredBusinesses(after);
  const keys = new Set(now.map(({ definition }) => definition.key));
  const added = now.filter(({ definition }) => !old.has(definition.key));
  const removed = [...old.keys()].filter((key) => !keys.has(key));
  const different = now.filter((each) => {
    const was = old.get(each.definition.key);
    return was !== undefined && !isSame(was.business, each.business);
  });
  const isLive = (each: ConfiguredBusiness): boolean =>
    isSame(frozen(old.get(each.definition.key)?.business), frozen(each.business));
  const changed = different.filter(isLive);
  const reopened = different.filter((each) => !isLive(each));
  const applied = [...added, ...different].map(({ definition }) => `businesses.${definition.key}`);
  const others = LIVE.filter((field) => !isSame(before.config[field], after.config[field]));
  const report = {
    applied: [...applied, ...removed.map((key) => `businesses.${key}`), ...others],
    restartNeeded: restartNeeded(before, after),
  };
  return { added, removed, changed, reopened, report };
}

/** The part of a business that cannot change under a running flow. */
function frozen(business: BusinessConfig | undefined): unknown {
  if (business === undefined) return null;
  const { send, receive: _receive, retention: _retention, ...rest } = business;
  return { ...rest, watch: send.watch, settleMs: send.settleMs, zipSends: send.zipSends };
}

function restartNeeded(before: LoadedConfig, after: LoadedConfig): readonly string[] {
  const fields = Object.keys(after.config) as (keyof LoadedConfig['config'])[];
  return fields.filter((field) => !isTakenOver(field) && !isSame(before.config[field], after.config[field]));
}

function isTakenOver(field: keyof LoadedConfig['config']): boolean {
  return field === 'businesses' || LIVE.some((live) => live === field);
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

import type { BusinessConfig } from '../config/schema.js';
import type { BusinessOverride, BusinessDefinition } from '../domain/businesses/definition.js';
import { findBusiness, mergeBusiness } from '../domain/businesses/registry.js';
import { businessKey, type BusinessKey } from '../domain/document.js';
import type { LoadedConfig } from '../config/load.js';

/** A business as the registry and the configuration together say it is. */
export interface ConfiguredBusiness {
  readonly definition: BusinessDefinition;
  readonly business: BusinessConfig;
}

/** Every business that is enabled, in the order of the configuration. A name may be a key or a folder, in any casing. */
export function configuredBusinesses(loaded: LoadedConfig): readonly ConfiguredBusiness[] {
  const entries = Object.entries(loaded.config.businesses).filter(([, business]) => business.enabled);
  return entries.map(([name, business]) => ({ definition: mergeBusiness(findBusiness(name), name, overrideOf(business)), business }));
}

function overrideOf(business: BusinessConfig): BusinessOverride {
  const override: { -readonly [Field in keyof BusinessOverride]: BusinessOverride[Field] } = {};
  if (business.name !== null) {
    override.nameZh = business.name.zh;
    override.nameEn = business.name.en;
  }
  if (business.receivers !== null) override.systemIds = business.receivers;
  if (business.messageType !== null) override.formIds = [business.messageType];
  if (business.folder !== null) override.folder = business.folder;
  return override;
}

/** What of a changed business takes effect at once; anything else means opening it anew. */
export function isLiveChange(before: BusinessConfig, after: BusinessConfig): boolean {
  const rest = ({ send, receive, retention, ...others }: BusinessConfig): string =>
    JSON.stringify({ ...others, watch: send.watch, settleMs: send.settleMs, zipSends: send.zipSends });
  return rest(before) === rest(after);
}

export function keysOf(businesses: readonly ConfiguredBusiness[]): readonly BusinessKey[] {
  return businesses.map(({ definition }) => businessKey(definition.key));
}

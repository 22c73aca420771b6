import type { LoadedConfig } from '../config/load.js';
import type { BusinessConfig } from '../config/schema.js';
import type { BusinessDefinition, BusinessOverride } from '../domain/businesses/definition.js';
import { findBusiness, mergeBusiness } from '../domain/businesses/registry.js';

/** A business as the registry and the configuration together say it is. */
export interface ConfiguredBusiness {
  readonly definition: BusinessDefinition;
  readonly business: BusinessConfig;
}

/** Every business that is enabled, in the order of the configuration. A name may be a key or a folder, in any casing. */
export function configuredBusinesses(loaded: LoadedConfig): readonly ConfiguredBusiness[] {
  const entries = Object.entries(loaded.config.businesses).filter(([, business]) => business.enabled);
  return entries.map(([name, business]) => ({
    definition: mergeBusiness(findBusiness(name), name, overrideOf(business)),
    business,
  }));
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
  return { ...override, ...given(business.definition) };
}

/** What a user says about documents and receipts; null = as the registry has it. A format that is described is not opaque. */
function given(definition: BusinessConfig['definition']): BusinessOverride {
  if (definition === null) return {};
  const said = Object.fromEntries(Object.entries(definition).filter(([, value]) => value !== null));
  const isDescribed = definition.roots !== null && definition.roots.length > 0;
  return { ...(isDescribed ? { isOpaque: false } : {}), ...said, certainty: 'Defined by the user.' };
}

import type { LoadedConfig } from '../../config/load.js';
import { businessSchema } from '../../config/schema.js';
import { OTHERS } from '../../domain/businesses/others.js';
import { type ConfiguredBusiness, configuredBusinesses } from '../settings/configured-businesses.js';

const isOthers = ({ definition }: ConfiguredBusiness): boolean => definition.key === OTHERS.key;

/** Does the configuration name it itself? */
export const hasOthers = (loaded: LoadedConfig): boolean => configuredBusinesses(loaded).some(isOthers);
/** OTHERS is always there, and first: what belongs nowhere must have a place. */
export function withOthers(businesses: readonly ConfiguredBusiness[]): readonly ConfiguredBusiness[] {
  const others = businesses.find(isOthers) ?? { definition: OTHERS, business: businessSchema.parse({}) };
  return [others, ...businesses.filter((each) => !isOthers(each))];
}

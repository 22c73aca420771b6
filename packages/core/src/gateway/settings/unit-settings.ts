import type { BusinessConfig } from '../../config/schema.js';
import type { BusinessDefinition } from '../../domain/businesses/definition.js';
import type { Directories } from './directories.js';

/** One business as it is configured. */
export interface UnitSettings {
  readonly definition: BusinessDefinition;
  readonly business: BusinessConfig;
  readonly directories: Directories;
}

import path from 'node:path';
import { existingFolder } from '../../boxes/paths.js';
import type { LoadedConfig } from '../../config/load.js';
import type { BusinessConfig } from '../../config/schema.js';
import type { BusinessDefinition } from '../../domain/businesses/definition.js';

/** Absolute paths of one business's boxes. */
export interface Directories {
  readonly outBox: string;
  readonly sentBox: string;
  readonly inBox: string;
  readonly failBox: string;
  readonly tempBox: string;
}

/** Absolute path of the data directory. */
export function dataDirOf({ directory, config }: LoadedConfig): string {
  return path.resolve(directory, config.dataDir);
}

/** From the configuration; each box may be set by itself, as in the official client. */
export function directoriesOf(
  loaded: LoadedConfig,
  definition: BusinessDefinition,
  business: BusinessConfig,
): Directories {
  const at = (text: string): string => path.resolve(loaded.directory, text);
  const { boxes } = business;
  const root =
    boxes.root === null
      ? existingFolder(at(loaded.config.boxesDir), business.folder ?? definition.folder)
      : at(boxes.root);
  const box = (given: string | null, name: string): string => (given === null ? path.join(root, name) : at(given));
  return {
    outBox: box(boxes.outBox, 'OutBox'),
    sentBox: box(boxes.sentBox, 'SentBox'),
    inBox: box(boxes.inBox, 'InBox'),
    failBox: box(boxes.failBox, 'FailBox'),
    tempBox: box(boxes.tempBox, 'TempBox'),
  };
}

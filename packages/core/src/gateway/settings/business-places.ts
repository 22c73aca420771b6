import path from 'node:path';
import type { LoadedConfig } from '../../config/load.js';
import type { DocumentRecord } from '../../domain/document.js';
import { configuredBusinesses } from './configured-businesses.js';
import { type Directories, directoriesOf } from './directories.js';

/** Where the boxes of one business are. */
export interface BusinessPlaces {
  readonly key: string;
  readonly boxes: Directories;
}

/** Of every business that is enabled, in the order of the configuration. */
export function businessPlaces(loaded: LoadedConfig): readonly BusinessPlaces[] {
  return configuredBusinesses(loaded).map(({ definition, business }) => ({
    key: definition.key,
    boxes: { ...directoriesOf(loaded, definition, business) },
  }));
}

/** Absolute path of a document's file, as the ledger says; null while it is on its way. */
export function placeOf({ filedAs }: DocumentRecord, { sentBox, failBox, outBox }: Directories): string | null {
  if (filedAs === null) return null;
  const boxes = { SentBox: sentBox, FailBox: failBox, OutBox: outBox };
  return path.join(boxes[filedAs.box], ...filedAs.path.split('/'));
}

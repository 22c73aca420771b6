import { findDirectoryKey } from '../boxes/paths.js';
import { Fault } from '../contract/fault.js';
import type { BusinessDefinition } from '../domain/businesses/definition.js';
import type { Directories } from './directories.js';

/** A business and where its boxes are. */
export interface Placed {
  readonly definition: Pick<BusinessDefinition, 'key' | 'isReceiveOnly'>;
  readonly directories: Directories;
}

/**
 * Files are taken out of OutBox and TempBox, so no other business may have one of them among its boxes, in whatever role: a shared
 * TempBox would be recovered twice, and what one sent would be sent by the other. Boxes that files are only put into may be shared.
 * Compares what directories are, not their names. Throws `config.invalid`.
 */
export function refuseSharedBoxes(placed: Placed, others: readonly Placed[]): void {
  for (const other of others) {
    if (other.definition.key === placed.definition.key) continue;
    refuseOne(boxesOf(placed), takenFrom(other), other);
    refuseOne(takenFrom(placed), boxesOf(other), other);
  }
}

function refuseOne(ones: readonly string[], others: readonly string[], { definition }: Placed): void {
  const keys = new Map(others.map((directory) => [findDirectoryKey(directory), directory]));
  for (const directory of ones) {
    const key = findDirectoryKey(directory);
    const sameAs = key === null ? undefined : keys.get(key);
    if (sameAs !== undefined) {
      const what = 'two businesses take from one directory';
      throw new Fault('config.invalid', { path: directory, sameAs, business: definition.key, what });
    }
  }
}

function boxesOf({ definition, directories }: Placed): readonly string[] {
  return definition.isReceiveOnly ? [directories.inBox] : Object.values(directories);
}

function takenFrom({ definition, directories }: Placed): readonly string[] {
  return definition.isReceiveOnly ? [] : [directories.outBox, directories.tempBox];
}

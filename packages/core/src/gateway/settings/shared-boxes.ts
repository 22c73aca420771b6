import path from 'node:path';
import { findDirectoryKey } from '../../boxes/paths.js';
import type { ConfigWarning } from '../../config/config-warning.js';
import type { LoadedConfig } from '../../config/load.js';
import { Fault } from '../../contract/fault.js';
import type { BusinessDefinition } from '../../domain/businesses/definition.js';
import { configuredBusinesses } from './configured-businesses.js';
import { type Directories, directoriesOf } from './directories.js';

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
  const keys = new Map(others.map((directory) => [keyOf(directory), directory]));
  for (const directory of ones) {
    const sameAs = keys.get(keyOf(directory));
    if (sameAs !== undefined) {
      const what = 'two businesses take from one directory';
      throw new Fault('config.invalid', { path: directory, sameAs, business: definition.key, what });
    }
  }
}

/** The same for a configuration that is only read: what would keep the agent from starting, before its boxes are made. */
export function sharedBoxProblems(loaded: LoadedConfig): readonly ConfigWarning[] {
  const placed = configuredBusinesses(loaded).map(({ definition, business }) => ({
    definition,
    directories: directoriesOf(loaded, definition, business),
  }));
  return placed.flatMap((one, at) => {
    try {
      refuseSharedBoxes(one, placed.slice(0, at));
      return [];
    } catch (reason) {
      const { path: directory, business } = Fault.from(reason, 'config.invalid').detail;
      const { key } = one.definition;
      return [
        {
          level: 'error',
          path: `businesses.${key}`,
          zh: `与业务 ${String(business)} 共用目录 ${String(directory)}：文件会被其中任意一个取走；请改为各自的目录`,
          en: `shares the directory ${String(directory)} with ${String(business)}, and either would take the other's files; give each its own`,
        },
      ];
    }
  });
}

/** What a directory is; before it is made, its path, in any casing on Windows. */
function keyOf(directory: string): string {
  const absolute = path.resolve(directory);
  return findDirectoryKey(absolute) ?? (process.platform === 'win32' ? absolute.toLowerCase() : absolute);
}

function boxesOf({ definition, directories }: Placed): readonly string[] {
  return definition.isReceiveOnly ? [directories.inBox] : Object.values(directories);
}

function takenFrom({ definition, directories }: Placed): readonly string[] {
  return definition.isReceiveOnly ? [] : [directories.outBox, directories.tempBox];
}

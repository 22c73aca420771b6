import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { LoadedConfig } from '../../config/load.js';
import type { BusinessDefinition } from '../../domain/businesses/definition.js';
import { OTHERS } from '../../domain/businesses/others.js';
import { findBusiness } from '../../domain/businesses/registry.js';
import type { BusinessKey } from '../../domain/document.js';
import type { ConfiguredBusiness } from './configured-businesses.js';
import { directoriesOf } from './directories.js';

/** The business that the place of a file tells. */
export interface PlaceOfBusiness {
  readonly key: BusinessKey;
  /** It is in a box, which is of one business whatever is in it; false = a directory merely has the name. */
  readonly isBox: boolean;
}

/** Null where nothing above the file says which business it is for. */
export type PlaceReader = (file: string) => PlaceOfBusiness | null;

/**
 * By the boxes of the configuration, wherever they are and whatever their directories are called; then by a box of the usual name
 * (`Sas/OutBox`); then by the nearest directory that is named after a business.
 */
export function createPlaceReader(
  loaded: LoadedConfig | null,
  configured: readonly ConfiguredBusiness[],
  definitions: readonly BusinessDefinition[],
): PlaceReader {
  const boxes = loaded === null ? [] : configured.flatMap((each) => boxesOf(loaded, each));
  return (file) => {
    const directory = realDirectory(path.dirname(path.resolve(file)));
    const own = boxes.find((box) => isWithin(box.directory, directory));
    return own === undefined ? byNames(directory, definitions) : { key: own.key, isBox: true };
  };
}

interface Box {
  readonly key: BusinessKey;
  readonly directory: string;
}

function boxesOf(loaded: LoadedConfig, { definition, business }: ConfiguredBusiness): readonly Box[] {
  const { outBox, sentBox, failBox, tempBox } = directoriesOf(loaded, definition, business);
  return [outBox, sentBox, failBox, tempBox].map((box) => ({ key: definition.key, directory: realDirectory(box) }));
}

/** Documents are in these; an InBox has receipts. */
const BOX_NAME = /^(?:out|sent|fail|temp)box$/i;

function byNames(directory: string, definitions: readonly BusinessDefinition[]): PlaceOfBusiness | null {
  const names = directory.split(path.sep);
  // The box that is nearest to the root: what is below it is of its business, whatever it is called.
  const box = names.findIndex((name, at) => BOX_NAME.test(name) && named(names[at - 1] ?? '', definitions) !== null);
  const ofBox = box < 0 ? null : named(names[box - 1] ?? '', definitions);
  if (ofBox !== null) return { key: ofBox, isBox: true };
  for (const name of [...names].reverse()) {
    const key = named(name, definitions);
    if (key !== null) return { key, isBox: false };
  }
  return null;
}

function named(name: string, definitions: readonly BusinessDefinition[]): BusinessKey | null {
  const definition = name === '' ? null : findBusiness(name, definitions);
  return definition === null || definition.key === OTHERS.key ? null : definition.key;
}

function isWithin(box: string, directory: string): boolean {
  const way = path.relative(box, directory);
  return way === '' || (!way.startsWith(`..${path.sep}`) && way !== '..' && !path.isAbsolute(way));
}

/** Behind links; as it is written where it is not there. */
function realDirectory(directory: string): string {
  try {
    return realpathSync(directory);
  } catch {
    // A box that is not made yet holds no file either.
    return directory;
  }
}

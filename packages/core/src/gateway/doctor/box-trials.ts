import { existsSync } from 'node:fs';
import path from 'node:path';
import { type BoxTrial, tryBox } from '../../boxes/try-box.js';
import { Fault } from '../../contract/fault.js';
import type { Clock } from '../../ports/clock.js';
import { type BoxName, type BusinessPlace, boxesOf } from './world.js';

/** What came of trying one box, or the directory in which it will be made. */
export interface TriedBox {
  readonly business: string;
  readonly box: BoxName;
  readonly at: string;
  /** The box itself, or its nearest parent that is there. */
  readonly tried: string;
  readonly result: BoxTrial | Fault;
}

/** Every box of every business, each directory once. */
export function tryBoxes(places: readonly BusinessPlace[], clock: Clock): readonly TriedBox[] {
  const results = new Map<string, BoxTrial | Fault>();
  const tryOnce = (directory: string): BoxTrial | Fault => {
    const known = results.get(directory);
    if (known !== undefined) return known;
    const result = attempt(directory, clock);
    results.set(directory, result);
    return result;
  };
  return places.flatMap((place) =>
    boxesOf(place).map(({ box, at }) => {
      const tried = nearestThere(at);
      return { business: place.definition.key, box, at, tried, result: tryOnce(tried) };
    }),
  );
}

function attempt(directory: string, clock: Clock): BoxTrial | Fault {
  try {
    return tryBox(directory, clock);
  } catch (reason) {
    return Fault.from(reason, 'disk.failed', { path: directory });
  }
}

/** The directory itself, or the nearest one above it that is there. */
export function nearestThere(directory: string): string {
  const parent = path.dirname(directory);
  return existsSync(directory) || parent === directory ? directory : nearestThere(parent);
}

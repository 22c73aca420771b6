import { z } from 'zod';
import { nearestWord } from '../contract/near-words.js';
import { nearestName } from '../domain/nearest-name.js';

/** The part of JSON Schema that says which settings there are. */
interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: Shape | boolean;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
}

/** A setting that may have been meant. */
export interface NearSetting {
  readonly path: string;
  /** How far it is from where it was written: up to what both have in common, and down again. 1 = the same place. */
  readonly steps: number;
}

/** Finds the settings that were probably meant by one that does not exist; empty = none is near. */
export type NearSettings = (at: readonly PropertyKey[]) => readonly NearSetting[];

/** Of places that are nearly as near; more of them are a list and no hint. */
const PLACES_MAX = 3;
const STEPS_BEYOND = 1;

/** In a path: whatever a person names, such as a business. */
const ANY_NAME = '<name>';

/**
 * The settings of a schema, by name. What is near is the setting of that place that differs by a letter; else those of exactly that name
 * at the nearest other places, since it was written at another depth; else the one of that place that is most like it.
 */
export function nearSettingsIn(schema: z.ZodType): NearSettings {
  let known: Known | null = null;
  return (at) => {
    known ??= knownOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape);
    const around = at.slice(0, -1);
    const written = String(at.at(-1)).normalize('NFKC').trim();
    const here = namesIn(around.reduce<readonly Shape[]>(below, [known.whole]));
    const others = here.filter((name) => name !== String(at.at(-1)));
    const places = (known.places.get(written) ?? []).map((place) => seenFrom(around, place));
    const near = nearestWord(written, others) ?? (places.length === 0 ? nearestName(written, others) : null);
    if (near !== null) return [{ path: textOf([...around, near]), steps: 1 }];
    const least = Math.min(...places.map(({ steps }) => steps));
    return places
      .filter(({ steps }) => steps <= least + STEPS_BEYOND)
      .sort((one, other) => one.steps - other.steps)
      .slice(0, PLACES_MAX);
  };
}

interface Known {
  readonly whole: Shape;
  /** Every place of a name. */
  readonly places: ReadonlyMap<string, readonly (readonly string[])[]>;
}

function knownOf(whole: Shape): Known {
  const places = new Map<string, Map<string, readonly string[]>>();
  const visit = (shape: Shape, at: readonly string[]): void => {
    for (const { properties, additionalProperties, items } of alternatives(shape)) {
      for (const [name, inner] of Object.entries(properties ?? {})) {
        const place = [...at, name];
        places.set(name, (places.get(name) ?? new Map()).set(textOf(place), place));
        visit(inner, place);
      }
      if (typeof additionalProperties === 'object') visit(additionalProperties, [...at, ANY_NAME]);
      if (items !== undefined) visit(items, [...at, ANY_NAME]);
    }
  };
  visit(whole, []);
  return { whole, places: new Map([...places].map(([name, found]) => [name, [...found.values()]])) };
}

/** With the names that were written, as far as it is in the same place. */
function seenFrom(around: readonly PropertyKey[], place: readonly string[]): NearSetting {
  let shared = 0;
  while (shared < around.length && isStep(place[shared], around[shared])) shared += 1;
  const path = textOf([...around.slice(0, shared), ...place.slice(shared)]);
  return { path, steps: around.length - shared + (place.length - shared) };
}

const isStep = (step: string | undefined, written: PropertyKey | undefined): boolean =>
  step === ANY_NAME || step === String(written);

const textOf = (path: readonly PropertyKey[]): string => path.map(String).join('.');

/** A setting may have several shapes, e.g. one for each kind of transport. */
function alternatives(shape: Shape): readonly Shape[] {
  return [shape, ...[...(shape.anyOf ?? []), ...(shape.oneOf ?? [])].flatMap(alternatives)];
}

function below(places: readonly Shape[], step: PropertyKey): readonly Shape[] {
  return places.flatMap(alternatives).flatMap(({ properties, additionalProperties, items }) => {
    if (typeof step === 'number') return items === undefined ? [] : [items];
    const named = properties?.[String(step)];
    if (named !== undefined) return [named];
    return typeof additionalProperties === 'object' ? [additionalProperties] : [];
  });
}

function namesIn(places: readonly Shape[]): readonly string[] {
  return [...new Set(places.flatMap(alternatives).flatMap(({ properties }) => Object.keys(properties ?? {})))];
}

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

/** Finds the setting that was probably meant by one that does not exist. */
export type NearestSetting = (at: readonly PropertyKey[]) => string | null;

/**
 * The settings of a schema, by name. What is near is the setting of that place with almost the same name; else the one of exactly that
 * name one level deeper or at the top: it was written at another depth.
 */
export function nearestSettingIn(schema: z.ZodType): NearestSetting {
  let whole: Shape | null = null;
  return (at) => {
    whole ??= z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape;
    const around = at.slice(0, -1);
    const written = String(at.at(-1)).normalize('NFKC').trim();
    const places = at.slice(0, -1).reduce<readonly Shape[]>(below, [whole]);
    const here = namesIn(places).filter((name) => name !== String(at.at(-1)));
    const near = nearestWord(written, here) ?? nearestName(written, here);
    if (near !== null) return [...around, near].map(String).join('.');
    const parents = namesIn(places).filter((name) => namesIn(below(places, name)).includes(written));
    if (parents.length === 1) return [...around, ...parents, written].map(String).join('.');
    return around.length > 0 && namesIn([whole]).includes(written) ? written : null;
  };
}

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

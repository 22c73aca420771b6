import { EVERYWHERE, MOVES } from './actions/everywhere.js';
import type { Locale, TextKey } from './i18n/index.js';
import type { KeyRow, Place } from './screens/view.js';
import { PLACES, placeOf, VIEWS, words } from './screens/views.js';
import type { PlaceName } from './state.js';

/** A row with the keys that the user wants. */
export interface Binding extends KeyRow {
  /** False: of everywhere. */
  readonly isOfPlace: boolean;
}

const keysOf = ({ keys, move }: Place): readonly KeyRow[] => [...keys, ...(move === null ? [] : MOVES)];

export interface KnownKey extends Pick<KeyRow, 'id' | 'keys' | 'is'> {
  readonly where: 'everywhere' | readonly PlaceName[];
}

/** Every action of the dashboard once, with the places that have it: for docs/keys.md and the remapping in `swic.yaml`. */
export const KEYS: readonly KnownKey[] = knownKeys();

function knownKeys(): readonly KnownKey[] {
  const ofPlaces = new Map<string, KnownKey>();
  for (const rows of [
    (place: Place) => place.keys,
    (place: Place) => keysOf(place).filter((row) => MOVES.includes(row)),
  ])
    for (const place of PLACES)
      for (const { id, keys, is } of rows(place)) {
        const where = [...(ofPlaces.get(id)?.where ?? []), place.name] as readonly PlaceName[];
        ofPlaces.set(id, { id, keys, is, where });
      }
  return [
    ...ofPlaces.values(),
    ...EVERYWHERE.map(({ id, keys, is }) => ({ id, keys, is, where: 'everywhere' as const })),
  ];
}

/** What a key does, for the help and docs/keys.md. */
export function meaningOfKey(id: string, locale: Locale): string {
  const view = VIEWS.find(({ name }) => id === `view.${name}`);
  return view === undefined ? words(locale)(`key.${id}` as TextKey) : view.title[locale];
}

export interface KeyMap {
  /** What this key does here; null = nothing. */
  find(key: string, place: PlaceName): Binding | null;
  /** What there is here, the keys of this place before those of everywhere. */
  bindings(place: PlaceName): readonly Binding[];
}

/** The table with the user's keys over it: `remap` gives an action other keys. With `isReadOnly` nothing that changes anything. */
export function createKeyMap(remap: Readonly<Record<string, readonly string[]>>, isReadOnly: boolean): KeyMap {
  const usable = (rows: readonly KeyRow[], isOfPlace: boolean): readonly Binding[] =>
    rows
      .filter(({ is }) => !isReadOnly || is !== 'change')
      .map((row) => ({ ...row, keys: remap[row.id] ?? row.keys, isOfPlace }));
  const bindings = (place: PlaceName): readonly Binding[] => [
    ...usable(keysOf(placeOf({ place })), true),
    ...usable(EVERYWHERE, false),
  ];
  return {
    find: (key, place) => bindings(place).find(({ keys }) => keys.includes(key)) ?? null,
    bindings,
  };
}

/** Keys with a name; everything else is one character, or `ctrl+` and a letter. */
const NAMED = 'up down left right home end pageup pagedown enter esc tab shift+tab backspace space'.split(' ');
const KEY = /^(ctrl\+[a-z]|\P{C})$/u;

export type KeyProblem =
  | { readonly unknown: string }
  | { readonly action: string; readonly key: string; readonly known: string }
  | { readonly key: string; readonly actions: string };

/** What is wrong with the user's keys: an action or a key that does not exist, a key that means two things in one view. */
export function keyProblems(remap: Readonly<Record<string, readonly string[]>>): readonly KeyProblem[] {
  const known = new Set<string>(KEYS.map(({ id }) => id));
  const unknown = Object.keys(remap).filter((id) => !known.has(id));
  const misspelt = Object.entries(remap).flatMap(([action, keys]) =>
    keys.filter((key) => !NAMED.includes(key) && !KEY.test(key)).map((key) => ({ action, key })),
  );
  return [
    ...unknown.map((id): KeyProblem => ({ unknown: id })),
    ...misspelt.map((one): KeyProblem => ({ ...one, known: NAMED.join(' ') })),
    ...doubles(remap),
  ];
}

function doubles(remap: Readonly<Record<string, readonly string[]>>): readonly KeyProblem[] {
  const keyMap = createKeyMap(remap, false);
  const found = new Map<string, KeyProblem>();
  for (const { name } of PLACES) {
    const bindings = keyMap.bindings(name);
    for (const key of new Set(bindings.flatMap(({ keys }) => keys))) {
      const actions = bindings.filter(({ keys }) => keys.includes(key)).map(({ id }) => id);
      if (actions.length > 1) found.set(`${key} ${actions.join(' ')}`, { key, actions: actions.join(' ') });
    }
  }
  return [...found.values()];
}

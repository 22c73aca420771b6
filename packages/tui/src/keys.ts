/** The views, in the order of their numbers. */
export const VIEWS = [
  'overview',
  'documents',
  'receipts',
  'log',
  'faults',
  'transport',
  'card',
  'settings',
  'overdue',
] as const;
export type ViewName = (typeof VIEWS)[number];

/** What can be on the screen: a view, or what is opened above one: a document, or what waits in an OutBox. */
export type PlaceName = ViewName | 'detail' | 'waiting';

export interface KeyRow {
  /** A public name: swic.yaml remaps by it. Its words are `key.<id>` in the catalogues. */
  readonly id: string;
  /** `q`, `S`, `ctrl+c`, `enter`, `pageup` …; the first is the one that is shown. */
  readonly keys: readonly string[];
  readonly where: 'everywhere' | readonly PlaceName[];
  /**
   * `change` changes something of the agent: not there with `--read-only`. `hint` is in the line at the bottom. `quiet` is
   * found in the help alone.
   */
  readonly is: 'change' | 'hint' | 'quiet';
}

const LISTS = [
  'overview',
  'documents',
  'receipts',
  'log',
  'faults',
  'settings',
  'overdue',
  'detail',
  'waiting',
] as const;

/**
 * Every key of the dashboard, once: the help, the line at the bottom, docs/keys.md and the remapping in `swic.yaml` are all made from
 * this table.
 */
export const KEYS = [
  { id: 'open', keys: ['enter'], where: ['overview', 'documents', 'receipts', 'overdue'], is: 'hint' },
  { id: 'send.toggle', keys: ['s'], where: ['overview'], is: 'change' },
  { id: 'receive.toggle', keys: ['r'], where: ['overview'], is: 'change' },
  { id: 'why', keys: ['w'], where: ['overview', 'documents', 'detail'], is: 'hint' },
  { id: 'flows.start', keys: ['S'], where: ['overview'], is: 'change' },
  { id: 'flows.stop', keys: ['X'], where: ['overview'], is: 'change' },
  { id: 'pause.toggle', keys: ['p'], where: ['overview'], is: 'change' },
  { id: 'overview.today', keys: ['d'], where: ['overview'], is: 'hint' },
  { id: 'filter', keys: ['/'], where: ['documents', 'receipts', 'log', 'faults'], is: 'hint' },
  { id: 'documents.faults', keys: ['f'], where: ['documents'], is: 'hint' },
  { id: 'resend', keys: ['R'], where: ['documents', 'detail'], is: 'change' },
  { id: 'correct', keys: ['E'], where: ['documents', 'detail'], is: 'change' },
  { id: 'handle', keys: ['D'], where: ['documents', 'detail'], is: 'change' },
  { id: 'settle', keys: ['u'], where: ['documents', 'detail'], is: 'change' },
  { id: 'mark', keys: ['space'], where: ['documents'], is: 'hint' },
  { id: 'documents.order', keys: ['o'], where: ['documents'], is: 'hint' },
  { id: 'copy', keys: ['y'], where: ['documents', 'detail', 'receipts', 'faults', 'overdue'], is: 'hint' },
  { id: 'open-path', keys: ['O'], where: ['documents', 'detail', 'overdue'], is: 'hint' },
  { id: 'log.level', keys: ['l'], where: ['log'], is: 'hint' },
  { id: 'log.follow', keys: ['f'], where: ['log'], is: 'hint' },
  { id: 'edit', keys: ['enter', 'e'], where: ['settings'], is: 'change' },
  { id: 'agent.restart', keys: ['A'], where: ['settings'], is: 'change' },
  { id: 'transport.test', keys: ['t'], where: ['transport'], is: 'hint' },
  { id: 'card.pin', keys: ['P'], where: ['card'], is: 'change' },
  { id: 'move.up', keys: ['up', 'k'], where: LISTS, is: 'quiet' },
  { id: 'move.down', keys: ['down', 'j'], where: LISTS, is: 'quiet' },
  { id: 'move.page-up', keys: ['pageup', 'ctrl+b'], where: LISTS, is: 'quiet' },
  { id: 'move.page-down', keys: ['pagedown', 'ctrl+f'], where: LISTS, is: 'quiet' },
  { id: 'move.first', keys: ['home', 'g'], where: LISTS, is: 'quiet' },
  { id: 'move.last', keys: ['end', 'G'], where: LISTS, is: 'quiet' },
  { id: 'back', keys: ['esc', 'backspace'], where: 'everywhere', is: 'quiet' },
  { id: 'view.overview', keys: ['1'], where: 'everywhere', is: 'quiet' },
  { id: 'view.documents', keys: ['2'], where: 'everywhere', is: 'quiet' },
  { id: 'view.receipts', keys: ['3'], where: 'everywhere', is: 'quiet' },
  { id: 'view.log', keys: ['4'], where: 'everywhere', is: 'quiet' },
  { id: 'view.faults', keys: ['5'], where: 'everywhere', is: 'quiet' },
  { id: 'view.transport', keys: ['6'], where: 'everywhere', is: 'quiet' },
  { id: 'view.card', keys: ['7'], where: 'everywhere', is: 'quiet' },
  { id: 'view.settings', keys: ['8'], where: 'everywhere', is: 'quiet' },
  { id: 'view.overdue', keys: ['9'], where: 'everywhere', is: 'quiet' },
  { id: 'view.next', keys: ['tab'], where: 'everywhere', is: 'quiet' },
  { id: 'view.previous', keys: ['shift+tab'], where: 'everywhere', is: 'quiet' },
  { id: 'language', keys: ['L'], where: 'everywhere', is: 'quiet' },
  { id: 'redraw', keys: ['ctrl+l'], where: 'everywhere', is: 'quiet' },
  { id: 'command', keys: [':'], where: 'everywhere', is: 'hint' },
  { id: 'help', keys: ['?'], where: 'everywhere', is: 'hint' },
  { id: 'quit', keys: ['q', 'ctrl+c'], where: 'everywhere', is: 'hint' },
] as const satisfies readonly KeyRow[];

export type ActionId = (typeof KEYS)[number]['id'];

/** A row of the table with the keys that the user wants. */
export interface Binding extends KeyRow {
  readonly id: ActionId;
}

export interface KeyMap {
  /** What this key does here; null = nothing. */
  find(key: string, place: PlaceName): ActionId | null;
  /** What there is here, the keys of this place before those of everywhere. */
  bindings(place: PlaceName): readonly Binding[];
}

/** The table with the user's keys over it: `remap` gives an action other keys. With `isReadOnly` nothing that changes anything. */
export function createKeyMap(remap: Readonly<Record<string, readonly string[]>>, isReadOnly: boolean): KeyMap {
  const all = KEYS.map((line): Binding => ({ ...line, keys: remap[line.id] ?? line.keys })).filter(
    (line) => !isReadOnly || line.is !== 'change',
  );
  const isHere = (line: Binding, place: PlaceName): boolean =>
    line.where !== 'everywhere' && line.where.includes(place);
  const bindings = (place: PlaceName): readonly Binding[] => [
    ...all.filter((line) => isHere(line, place)),
    ...all.filter(({ where }) => where === 'everywhere'),
  ];
  return {
    find: (key, place) => bindings(place).find(({ keys }) => keys.includes(key))?.id ?? null,
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
  for (const place of [...VIEWS, 'detail', 'waiting'] as const) {
    const bindings = keyMap.bindings(place);
    for (const key of new Set(bindings.flatMap(({ keys }) => keys))) {
      const actions = bindings.filter(({ keys }) => keys.includes(key)).map(({ id }) => id);
      if (actions.length > 1) found.set(`${key} ${actions.join(' ')}`, { key, actions: actions.join(' ') });
    }
  }
  return [...found.values()];
}

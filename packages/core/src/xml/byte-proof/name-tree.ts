import type { CompiledTable, PathEntry } from '../rules/compile-table.js';

/** One element name at one place of the documents of a root: what the field table says of it, with its name in bytes. */
export interface NameNode {
  readonly path: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly entry: PathEntry | { readonly kind: 'free' };
  /** Number of the field among all fields of the table; -1 = it is none. */
  readonly slot: number;
  /** May hold elements that the table does not name: it is open, or below an open one. */
  readonly isOpen: boolean;
  /** Its text, or that it is there, is asked for by the keys, the message type or the checks of the kind. */
  readonly isNoted: boolean;
  readonly children: Map<string, NameNode>;
  /** What came first inside, and next beside it, the last time; see `PathStep`. */
  firstGuess: NameNode | null;
  nextGuess: NameNode | null;
}

/** As a step of a path is plain: a name under any rules and any declarations. */
const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,199}$/;

/** Elements that no table names, of hostile documents, must not fill the memory. */
const FREE_NODES_MAX = 4_000;

/** The elements of the documents of one root. */
export class NameTree {
  readonly root: NameNode;
  readonly #isNoted: (path: string) => boolean;
  #freeNodes = 0;

  constructor(root: string, table: CompiledTable, isNoted: (path: string) => boolean) {
    this.#isNoted = isNoted;
    const bases = firstSlots(table);
    const nodes = new Map<string, NameNode>();
    // A parent is always shorter than its children.
    const paths = [...table.paths].toSorted(([left], [right]) => left.length - right.length);
    for (const [path, entry] of paths) {
      const parent = nodes.get(path.slice(0, Math.max(0, path.lastIndexOf('/'))));
      const slot = entry.kind === 'field' ? (bases[entry.section.index] ?? 0) + entry.index : -1;
      const node = this.#create(path, { entry, slot, isOpen: table.open.has(path) });
      nodes.set(path, node);
      parent?.children.set(node.name, node);
    }
    this.root = nodes.get(root) ?? this.#create(root, { entry: { kind: 'free' }, slot: -1, isOpen: false });
  }

  /** The child of that name; null where the rules would say something of it, or it is not for this proof. */
  childOf(parent: NameNode, name: string): NameNode | null {
    const known = parent.children.get(name);
    if (known !== undefined) return known;
    if (!parent.isOpen || this.#freeNodes >= FREE_NODES_MAX || !PLAIN_NAME.test(name)) return null;
    const node = this.#create(`${parent.path}/${name}`, { entry: { kind: 'free' }, slot: -1, isOpen: true });
    parent.children.set(node.name, node);
    this.#freeNodes += 1;
    return node;
  }

  #create(path: string, given: Pick<NameNode, 'entry' | 'slot' | 'isOpen'>): NameNode {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const links = { children: new Map<string, NameNode>(), firstGuess: null, nextGuess: null };
    return { ...given, ...links, path, name, bytes: Buffer.from(name), isNoted: this.#isNoted(path) };
  }
}

/** The number of the first field of each section. */
export function firstSlots({ sections }: CompiledTable): readonly number[] {
  let next = 0;
  return sections.map(({ rule }) => {
    const first = next;
    next += rule.fields.length;
    return first;
  });
}

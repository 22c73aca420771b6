/**
 * One element name at one place of the tree. Steps are kept and shared by all documents that a thread reads: the same path is
 * the same string object, which makes look-ups by path cheap, and no path is ever joined twice.
 */
export interface PathStep {
  readonly path: string;
  /** Local name. */
  readonly name: string;
  /** Name as written, with its prefix. */
  readonly rawName: string;
  /** The name is one under any rules and any declarations: Latin letters and digits, no prefix. */
  readonly isPlain: boolean;
  /** By the name as written, so that a known child costs one look-up, prefix or not. */
  readonly children: Map<string, PathStep>;
  /** What came first inside, and next beside it, the last time: documents of a kind repeat, and a guess that fits saves the look-up. */
  firstGuess: PathStep | null;
  nextGuess: PathStep | null;
}

/** Real formats have some hundreds of paths each; hostile ones must not fill the memory. */
const STEPS_MAX = 20_000;

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,199}$/;

let roots = new Map<string, PathStep>();
let steps = 0;

/** The step of a root element. */
export function rootStep(rawName: string): PathStep {
  return roots.get(rawName) ?? addStep(roots, '', rawName);
}

/** The step of a child element. */
export function stepInto(parent: PathStep, rawName: string): PathStep {
  return parent.children.get(rawName) ?? addStep(parent.children, `${parent.path}/`, rawName);
}

function addStep(siblings: Map<string, PathStep>, prefix: string, rawName: string): PathStep {
  if (steps >= STEPS_MAX) forgetSteps();
  // A slice of a document keeps the whole document in memory; a name that lives on must be a copy of its own.
  const ownName = ownCopy(rawName);
  const name = ownName.slice(ownName.indexOf(':') + 1);
  const step: PathStep = {
    path: prefix + name,
    name,
    rawName: ownName,
    isPlain: PLAIN_NAME.test(ownName),
    children: new Map(),
    firstGuess: null,
    nextGuess: null,
  };
  siblings.set(ownName, step);
  steps += 1;
  return step;
}

/** A holder of an old step goes on with it; nothing refers to a step by identity. */
function forgetSteps(): void {
  roots = new Map();
  steps = 0;
}

function ownCopy(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

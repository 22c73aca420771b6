import type { Problem } from '../domain/problem.js';
import type { ScannedNode, ScannedOutline } from './scanned.js';
import type { SchemaError } from './schema.js';

/** A document that has nothing to do with its XSD breaks it in every element; no person reads more than this. */
const PROBLEMS_MAX = 500;

const FOUND_LENGTH_MAX = 60;

/** Violations of an XSD as problems, each at its element. */
export function schemaProblems(errors: readonly SchemaError[], outline: ScannedOutline): readonly Problem[] {
  if (errors.length === 0) return [];
  const childrenOf = createChildIndex(outline);
  return errors.slice(0, PROBLEMS_MAX).map((error) => {
    const node = findNode(outline, error.xpath, childrenOf);
    return {
      rule: 'schema',
      level: 'reject',
      line: node?.line ?? error.line,
      column: node?.column ?? 0,
      path: node?.path ?? '',
      fieldZh: '',
      found: (node?.text ?? '').slice(0, FOUND_LENGTH_MAX),
      allowed: '',
      zh: `不符合 XSD（原文：${error.message}）`,
      en: `The XSD is not satisfied: ${error.message}`,
    };
  });
}

type ChildIndex = (node: ScannedNode) => readonly ScannedNode[];

/** Children by parent, built from document order: a node's children are one step longer and come before the next on its level. */
function createChildIndex(outline: ScannedOutline): ChildIndex {
  const children = new Map<ScannedNode, ScannedNode[]>();
  const open: { readonly node: ScannedNode; readonly depth: number }[] = [];
  for (const node of outline.nodes) {
    const depth = depthOf(node.path);
    while ((open.at(-1)?.depth ?? -1) >= depth) open.pop();
    const parent = open.at(-1)?.node;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), node]);
    open.push({ node, depth });
  }
  return (node) => children.get(node) ?? [];
}

function depthOf(path: string): number {
  return path.split('/').length;
}

const STEP = /^(\*|[^[\]]+)(?:\[(\d+)\])?$/;

/**
 * Follows the path that libxml2 gives a node: `*` is an element in a default namespace and counts all elements beside
 * it, a name counts those of its name. Null where the path means something else, an attribute say: then its element is taken.
 */
function findNode(outline: ScannedOutline, xpath: string, childrenOf: ChildIndex): ScannedNode | null {
  const steps = xpath.split('/').slice(1);
  const root = outline.nodes[0];
  if (root === undefined || steps.length === 0) return null;
  let node = root;
  for (const step of steps.slice(1)) {
    const match = STEP.exec(step);
    if (match === null || step.startsWith('@')) return node;
    const [, name = '*', ordinal = '1'] = match;
    const local = name.slice(name.indexOf(':') + 1);
    const next = childrenOf(node).filter((child) => name === '*' || child.name === local)[Number(ordinal) - 1];
    if (next === undefined) return node;
    node = next;
  }
  return node;
}

import type { BusinessDefinition, ReceiptRule, SendResultRule } from '../businesses/definition.js';
import { PLATFORM_RESPONSE } from './general-receipts.js';
import type { DocumentOutline, XmlOutlineNode, XmlText } from './outline.js';
import { createNameTest, createPathTest } from './paths.js';

/** One of the receipts in a message, with what the message says of all of them. */
export interface Head {
  readonly outline: DocumentOutline;
  /** Those that turn out to be about the same document are one judgement of it. */
  readonly isJoined: boolean;
  /** What came behind so many receipts that nothing is said of each of them. */
  readonly isRest: boolean;
}

/** Empty where a message is about one document at most. Linear to the outline, whatever it holds. */
export type HeadSplitter = (outline: DocumentOutline) => readonly Head[];

/** Official answers judge 100 orders at most; each receipt of a message is a record of the ledger. */
export const HEADS_MAX = 1_000;
/** Of what is around them; it is looked at with each. */
const SHARED_NODES_MAX = 500;
/** Elements around a receipt, at most. */
const AROUND_MAX = 4;

/** What the rules of one root say. */
interface RootHeads {
  /** Outer ones first. */
  readonly tests: readonly ((path: string) => boolean)[];
  /** Is this a text that a receipt has for itself: a code, or a number of the document? */
  readonly isOwn: (path: string) => boolean;
  readonly isJoined: boolean;
}

/** A message may be a list of receipts, and a receipt a list of answers: both are divided, the outer one first. */
export function createHeadSplitter(businesses: readonly BusinessDefinition[]): HeadSplitter {
  const isReceipt = createReceiptTest(businesses);
  const headsOf = createHeadIndex(businesses);
  return (outline) => {
    if (outline.nodes.length < FEWEST_NODES) return [];
    const named = divide(outline, receiptsIn(outline, isReceipt), false);
    const heads = (named.length === 0 ? [whole(outline)] : named).flatMap((head) =>
      head.isRest ? [head] : dividedByRule(head, isReceipt, headsOf),
    );
    return heads.length < 2 ? [] : heads;
  };
}

/** A root around two elements, each with a text. */
const FEWEST_NODES = 5;

function whole(outline: DocumentOutline): Head {
  return { outline, isJoined: false, isRest: false };
}

/** Of a business of unknown format the names are too common for that, and so are patterns. */
function createReceiptTest(businesses: readonly BusinessDefinition[]): (name: string) => boolean {
  const rules = businesses.filter(({ isOpaque }) => !isOpaque).flatMap(rulesOf);
  const names = new Set(rules.flatMap(({ roots }) => roots).filter((name) => !/[*?]/.test(name)));
  return (name) => names.has(name);
}

function rulesOf({ sendResults, receipts }: BusinessDefinition): readonly (SendResultRule | ReceiptRule)[] {
  return [...sendResults, ...receipts];
}

function createHeadIndex(businesses: readonly BusinessDefinition[]): (root: string) => RootHeads | null {
  const rules = [...new Set([...businesses.flatMap(rulesOf), PLATFORM_RESPONSE])].filter(
    ({ heads }) => heads.length > 0,
  );
  const tests = rules.map((rule) => ({ rule, isRoot: createNameTest(rule.roots) }));
  const known = new Map<string, RootHeads | null>();
  return (root) => {
    const found = known.get(root);
    if (found !== undefined) return found;
    const fitting = tests.filter(({ isRoot }) => isRoot(root)).map(({ rule }) => rule);
    const heads = fitting.length === 0 ? null : rootHeads(fitting);
    if (known.size >= ROOTS_REMEMBERED_MAX) known.clear();
    known.set(root, heads);
    return heads;
  };
}

const ROOTS_REMEMBERED_MAX = 256;

function rootHeads(rules: readonly (SendResultRule | ReceiptRule)[]): RootHeads {
  const paths = [...new Set(rules.flatMap(({ heads }) => heads))];
  const own = rules.flatMap(({ codePaths, keys }) => [...codePaths, ...keys.flatMap((key) => key.paths)]);
  return {
    tests: paths.map((path) => createPathTest([path])),
    isOwn: createPathTest(own),
    isJoined: rules.some(({ codesMax }) => codesMax > 1),
  };
}

/** Elements below the root that are named like a receipt: of those in each other the outermost. */
function receiptsIn({ nodes }: DocumentOutline, isReceipt: (name: string) => boolean): readonly Range[] {
  return rangesOf(nodes, (node) => node.text === null && isReceipt(node.name) && depthOf(node.path) <= AROUND_MAX);
}

function dividedByRule(
  head: Head,
  isReceipt: (name: string) => boolean,
  headsOf: (root: string) => RootHeads | null,
): readonly Head[] {
  const { outline } = head;
  const [inner] = receiptsIn(outline, isReceipt);
  // A root may be known and have a known receipt in it, e.g. `Signature/Object/Package`: both say where to divide.
  const places = [{ prefix: '', root: outline.root }, ...(inner === undefined ? [] : [placeOf(outline, inner)])];
  return places.reduce<readonly Head[]>(
    (divided, { prefix, root }) => {
      const heads = headsOf(root);
      if (heads === null) return divided;
      return heads.tests.reduce((ever, test) => ever.flatMap((one) => dividedBy(one, prefix, heads, test)), divided);
    },
    [head],
  );
}

function dividedBy(head: Head, prefix: string, heads: RootHeads, test: (path: string) => boolean): readonly Head[] {
  if (head.isRest) return [head];
  const { nodes } = head.outline;
  const below = (path: string): string => path.slice(prefix.length);
  const found = rangesOf(nodes, ({ path, text }) => text === null && path.startsWith(prefix) && test(below(path)));
  const hasOwn = ({ from, before }: Range): boolean =>
    nodes.slice(from, before).some(({ path, text }) => (text?.trim() ?? '') !== '' && heads.isOwn(below(path)));
  const divided = found.length < 2 ? [] : divide(head.outline, found.filter(hasOwn), heads.isJoined);
  return divided.length === 0 ? [head] : divided;
}

function placeOf({ nodes }: DocumentOutline, { from }: Range): { readonly prefix: string; readonly root: string } {
  const path = nodes[from]?.path ?? '';
  const end = path.lastIndexOf('/') + 1;
  return { prefix: path.slice(0, end), root: path.slice(end) };
}

/** An element and all that is in it, among the nodes of an outline. */
interface Range {
  readonly from: number;
  readonly before: number;
}

function rangesOf(nodes: readonly XmlOutlineNode[], isStart: (node: XmlOutlineNode) => boolean): readonly Range[] {
  const ranges: Range[] = [];
  for (let at = 1; at < nodes.length; at += 1) {
    const node = nodes[at];
    if (node === undefined || !isStart(node)) continue;
    const before = endOf(nodes, at);
    ranges.push({ from: at, before });
    at = before - 1;
  }
  return ranges;
}

function endOf(nodes: readonly XmlOutlineNode[], from: number): number {
  const inside = `${nodes[from]?.path ?? ''}/`;
  let at = from + 1;
  while (at < nodes.length && nodes[at]?.path.startsWith(inside) === true) at += 1;
  return at;
}

function depthOf(path: string): number {
  return path.split('/').length - 1;
}

/** Empty where there are not several. */
function divide(outline: DocumentOutline, ranges: readonly Range[], isJoined: boolean): readonly Head[] {
  if (ranges.length < 2) return [];
  const shared = {
    attributes: outline.texts.filter(({ path }) => path.includes('/@')),
    nodes: sharedNodes(outline.nodes, ranges),
  };
  const heads = ranges.slice(0, HEADS_MAX).map((range) => partOf(outline, shared, range));
  const first = ranges[HEADS_MAX];
  const rest = first === undefined ? [] : [partOf(outline, shared, { from: first.from, before: outline.nodes.length })];
  return [
    ...heads.map((one) => ({ outline: one, isJoined, isRest: false })),
    ...rest.map((one) => ({ outline: one, isJoined: false, isRest: true })),
  ];
}

/** What is around the receipts of a message, and said of all of them. */
interface Shared {
  readonly attributes: readonly XmlText[];
  readonly nodes: readonly Placed[];
}

interface Placed {
  readonly at: number;
  readonly node: XmlOutlineNode;
}

function sharedNodes(nodes: readonly XmlOutlineNode[], ranges: readonly Range[]): readonly Placed[] {
  const shared: Placed[] = [];
  let next = 0;
  for (const [at, node] of nodes.entries()) {
    if (shared.length >= SHARED_NODES_MAX) break;
    while ((ranges[next]?.before ?? Number.POSITIVE_INFINITY) <= at) next += 1;
    if (at < (ranges[next]?.from ?? Number.POSITIVE_INFINITY)) shared.push({ at, node });
  }
  return shared;
}

function partOf(outline: DocumentOutline, shared: Shared, { from, before }: Range): DocumentOutline {
  const nodes = [
    ...shared.nodes.filter(({ at }) => at < from).map(({ node }) => node),
    ...outline.nodes.slice(from, before),
    ...shared.nodes.filter(({ at }) => at >= before).map(({ node }) => node),
  ];
  const texts = nodes.flatMap(({ path, text }) => (text === null ? [] : [{ path, text }]));
  return { ...outline, nodes, texts: [...shared.attributes, ...texts] };
}

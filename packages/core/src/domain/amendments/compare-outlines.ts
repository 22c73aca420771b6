import type { DocumentOutline, XmlOutlineNode } from '../receipts/outline.js';

/** One place that is not the same in two documents. */
export interface Difference {
  /** Local names from the root; a repeated element has its number, `DecMessage/DecLists/DecList[2]`: that of the newer document where it is there. */
  readonly path: string;
  /** The same without numbers. */
  readonly field: string;
  /** Null = it is not there. Of an element with others in it: its texts, cut. */
  readonly before: string | null;
  readonly after: string | null;
}

interface Element {
  readonly name: string;
  readonly path: string;
  readonly text: string | null;
  readonly children: Element[];
  /** The same for elements that say the same, whatever the order of what is in them. */
  canonical: string;
}

/** Of an element that is only in one of the two. */
const SUMMARY_CHARS = 120;
/** Ends a name and a text in a canonical form: XML has no such character. */
const END = '\0';

/**
 * What a person changed between two documents of one declaration. Order of elements, white space around texts and between elements,
 * namespaces and encoding do not count, and an empty element is the same as none. Of repeated elements those that say the same belong
 * together, then those that begin with the same text (a line number, a bill), then those at the same place.
 */
export function compareOutlines(before: DocumentOutline, after: DocumentOutline): readonly Difference[] {
  const differences: Difference[] = [];
  const [one, other] = [treeOf(before), treeOf(after)];
  if (one === null || other === null) return differences;
  if (one.name !== other.name) return [{ path: other.path, field: other.path, before: one.name, after: other.name }];
  compareElements(one, other, other.name, differences);
  return differences;
}

function compareElements(before: Element, after: Element, path: string, into: Difference[]): void {
  if (before.canonical === after.canonical) return;
  if (before.children.length === 0 && after.children.length === 0) {
    into.push({ path, field: after.path, before: summaryOf(before), after: summaryOf(after) });
    return;
  }
  for (const name of new Set([...before.children, ...after.children].map((child) => child.name)))
    compareNamed(named(before, name), named(after, name), `${path}/${name}`, into);
}

const named = ({ children }: Element, name: string): readonly Element[] =>
  children.filter((child) => child.name === name);

function compareNamed(before: readonly Element[], after: readonly Element[], path: string, into: Difference[]): void {
  const isRepeated = before.length > 1 || after.length > 1;
  const place = (all: readonly Element[], one: Element): string =>
    isRepeated ? `${path}[${all.indexOf(one) + 1}]` : path;
  const { pairs, removed, added } = pair(before, after);
  for (const [one, other] of pairs) compareElements(one, other, place(after, other), into);
  for (const one of removed)
    into.push({ path: place(before, one), field: one.path, before: summaryOf(one), after: null });
  for (const other of added)
    into.push({ path: place(after, other), field: other.path, before: null, after: summaryOf(other) });
}

interface Paired {
  readonly pairs: readonly (readonly [Element, Element])[];
  readonly removed: readonly Element[];
  readonly added: readonly Element[];
}

function pair(before: readonly Element[], after: readonly Element[]): Paired {
  const pairs: (readonly [Element, Element])[] = [];
  let [left, right] = [before, after];
  for (const nameOf of [sameContent, firstText, samePlace]) {
    const waiting = new Map<string, Element[]>();
    left.forEach((one, at) => {
      const key = nameOf(one, at);
      waiting.set(key, [...(waiting.get(key) ?? []), one]);
    });
    const matched = new Set<Element>();
    right.forEach((other, at) => {
      const one = waiting.get(nameOf(other, at))?.shift();
      if (one === undefined) return;
      pairs.push([one, other]);
      matched.add(one).add(other);
    });
    left = left.filter((one) => !matched.has(one));
    right = right.filter((other) => !matched.has(other));
  }
  return { pairs, removed: left, added: right };
}

const sameContent = ({ canonical }: Element): string => canonical;
const samePlace = (_: Element, at: number): string => String(at);

/** The number of a line, a bill or a container comes first in every format that is known. */
function firstText({ text, children: [first] }: Element): string {
  return first === undefined ? (text ?? '') : `${first.name}${END}${first.text ?? ''}`;
}

function summaryOf(element: Element): string {
  const all = textsOf(element).join(' · ');
  return all.length <= SUMMARY_CHARS ? all : `${all.slice(0, SUMMARY_CHARS)}…`;
}

function textsOf({ text, children }: Element): readonly string[] {
  return children.length === 0 ? (text === null ? [] : [text]) : children.flatMap(textsOf);
}

/** Null where there is no element. What is empty, and what has only empty elements in it, is left out. */
function treeOf({ nodes }: DocumentOutline): Element | null {
  const open: Element[] = [];
  let root: Element | null = null;
  for (const node of nodes) {
    const depth = node.path.split('/').length;
    const element = elementOf(node);
    open.length = depth - 1;
    if (depth === 1) root = element;
    else open.at(-1)?.children.push(element);
    open.push(element);
  }
  if (root !== null) settle(root);
  return root;
}

function elementOf({ name, path, text }: XmlOutlineNode): Element {
  return { name, path, text: text === null ? null : text.trim().replace(/\s+/g, ' '), children: [], canonical: '' };
}

/** Makes the canonical form from the leaves up. */
function settle(element: Element): void {
  for (const child of element.children) settle(child);
  const said = element.children.filter(({ canonical }) => canonical !== '');
  element.children.splice(0, element.children.length, ...said);
  const inside =
    said.length === 0
      ? (element.text ?? '')
      : said
          .map(({ canonical }) => canonical)
          .sort()
          .join('');
  element.canonical = inside === '' ? '' : `${element.name}${END}${inside}${END}`;
}

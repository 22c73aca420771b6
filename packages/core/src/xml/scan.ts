import type { XmlText } from '../domain/receipts/outline.js';
import { readAttributes } from './attributes.js';
import { type PathStep, rootStep, stepInto } from './path-steps.js';
import { resolveText } from './references.js';
import type { Scan, ScanEnd, ScanLimits, ScannedNode } from './scanned.js';
import {
  endOfName,
  endOfTag,
  endsPlainly,
  GREATER,
  isBlank,
  isEndOf,
  newlineFrom,
  SLASH,
  UNFINISHED,
} from './tokens.js';

interface OpenElement {
  readonly step: PathStep;
  readonly node: Growing;
  /** The child before; null = none yet. */
  last: PathStep | null;
}

/** A node whose text is not known before its end tag. */
type Growing = { -readonly [Key in keyof ScannedNode]: ScannedNode[Key] };

const BANG = 33;
const QUESTION = 63;

/**
 * Reads decoded XML once, from left to right, in time linear to its length, and never throws: names, leaf texts and places of
 * all elements. It is exact for every text that libxml2 accepts (compared over generated documents), and more lenient than it
 * for the rest, so a caller that needs a verdict asks libxml2. It exists because walking libxml2's own tree from JavaScript costs
 * more than the parse (measured), and because it can say *where* a text ends in the middle.
 */
export function scanXml(text: string, limits: ScanLimits): Scan {
  return new Scanner(text, limits).run();
}

class Scanner {
  readonly #text: string;
  readonly #limits: ScanLimits;
  readonly #nodes: Growing[] = [];
  readonly #texts: XmlText[] = [];
  readonly #open: OpenElement[] = [];
  readonly #needsResolving: boolean;
  #namespace = '';
  #at = 0;
  #line = 1;
  #lineStart = 0;
  #nextNewline: number;
  /** The innermost element may still be a leaf: its text is the pieces and what follows `leafStart`. */
  #isLeaf = false;
  #leafStart = 0;
  #leafPieces = '';
  #plainFrom: number | null = null;

  constructor(text: string, limits: ScanLimits) {
    this.#text = text;
    this.#limits = limits;
    this.#needsResolving = text.includes('&') || text.includes('\r');
    this.#nextNewline = newlineFrom(text, 0);
  }

  run(): Scan {
    const end = this.#readAll();
    const root = this.#nodes[0];
    const outline = {
      root: root?.name ?? '',
      namespace: this.#namespace,
      texts: this.#texts,
      nodes: this.#nodes,
      isTruncated: end.kind === 'elements',
    };
    const openName = this.#open.at(-1)?.step.rawName ?? '';
    return { end, outline, openName, hasRoot: root !== undefined, plainFrom: this.#plainFrom };
  }

  #readAll(): ScanEnd {
    const text = this.#text;
    for (;;) {
      const at = text.indexOf('<', this.#at);
      if (at < 0) return this.#readEnd();
      if (this.#open.length === 0 && !isBlank(text, this.#at, at)) return { kind: 'broken', at: this.#at };
      const end = this.#readMarkup(at);
      if (end !== null) return end;
    }
  }

  /** No further `<`: the text is over. */
  #readEnd(): ScanEnd {
    const { length } = this.#text;
    if (this.#open.length > 0) return { kind: 'unfinished', at: this.#at };
    if (!isBlank(this.#text, this.#at, length))
      return { kind: this.#nodes.length === 0 ? 'unfinished' : 'broken', at: this.#at };
    return this.#nodes.length === 0 ? { kind: 'unfinished', at: this.#at } : { kind: 'complete', at: length };
  }

  /** One token at `<`; null = go on. */
  #readMarkup(at: number): ScanEnd | null {
    switch (this.#text.charCodeAt(at + 1)) {
      case SLASH:
        return this.#readEndTag(at);
      case BANG:
        return this.#readDeclaration(at);
      case QUESTION:
        return this.#skipTo('?>', at, 2);
      default:
        return this.#readStartTag(at);
    }
  }

  #readStartTag(at: number): ScanEnd | null {
    const text = this.#text;
    const parent = this.#open[this.#open.length - 1];
    // Behind the root, a `<` at the very end may still become a comment.
    if (parent === undefined && this.#nodes.length > 0)
      return { kind: at + 1 < text.length ? 'broken' : 'unfinished', at };
    const guess = parent === undefined ? null : parent.last === null ? parent.step.firstGuess : parent.last.nextGuess;
    const isGuessed =
      guess !== null &&
      text.startsWith(guess.rawName, at + 1) &&
      text.charCodeAt(at + 1 + guess.rawName.length) === GREATER;
    const nameEnd = isGuessed ? at + 1 + guess.rawName.length : endOfName(text, at + 1);
    if (nameEnd >= text.length) return { kind: 'unfinished', at };
    if (nameEnd === at + 1) return { kind: 'broken', at };
    const close = text.charCodeAt(nameEnd) === GREATER ? nameEnd : endOfTag(text, nameEnd);
    if (close < 0) return { kind: close === UNFINISHED ? 'unfinished' : 'broken', at };
    const limit = this.#limitAt(at);
    if (limit !== null) return limit;
    const step = isGuessed ? guess : this.#stepOf(parent, text.slice(at + 1, nameEnd));
    if (parent === undefined) this.#plainFrom = close + 1;
    else if (!step.isPlain || !endsPlainly(text, nameEnd, close)) this.#plainFrom = null;
    this.#enter(at, step, parent, close);
    return null;
  }

  #limitAt(at: number): ScanEnd | null {
    if (this.#open.length >= this.#limits.depthMax) return { kind: 'depth', at };
    return this.#nodes.length >= this.#limits.elementsMax ? { kind: 'elements', at } : null;
  }

  /** By look-up, and remembered as the next guess at this place. */
  #stepOf(parent: OpenElement | undefined, rawName: string): PathStep {
    if (parent === undefined) return rootStep(rawName);
    const step = stepInto(parent.step, rawName);
    if (parent.last === null) parent.step.firstGuess = step;
    else parent.last.nextGuess = step;
    return step;
  }

  #enter(at: number, step: PathStep, parent: OpenElement | undefined, close: number): void {
    this.#moveTo(at);
    const isEmpty = this.#text.charCodeAt(close - 1) === SLASH;
    const node: Growing = {
      path: step.path,
      name: step.name,
      text: isEmpty ? '' : null,
      line: this.#line,
      column: at - this.#lineStart + 1,
      at,
    };
    this.#nodes.push(node);
    if (parent === undefined) this.#readRoot(step, at);
    else parent.last = step;
    this.#at = close + 1;
    if (isEmpty) this.#texts.push(node as XmlText);
    else if (!this.#readPlainLeaf(step, node, close + 1)) {
      this.#open.push({ step, node, last: null });
      this.#leafStart = close + 1;
      this.#leafPieces = '';
      this.#isLeaf = true;
      return;
    }
    this.#isLeaf = false;
  }

  /** Most elements are a text and their end tag: those are read at once. False = it is something else, nothing was read. */
  #readPlainLeaf(step: PathStep, node: Growing, start: number): boolean {
    const text = this.#text;
    const end = text.indexOf('<', start);
    if (end < 0 || text.charCodeAt(end + 1) !== SLASH || !text.startsWith(step.rawName, end + 2)) return false;
    const close = end + 2 + step.rawName.length;
    if (text.charCodeAt(close) !== GREATER) return false;
    node.text = this.#resolved(start, end);
    this.#texts.push(node as XmlText);
    this.#at = close + 1;
    return true;
  }

  #readEndTag(at: number): ScanEnd | null {
    const text = this.#text;
    const open = this.#open[this.#open.length - 1];
    const nameStart = at + 2;
    const close = text.indexOf('>', nameStart);
    if (close < 0) return { kind: open === undefined ? 'broken' : 'unfinished', at };
    if (open === undefined || !isEndOf(text, open.step.rawName, nameStart, close)) return { kind: 'broken', at };
    this.#open.pop();
    if (this.#isLeaf) {
      open.node.text = this.#leafPieces + this.#resolved(this.#leafStart, at);
      this.#texts.push(open.node as XmlText);
    }
    this.#isLeaf = false;
    this.#at = close + 1;
    return null;
  }

  #resolved(start: number, end: number): string {
    const raw = this.#text.slice(start, end);
    return this.#needsResolving ? resolveText(raw) : raw;
  }

  /** `<!`: a comment, CDATA, or what is not allowed. */
  #readDeclaration(at: number): ScanEnd | null {
    const text = this.#text;
    this.#plainFrom = null;
    if (text.startsWith('<!--', at)) return this.#skipTo('-->', at, 4);
    if (text.startsWith('<![CDATA[', at)) return this.#open.length === 0 ? { kind: 'broken', at } : this.#readCData(at);
    if (text.startsWith('<!DOCTYPE', at)) return { kind: 'doctype', at };
    return { kind: text.length - at < '<![CDATA['.length ? 'unfinished' : 'broken', at };
  }

  #readCData(at: number): ScanEnd | null {
    const start = at + '<![CDATA['.length;
    const end = this.#text.indexOf(']]>', start);
    if (end < 0) return { kind: 'unfinished', at };
    if (this.#isLeaf) {
      const content = this.#text.slice(start, end);
      this.#leafPieces +=
        this.#resolved(this.#leafStart, at) + (content.includes('\r') ? content.replace(/\r\n?/g, '\n') : content);
      this.#leafStart = end + 3;
    }
    this.#at = end + 3;
    return null;
  }

  /** Comments and processing instructions: a leaf's text goes on behind them. */
  #skipTo(mark: string, at: number, openingLength: number): ScanEnd | null {
    this.#plainFrom = null;
    const end = this.#text.indexOf(mark, at + openingLength);
    if (end < 0) return { kind: 'unfinished', at };
    if (this.#isLeaf) {
      this.#leafPieces += this.#resolved(this.#leafStart, at);
      this.#leafStart = end + mark.length;
    }
    this.#at = end + mark.length;
    return null;
  }

  #readRoot(step: PathStep, at: number): void {
    const colon = step.rawName.indexOf(':');
    const declaration = colon < 0 ? 'xmlns' : `xmlns:${step.rawName.slice(0, colon)}`;
    for (const { name, value } of readAttributes(this.#text, at)) {
      if (name === declaration) this.#namespace = value;
      if (name === 'xmlns' || name.startsWith('xmlns:') || name.startsWith('xsi:') || name.startsWith('xml:')) continue;
      this.#texts.push({ path: `${step.path}/@${name.slice(name.indexOf(':') + 1)}`, text: value });
    }
  }

  #moveTo(at: number): void {
    while (this.#nextNewline < at) {
      this.#line += 1;
      this.#lineStart = this.#nextNewline + 1;
      this.#nextNewline = newlineFrom(this.#text, this.#lineStart);
    }
  }
}

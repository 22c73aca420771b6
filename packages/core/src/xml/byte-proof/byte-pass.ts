import type { XmlOutlineNode } from '../../domain/receipts/outline.js';
import type { PathEntry } from '../rules/compile-table.js';
import type { ScanLimits } from '../scanned.js';
import {
  BLANK,
  BYTE_CLASSES,
  FOREIGN,
  SPECIAL,
  STOP,
  THREE_BYTES,
  THREE_BYTES_DARK,
  TWO_BYTES,
} from './byte-classes.js';
import { type FieldTexts, isSurelyFilled, type TextSpan, textOf } from './field-texts.js';
import type { NameNode, NameTree } from './name-tree.js';
import type { SectionMarks } from './section-marks.js';

const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;

/** What the pass works with; one for each root of a business and thread. */
export interface PassTools {
  readonly tree: NameTree;
  readonly marks: SectionMarks;
  readonly texts: FieldTexts;
}

type FieldEntry = Extract<PathEntry, { readonly kind: 'field' }>;

/** A text span that is filled anew for each text: there are hundreds in a document. */
type Span = { -readonly [Key in keyof TextSpan]: TextSpan[Key] };

/**
 * One pass over the bytes behind the root's start tag. Every element has to be one that the field table names, written as
 * `<Name>text</Name>` or `<Name/>`; whatever is anything else ends the pass with false, which says nothing of the document.
 */
export class BytePass {
  readonly #bytes: Buffer;
  readonly #tools: PassTools;
  readonly #limits: ScanLimits;
  readonly #noted: XmlOutlineNode[] = [];
  readonly #open: NameNode[] = [];
  readonly #span: Span;
  readonly #lastLess: number;
  #node: NameNode;
  /** The child before; null = none yet. */
  #last: NameNode | null = null;
  #at = 0;
  #elements = 1;
  /** Classes of all texts together. */
  #classes = 0;

  constructor(bytes: Buffer, tools: PassTools, limits: ScanLimits) {
    this.#bytes = bytes;
    this.#tools = tools;
    this.#limits = limits;
    this.#node = tools.tree.root;
    this.#span = { bytes, start: 0, end: 0, classes: 0 };
    this.#lastLess = bytes.lastIndexOf(LESS);
  }

  /** The elements that the checks of the kind and the keys ask for, in order, the root first. */
  get noted(): readonly XmlOutlineNode[] {
    return this.#noted;
  }

  /** Characters of two bytes and none of three: that may be GBK in disguise (decision 0030). */
  get isOnlyTwoBytes(): boolean {
    return (this.#classes & TWO_BYTES) !== 0 && (this.#classes & (THREE_BYTES | THREE_BYTES_DARK)) === 0;
  }

  /** True = the root is closed, and only white space follows. */
  run(from: number): boolean {
    this.#at = from;
    this.#tools.marks.begin();
    if (!this.#enter(this.#node)) return false;
    while (this.#open.length > 0) {
      this.#skipBlank();
      const at = this.#at;
      if (this.#bytes[at] !== LESS) return false;
      const isRight = this.#bytes[at + 1] === SLASH ? this.#readEndTag(at) : this.#readStartTag(at);
      if (!isRight) return false;
    }
    this.#skipBlank();
    return this.#at === this.#bytes.length;
  }

  #skipBlank(): void {
    const bytes = this.#bytes;
    let at = this.#at;
    for (let byte = bytes[at]; byte === 0x0a || byte === 0x20 || byte === 0x0d || byte === 0x09; byte = bytes[at])
      at += 1;
    this.#at = at;
  }

  #enter(node: NameNode): boolean {
    this.#open.push(node);
    this.#node = node;
    this.#last = null;
    if (node.isNoted) this.#note(node, null);
    return node.entry.kind !== 'section' || this.#tools.marks.openSection(node.entry.section);
  }

  #leave(): boolean {
    const node = this.#node;
    this.#open.pop();
    this.#last = node;
    this.#node = this.#open.at(-1) ?? node;
    return node.entry.kind !== 'section' || this.#tools.marks.closeSection(node.entry.section);
  }

  #readEndTag(at: number): boolean {
    const { bytes } = this.#node;
    const close = at + 2 + bytes.length;
    if (!this.#hasName(bytes, at + 2) || this.#bytes[close] !== GREATER) return false;
    this.#at = close + 1;
    return this.#leave();
  }

  #readStartTag(at: number): boolean {
    const { depthMax, elementsMax } = this.#limits;
    if (this.#open.length >= depthMax || this.#elements >= elementsMax) return false;
    this.#elements += 1;
    const node = this.#childAt(at + 1);
    if (node === null) return false;
    const nameEnd = at + 1 + node.bytes.length;
    const isEmpty = this.#bytes[nameEnd] === SLASH && this.#bytes[nameEnd + 1] === GREATER;
    if (!isEmpty && this.#bytes[nameEnd] !== GREATER) return false;
    this.#at = nameEnd + (isEmpty ? 2 : 1);
    switch (node.entry.kind) {
      case 'field':
      case 'free':
        return isEmpty ? this.#takeText(node, this.#at, this.#at, 0) : this.#readText(node);
      case 'section':
      case 'container':
        return this.#enter(node) && (!isEmpty || this.#leave());
    }
  }

  /** The child whose name is written there: what came the last time, or by look-up, and then remembered. */
  #childAt(at: number): NameNode | null {
    const last = this.#last;
    const guess = last === null ? this.#node.firstGuess : last.nextGuess;
    if (guess !== null && this.#hasName(guess.bytes, at) && this.#isNameEnd(at + guess.bytes.length)) return guess;
    let end = at;
    while (end < this.#bytes.length && !this.#isNameEnd(end)) end += 1;
    const child = this.#tools.tree.childOf(this.#node, this.#bytes.toString('latin1', at, end));
    if (child === null) return null;
    if (last === null) this.#node.firstGuess = child;
    else last.nextGuess = child;
    return child;
  }

  #isNameEnd(at: number): boolean {
    const byte = this.#bytes[at];
    return byte === GREATER || byte === SLASH;
  }

  #hasName(name: Uint8Array, at: number): boolean {
    const bytes = this.#bytes;
    for (let index = 0; index < name.length; index += 1) if (bytes[at + index] !== name[index]) return false;
    return true;
  }

  /** A text and the end tag behind it; what no table names may have children instead. */
  #readText(node: NameNode): boolean {
    const bytes = this.#bytes;
    const start = this.#at;
    // So there is a `<` at which the loop ends.
    if (start > this.#lastLess) return false;
    let at = start;
    let classes = 0;
    for (let found = classAt(bytes, at); found !== STOP; found = classAt(bytes, at)) {
      classes |= found;
      at += 1;
    }
    if (bytes[at + 1] !== SLASH) return node.entry.kind === 'free' && this.#enter(node);
    const close = at + 2 + node.bytes.length;
    if (!this.#hasName(node.bytes, at + 2) || bytes[close] !== GREATER) return false;
    this.#at = close + 1;
    return (classes & FOREIGN) === 0 && this.#takeText(node, start, at, classes);
  }

  #takeText(node: NameNode, start: number, end: number, classes: number): boolean {
    this.#last = node;
    this.#classes |= classes;
    const span = this.#span;
    span.start = start;
    span.end = end;
    span.classes = classes;
    const { entry, slot } = node;
    return entry.kind === 'field' ? this.#takeField(node, entry, span) : slot < 0 && this.#takeFree(node, span);
  }

  #takeFree(node: NameNode, span: TextSpan): boolean {
    if (!node.isNoted && (span.classes & SPECIAL) === 0) return true;
    const text = textOf(span);
    if (text !== null && node.isNoted) this.#note(node, text);
    return text !== null;
  }

  #takeField(node: NameNode, entry: FieldEntry, span: TextSpan): boolean {
    const { marks, texts } = this.#tools;
    const { section, field, index, isReplaced } = entry;
    if (!marks.meetField(section, index, node.slot) || !this.#fill(node, entry, span)) return false;
    // Nothing but blanks of ASCII is an empty text to every rule.
    if ((span.classes & ~BLANK) === 0) return true;
    return isReplaced ? textOf(span) !== null : texts.fits(field, node.slot, node.path, span);
  }

  /** Says what later questions need to know of a text. */
  #fill(node: NameNode, { section }: FieldEntry, span: TextSpan): boolean {
    const { slot, isNoted } = node;
    const { marks } = this.#tools;
    const isCompared = marks.isCompared(slot);
    if (!isNoted && !isCompared && (span.start === span.end || isSurelyFilled(span))) {
      if (span.start < span.end) marks.fill(section, slot);
      return true;
    }
    const text = textOf(span);
    if (text === null) return false;
    const trimmed = text.trim();
    if (trimmed !== '') marks.fill(section, slot);
    if (isCompared) marks.keepText(slot, trimmed);
    if (isNoted) this.#note(node, text);
    return true;
  }

  #note({ path, name }: NameNode, text: string | null): void {
    this.#noted.push({ path, name, text, line: 0, column: 0 });
  }
}

function classAt(bytes: Uint8Array, at: number): number {
  return BYTE_CLASSES[bytes[at] ?? LESS] ?? STOP;
}

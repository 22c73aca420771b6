import type { DocumentOutline, XmlOutlineNode } from '../domain/receipts/outline.js';

/** How far the scanner goes into one document. */
export interface ScanLimits {
  /** Elements inside each other; real documents have at most some 15 levels. */
  readonly depthMax: number;
  readonly elementsMax: number;
}

/** An element with the place of its start tag in the decoded text. */
export interface ScannedNode extends XmlOutlineNode {
  /** Offset of its `<`, in UTF-16 units. */
  readonly at: number;
}

export interface ScannedOutline extends DocumentOutline {
  readonly nodes: readonly ScannedNode[];
}

/**
 * How the text ended for the scanner; `at` is an offset into the text.
 * - `complete`   every element was closed
 * - `unfinished` the text ended within the token that starts at `at`, or with elements open
 * - `broken`     something at `at` that cannot be
 * - `doctype`    a document type declaration at `at`
 * - `depth`, `elements`: that limit was passed at `at`
 */
export interface ScanEnd {
  readonly kind: 'complete' | 'unfinished' | 'broken' | 'doctype' | 'depth' | 'elements';
  readonly at: number;
}

/** What was seen up to the end; `openName` is the innermost element still open, '' for none. */
export interface Scan {
  readonly end: ScanEnd;
  readonly outline: ScannedOutline;
  readonly openName: string;
  readonly hasRoot: boolean;
  /** Behind the root's start tag, where from there on come only plain tags (`<Name>`, `<Name/>`, `</Name>`) and text; else null. */
  readonly plainFrom: number | null;
}

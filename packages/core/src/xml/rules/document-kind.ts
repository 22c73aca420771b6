import type { BusinessDefinition } from '../../domain/businesses/definition.js';
import type { DocumentOutline, XmlOutlineNode, XmlText } from '../../domain/receipts/outline.js';
import type { Certainty, Phase } from '../../domain/rules/rule-names.js';
import type { FieldSink } from './check-field.js';
import type { RuleTable } from './section-rule.js';

export interface KindContext extends FieldSink {
  readonly business: BusinessDefinition;
  /** Is this message type one of the business's own? Compiled once; see `receiptTypes`. */
  readonly isOwnType: (type: string) => boolean;
}

/** What the tables cannot say about one kind of document. */
export interface DocumentKind {
  /** Who says that documents of this kind are what the business takes. */
  readonly certainty: Certainty;
  readonly rules: (root: string) => RuleTable;
  readonly phaseOf: (outline: DocumentOutline) => Phase;
  /** Elements of which `phaseOf` and `check` want to know; an outline without the others gives the same answers. */
  readonly looksAt: (path: string) => boolean;
  readonly check: (outline: DocumentOutline, context: KindContext) => void;
}

export function textAt(texts: readonly XmlText[], path: string): string {
  return texts.find((text) => text.path === path)?.text.trim() ?? '';
}

/** The element at a path; for an attribute and for what is not there, the root. */
export function placeOf(outline: DocumentOutline, path: string): { path: string; line: number; column: number } {
  const node: XmlOutlineNode | undefined =
    outline.nodes.find((candidate) => candidate.path === path) ?? outline.nodes[0];
  return { path, line: node?.line ?? 0, column: node?.column ?? 0 };
}

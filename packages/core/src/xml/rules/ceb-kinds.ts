import { CEB_EXPORT, CEB_IMPORT, cebRoot } from '../../domain/businesses/ceb-messages.js';
import type { DocumentOutline, XmlOutlineNode } from '../../domain/receipts/outline.js';
import { checkField } from './check-field.js';
import { type DocumentKind, type KindContext, placeOf, textAt } from './document-kind.js';
import { type FieldRule, fieldRules } from './field-rule.js';
import { CEB_ATTRIBUTES, cebParts, cebRules, entRules } from './other-fields.js';

const CEB_ROOT = /^CEB\d{3}Message$/;
const ENT_ROOT = /^ENT\w*Message$/;

/** A message of cross-border e-commerce, by its root's local name; null for every other. */
export function commerceKindOf(root: string): DocumentKind | null {
  return CEB_ROOT.test(root) ? CEB : ENT_ROOT.test(root) ? ENT : null;
}

const CEB: DocumentKind = {
  certainty: 'official',
  rules: cebRules,
  phaseOf: () => 'draft',
  looksAt: (path) => depthOf(path) <= 3,
  check: checkCeb,
};

/** Their root is the one of their answers too, which carry `…Return` elements [2 public programs]. */
const ENT: DocumentKind = {
  certainty: 'several',
  rules: entRules,
  phaseOf: () => 'draft',
  looksAt: (path) => depthOf(path) === 2,
  check: checkEnt,
};

const CEB_FIELDS: readonly FieldRule[] = fieldRules(CEB_ATTRIBUTES).map((rule) => ({
  ...rule,
  certainty: 'official',
}));

/** Roots that each direction sends and that come back to it [official schemas]. */
const CEB_WAYS = [
  { key: 'IMPCEB', exchanges: CEB_IMPORT },
  { key: 'EXPCEB', exchanges: CEB_EXPORT },
].map(({ key, exchanges }) => ({
  key,
  sent: new Set(exchanges.map(({ sent }) => cebRoot(sent))),
  answers: new Set(exchanges.flatMap(({ answers }) => answers.map(cebRoot))),
}));

/** A message of the other direction, or one that only ever comes back; a later edition may have numbers that this one has not. */
function checkCebWay({ root, nodes }: DocumentOutline, { business, list }: KindContext): void {
  const own = CEB_WAYS.find(({ key }) => key === business.key);
  if (own === undefined || own.sent.has(root)) return;
  const other = CEB_WAYS.find(({ sent }) => sent.has(root));
  const isAnswer = CEB_WAYS.some(({ answers }) => answers.has(root)) || root === cebRoot('900');
  const place = { path: root, line: nodes[0]?.line ?? 0, column: nodes[0]?.column ?? 0 };
  const found = other === undefined ? root : `${root} (${other.key})`;
  const certainty = other === undefined && !isAnswer ? 'one' : 'official';
  list.add('structure.root', place, { name: root, found, allowed: [...own.sent].join(', '), certainty });
}

/** An answer that was dropped as a document. */
function checkEnt({ root, nodes }: DocumentOutline, { list }: KindContext): void {
  const answer = nodes.find(({ path, name }) => depthOf(path) === 2 && name.endsWith('Return'));
  if (answer === undefined) return;
  list.add('structure.root', answer, {
    name: root,
    found: `${root} (${answer.name})`,
    allowed: root,
    certainty: 'several',
  });
}

/** The tables ask that a head or a list is there at all; here each order, list or note is asked for its own. */
function checkCebBodies({ root, nodes }: DocumentOutline, { list }: KindContext): void {
  const parts = cebParts(root);
  const expected = parts.filter((part) => nodes.some(({ path, name }) => name === part && depthOf(path) === 3));
  if (expected.length === 0) return;
  const bodyName = nodes.find(({ path, name }) => name === expected[0] && depthOf(path) === 3)?.path.split('/')[1];
  let body: XmlOutlineNode | null = null;
  let missing = new Set<string>();
  const tell = (): void => {
    for (const name of missing) {
      const { path, line, column } = body ?? { path: root, line: 0, column: 0 };
      list.add('structure.missing', { path: `${path}/${name}`, line, column }, { name, certainty: 'official' });
    }
  };
  for (const node of nodes) {
    if (node.path === `${root}/${bodyName}`) {
      tell();
      body = node;
      missing = new Set(expected);
    } else if (depthOf(node.path) === 3) missing.delete(node.name);
  }
  tell();
}

function depthOf(path: string): number {
  return path.split('/', 4).length;
}

function checkCeb(outline: DocumentOutline, context: KindContext): void {
  checkCebWay(outline, context);
  if (!outline.isTruncated) checkCebBodies(outline, context);
  for (const rule of CEB_FIELDS) {
    const path = `${outline.root}/@${rule.name}`;
    const text = textAt(outline.texts, path);
    if (text === '')
      context.list.add('structure.missing', placeOf(outline, path), { name: `@${rule.name}`, nameZh: rule.nameZh });
    else checkField(rule, text, { place: placeOf(outline, path), ordinal: 0 }, context);
  }
}

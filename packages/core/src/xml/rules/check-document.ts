import type { BusinessDefinition, SigningDefault } from '../../domain/businesses/definition.js';
import { acceptsRoot, BUSINESSES, rootsNamed } from '../../domain/businesses/registry.js';
import type { Problem } from '../../domain/problem.js';
import { PLATFORM_RESPONSE, ROOT_FAILURE } from '../../domain/receipts/general-receipts.js';
import { type DocumentOutline, documentWithoutCarrier } from '../../domain/receipts/outline.js';
import { createNameTest } from '../../domain/receipts/paths.js';
import type { Certainty, RuleLevels } from '../../domain/rules/rule-names.js';
import type { LengthUnit } from './check-field.js';
import { checkFields } from './check-fields.js';
import { type CompiledTable, compileTable } from './compile-table.js';
import type { DocumentKind } from './document-kind.js';
import { documentKindOf } from './document-kinds.js';
import { type Place, ProblemList } from './problem-list.js';
import { PACKED_MESSAGES } from './trade-fields.js';

export interface CheckOptions {
  readonly levels: RuleLevels;
  readonly lengthUnit: LengthUnit;
  /** Who signs before sending: with `dec-sign` the fields that the signer fills are not missed. */
  readonly signing: SigningDefault;
}

/** Checks one document of a business. Total: any outline gives problems, never an exception. */
export type DocumentChecker = (outline: DocumentOutline) => readonly Problem[];

/**
 * Compiles the built-in rules of one business. Opaque businesses are not checked at all: their documents travel untouched. A
 * business of the user's own gets the rules of the document kinds that its roots name.
 */
export function createDocumentChecker(business: BusinessDefinition, options: CheckOptions): DocumentChecker {
  if (business.isOpaque && business.roots.length === 0) return () => [];
  const isOwnType = createNameTest(business.receiptTypes);
  const judgeRoot = createRootJudge(business);
  const certainty = rootCertainty(business);
  const tables = new Map<string, CompiledTable>();
  const tableOf = (root: string, kind: DocumentKind): CompiledTable => {
    const known =
      tables.get(root) ?? compileTable(kind.rules(root), options.signing === 'dec-sign' || options.signing === 'both');
    // Root names of one business are few; a pattern like CEB*Message is not, so the store is bounded.
    if (tables.size >= REMEMBERED_MAX) tables.clear();
    tables.set(root, known);
    return known;
  };
  return (given) => {
    const list = new ProblemList(options.levels);
    const tell: RootTelling = { business, certainty, list };
    if (!tellRoot(judgeRoot(given.root, given.namespace), given, tell)) return list.problems;
    const outline = documentWithoutCarrierOf(given);
    const kind = documentKindOf(outline.root);
    if (kind === null) return list.problems;
    checkFields(outline, tableOf(outline.root, kind), kind.phaseOf(outline), { list, unit: options.lengthUnit });
    kind.check(outline, { business, isOwnType, list, unit: options.lengthUnit });
    return list.problems;
  };
}

/** Tables and verdicts kept by each checker. */
const REMEMBERED_MAX = 64;

/** The wrapper of 2018 is the only document with another one inside; everything else is not searched for one. */
function documentWithoutCarrierOf(outline: DocumentOutline): DocumentOutline {
  return outline.root === 'ImportMessage' ? documentWithoutCarrier(outline) : outline;
}

type RootVerdict = 'accepted' | 'namespace' | 'root';

/** Pattern matching is dear beside the rest, and few roots ever occur: verdicts are kept, within a bound. */
function createRootJudge(business: BusinessDefinition): (root: string, namespace: string) => RootVerdict {
  const verdicts = new Map<string, RootVerdict>();
  return (root, namespace) => {
    const key = `${root} ${namespace}`;
    const known = verdicts.get(key);
    if (known !== undefined) return known;
    const verdict = acceptsRoot(business, root, namespace)
      ? 'accepted'
      : rootsNamed(business, root).length > 0
        ? 'namespace'
        : 'root';
    if (verdicts.size >= REMEMBERED_MAX) verdicts.clear();
    verdicts.set(key, verdict);
    return verdict;
  };
}

interface RootTelling {
  readonly business: BusinessDefinition;
  readonly certainty: Certainty;
  readonly list: ProblemList;
}

/** Where one source alone knows the documents of a business, another root may be right as well. */
function rootCertainty({ roots }: BusinessDefinition): Certainty {
  const kinds = roots.map(({ name }) => documentKindOf(name));
  return kinds.length > 0 && kinds.every((kind) => kind?.certainty === 'one') ? 'one' : 'several';
}

/** What comes back from the platform and goes to it in no business. */
function isOnlyReceived(root: string): boolean {
  return RECEIVED_ROOTS.has(root) && !SENT_ROOTS.has(root);
}

/** Without the package that carries it in this business: a warning, since a sister message travels so. */
function isPackedMessage({ roots }: BusinessDefinition, root: string): boolean {
  return PACKED_MESSAGES.has(root) && roots.some(({ name }) => name === 'Signature');
}

const SENT_ROOTS = new Set(BUSINESSES.flatMap(({ roots }) => roots.map(({ name }) => name)));
const RECEIVED_ROOTS = new Set([
  ...BUSINESSES.flatMap(({ sendResults, receipts }) => [...sendResults, ...receipts].flatMap((rule) => rule.roots)),
  ...[ROOT_FAILURE, PLATFORM_RESPONSE].flatMap(({ roots }) => roots),
]);

/** False when the document is another kind altogether, so that its fields say nothing. */
function tellRoot(verdict: RootVerdict, outline: DocumentOutline, { business, certainty, list }: RootTelling): boolean {
  if (verdict === 'accepted') return true;
  const { root, namespace } = outline;
  const place: Place = { path: root, line: outline.nodes[0]?.line ?? 0, column: outline.nodes[0]?.column ?? 0 };
  if (verdict === 'namespace') {
    const allowed = rootsNamed(business, root).map((rule) => rule.namespace);
    list.add('structure.namespace', place, { name: root, found: namespace, allowed: allowed.join(', '), certainty });
    return true;
  }
  const others = BUSINESSES.filter((other) => !other.isOpaque && acceptsRoot(other, root, namespace)).map(
    (other) => other.key,
  );
  const roots = business.roots.map((rule) => rule.name).join(', ');
  list.add('structure.root', place, {
    name: root,
    found: others.length === 0 ? root : `${root} (${others.join(', ')})`,
    allowed: roots,
    certainty: isOnlyReceived(root) ? 'several' : isPackedMessage(business, root) ? 'one' : certainty,
  });
  return false;
}

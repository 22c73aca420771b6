import type { BusinessDefinition, ReceiptRule, SendResultRule } from '../businesses/definition.js';
import { BUSINESSES } from '../businesses/registry.js';
import type { BusinessKey, CorrelationKey } from '../document.js';
import type { ReceiptKind } from '../receipt.js';
import { isGoodCode } from './codes.js';
import { PLATFORM_RESPONSE, ROOT_FAILURE } from './general-receipts.js';
import type { JudgedPart } from './judgement.js';
import { readGenericKeys } from './keys.js';
import { type NamePrefix, parseReceiptName, RECEIPT_EXTENSION } from './names.js';
import { innerOutline, withoutCarrier, type XmlOutline } from './outline.js';
import { createNameTest } from './paths.js';
import {
  type Answer,
  type CompiledReceipt,
  type CompiledSendResult,
  compileReceipt,
  compileSendResult,
} from './receipt-rules.js';
import { parseBusinessTime } from './times.js';

/** What is known beside the content. */
export interface ClassifyHints {
  /** Name of a receipt file (from an InBox); its prefix tells answers from receipts where the root cannot. */
  readonly fileName: string | null;
  /** The business that the envelope's sender or message type points to. */
  readonly businessKeyHint: BusinessKey | null;
  /** Overrules the prefix in `fileName`. */
  readonly namePrefix: NamePrefix | null;
}

export const NO_HINTS: ClassifyHints = { fileName: null, businessKeyHint: null, namePrefix: null };

/** What a received document is. */
export interface ReceiptClass {
  readonly kind: ReceiptKind;
  /** True/false for every send result and for receipts whose code decides; null where it does not, or is not known. */
  readonly isSuccess: boolean | null;
  readonly root: string;
  /** Businesses it can belong to, most likely first; empty = none known. */
  readonly businesses: readonly BusinessKey[];
  /** Strongest first. */
  readonly keys: readonly CorrelationKey[];
  readonly code: string | null;
  /** Name of the table that explains the code; null = none. */
  readonly codeTable: string | null;
  /** Type of the receipt as it says itself, e.g. `SAS221`, `MT1401`; null where it has none. */
  readonly messageType: string | null;
  readonly text: string | null;
  /** What it says of single orders, lists or bills; empty where it judges its document as a whole. */
  readonly parts: readonly JudgedPart[];
  readonly businessTimeMs: number | null;
  /** `Receipt_<this>_…`; null for send results, which are named after the document they answer. */
  readonly fileNameKey: string | null;
  /** Roots of the documents it can be an answer to; empty = any. */
  readonly answers: readonly string[];
  /** Of the file name that the message gives itself, with the dot, e.g. `.INVT`; null where it gives none. */
  readonly ownExtension: string | null;
}

export type Classifier = (outline: XmlOutline, hints: ClassifyHints) => ReceiptClass;

/** A rule and the businesses that share it. */
interface Shared<Rule> {
  readonly rule: Rule;
  readonly businesses: readonly BusinessDefinition[];
}

interface RootEntry {
  readonly sendResults: readonly Shared<CompiledSendResult>[];
  readonly receipts: readonly Shared<CompiledReceipt>[];
  /** All businesses that know the root. */
  readonly owners: readonly Owner[];
}

interface Owner {
  readonly key: BusinessKey;
  /** Is this type of receipt one of the business's own? Never, where it names none. */
  readonly isOwnType: (type: string) => boolean;
  /** Does this text name the business? */
  readonly isOwnHint: (text: string) => boolean;
}

/** Compiles the registry, with the user's own businesses in it, into one classifier. Total: never throws. */
export function createClassifier(businesses: readonly BusinessDefinition[]): Classifier {
  const entryOf = createRootIndex(businesses);
  const failure = compileSendResult(ROOT_FAILURE);
  const platform = compileReceipt(PLATFORM_RESPONSE);
  const known = new Set(businesses.map((business) => business.key));
  const carried = carriedRoots(businesses);
  const isCarried = (name: string): boolean => carried.has(name);
  return (given, hints) => {
    const hint = hints.businessKeyHint !== null && known.has(hints.businessKeyHint) ? [hints.businessKeyHint] : [];
    if (given.root === 'Root')
      return { ...classOf(given, failure.read(given), 'send-result'), isSuccess: false, businesses: hint };
    if (given.root === 'DxpRep')
      return { ...classOf(given, platform.read(given), 'platform-response'), businesses: hint };
    const outline = entryOf(given.root) === null ? withoutCarrier(given) : given;
    const entry = entryOf(outline.root);
    const found = entry === null ? null : classifyKnown(outline, entry, hints);
    return found ?? classifyInside(given, hints) ?? unknownClass(given, hint);
  };

  /** A receipt inside elements of which nothing is known, e.g. `Signature/Object/Package`. */
  function classifyInside(given: XmlOutline, hints: ClassifyHints): ReceiptClass | null {
    const inner = innerOutline(given, isCarried);
    const entry = inner === null ? null : entryOf(inner.root);
    return inner === null || entry === null ? null : classifyKnown(inner, entry, hints);
  }
}

/** With the businesses that swic knows by itself. */
export const classify: Classifier = createClassifier(BUSINESSES);

/**
 * Roots that say what a receipt is also where they are no roots. Those of a business of unknown format are too common for that, and
 * so are the patterns.
 */
function carriedRoots(businesses: readonly BusinessDefinition[]): ReadonlySet<string> {
  const rules = businesses
    .filter(({ isOpaque }) => !isOpaque)
    .flatMap(({ sendResults, receipts }) => [...sendResults, ...receipts]);
  return new Set(rules.flatMap(({ roots }) => roots).filter((name) => !/[*?]/.test(name)));
}

/** Null where no rule of the root fits the content. */
function classifyKnown(outline: XmlOutline, entry: RootEntry, hints: ClassifyHints): ReceiptClass | null {
  const prefix =
    hints.namePrefix ?? (hints.fileName === null ? null : (parseReceiptName(hints.fileName)?.prefix ?? null));
  const sendResult = chosen(entry.sendResults, hints);
  const ours = entry.receipts.filter(({ rule }) => rule.isOurs(outline));
  const receipt = chosen(ours, hints);
  if (sendResult !== null && (receipt === null || isSendResult(sendResult.rule, outline, prefix))) {
    const answer = sendResult.rule.read(outline);
    const isSuccess = answer.isSuccess ?? prefix === 'successed';
    return {
      ...classOf(outline, answer, 'send-result'),
      isSuccess,
      businesses: candidates(ownersOf(entry, sendResult), answer, hints),
      fileNameKey: null,
    };
  }
  if (receipt === null) return null;
  const answer = receipt.rule.read(outline);
  return {
    ...classOf(outline, answer, 'business-receipt'),
    businesses: candidates(ownersOf(entry, receipt), answer, hints),
  };
}

/** The businesses that share the rule. */
function ownersOf(entry: RootEntry, { businesses }: Shared<unknown>): readonly Owner[] {
  return entry.owners.filter(({ key }) => businesses.some((business) => business.key === key));
}

/** Where a root serves for both: the name's prefix decides, else the content. */
function isSendResult(rule: CompiledSendResult, outline: XmlOutline, prefix: NamePrefix | null): boolean {
  if (prefix !== null) return prefix !== 'receipt';
  return rule.isAnswer(outline);
}

/** The rule of the hinted business where it has one of its own, else the first. */
function chosen<Rule>(shared: readonly Shared<Rule>[], hints: ClassifyHints): Shared<Rule> | null {
  const hinted = shared.find(({ businesses }) => businesses.some((business) => business.key === hints.businessKeyHint));
  return hinted ?? shared[0] ?? null;
}

/** Of the businesses that share the rule: the hinted one first, then those whose receipt types and hints fit; the others are left out. */
function candidates(owners: readonly Owner[], answer: Answer, hints: ClassifyHints): readonly BusinessKey[] {
  const hinted = owners.filter(({ key }) => key === hints.businessKeyHint);
  const typed = narrowed(owners, answer.types, 'isOwnType');
  return [...new Set([...hinted, ...narrowed(typed, answer.hints, 'isOwnHint')].map(({ key }) => key))];
}

/** Each text narrows down what the texts before it left; one that fits none of them says nothing. */
function narrowed(
  owners: readonly Owner[],
  texts: readonly string[],
  test: 'isOwnType' | 'isOwnHint',
): readonly Owner[] {
  return texts.reduce((left, text) => {
    const fitting = left.filter((owner) => owner[test](text));
    return fitting.length > 0 ? fitting : left;
  }, owners);
}

function classOf(outline: XmlOutline, answer: Answer, kind: ReceiptKind): ReceiptClass {
  const messageType = answer.types[0] ?? null;
  const { codeTable } = answer;
  return {
    kind,
    isSuccess: answer.isSuccess ?? isGoodCode(codeTable, answer.code),
    root: outline.root,
    businesses: [],
    keys: answer.keys,
    code: answer.code,
    codeTable,
    messageType,
    text: answer.text,
    parts: answer.parts,
    businessTimeMs: answer.time === null ? null : parseBusinessTime(answer.time),
    fileNameKey: answer.fileNameKey,
    answers: answer.answers,
    ownExtension: extensionOf(answer.ownName),
  };
}

function extensionOf(name: string | null): string | null {
  const extension = name === null ? '' : name.slice(Math.max(0, name.lastIndexOf('.')));
  return RECEIPT_EXTENSION.test(extension) ? extension : null;
}

function unknownClass(outline: XmlOutline, businesses: readonly BusinessKey[]): ReceiptClass {
  const keys = readGenericKeys(outline.texts);
  return {
    kind: 'unknown',
    isSuccess: null,
    root: outline.root,
    businesses,
    keys,
    code: null,
    codeTable: null,
    messageType: null,
    text: null,
    parts: [],
    businessTimeMs: null,
    fileNameKey: keys[0]?.value ?? null,
    answers: [],
    ownExtension: null,
  };
}

/** Finds the rules for a root name; exact names before patterns. Answers are kept, since few names ever occur. */
function createRootIndex(businesses: readonly BusinessDefinition[]): (root: string) => RootEntry | null {
  const sendResults = share(businesses, (business) => business.sendResults, compileSendResult);
  const receipts = share(businesses, (business) => business.receipts, compileReceipt);
  const ownerOf = new Map(
    businesses.map((business) => [
      business,
      {
        key: business.key,
        isOwnType: createNameTest(business.receiptTypes),
        isOwnHint: createNameTest(business.receiptHints),
      },
    ]),
  );
  const memo = new Map<string, RootEntry | null>();
  return (root) => {
    const known = memo.get(root);
    if (known !== undefined) return known;
    const rules = { sendResults: fitting(sendResults, root), receipts: fitting(receipts, root) };
    const owning = new Set([...rules.sendResults, ...rules.receipts].flatMap((shared) => shared.businesses));
    const owners = [...owning].flatMap((business) => ownerOf.get(business) ?? []);
    const found = owners.length === 0 ? null : { ...rules, owners };
    if (memo.size >= ROOTS_REMEMBERED_MAX) memo.clear();
    memo.set(root, found);
    return found;
  };
}

const ROOTS_REMEMBERED_MAX = 256;

function fitting<Rule extends { readonly roots: readonly string[] }>(
  shared: readonly Shared<Rule>[],
  root: string,
): readonly Shared<Rule>[] {
  const exact = shared.filter(({ rule }) => rule.roots.includes(root));
  return exact.length > 0 ? exact : shared.filter(({ rule }) => createNameTest(rule.roots)(root));
}

/** Rules are data shared by reference: businesses of one family have the very same rule object. */
function share<Rule extends SendResultRule | ReceiptRule, Compiled>(
  businesses: readonly BusinessDefinition[],
  rulesOf: (business: BusinessDefinition) => readonly Rule[],
  compile: (rule: Rule) => Compiled,
): readonly Shared<Compiled>[] {
  const rules = [...new Set(businesses.flatMap(rulesOf))];
  return rules.map((rule) => ({
    rule: compile(rule),
    businesses: businesses.filter((business) => rulesOf(business).includes(rule)),
  }));
}

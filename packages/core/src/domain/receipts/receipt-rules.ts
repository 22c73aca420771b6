import type { Condition, ReceiptRule, SendResultRule, VerdictWords } from '../businesses/definition.js';
import { shortened } from '../cut-text.js';
import type { CorrelationKey } from '../document.js';
import { findCode, isGoodCode } from './codes.js';
import { type BadCode, createJudge, type JudgedPart } from './judgement.js';
import { createKeyReader } from './keys.js';
import type { XmlOutline } from './outline.js';
import { createPathReader, type PathRule } from './paths.js';

/** What one rule reads from one document. */
export interface Answer {
  /** By the rule's own test; null where the rule has none, or what it looks at is not there. */
  readonly isSuccess: boolean | null;
  readonly code: string | null;
  readonly text: string | null;
  /** What it says of each part of its document. */
  readonly parts: readonly JudgedPart[];
  readonly time: string | null;
  readonly keys: readonly CorrelationKey[];
  readonly fileNameKey: string | null;
  readonly types: readonly string[];
  /** Further texts that tell sister businesses apart. */
  readonly hints: readonly string[];
  /** With the type in it. */
  readonly codeTable: string | null;
  /** Roots of the documents it can answer; empty = any. */
  readonly answers: readonly string[];
  /** What the message says that its file is called; null where it does not. */
  readonly ownName: string | null;
}

export interface CompiledSendResult {
  readonly roots: readonly string[];
  readonly read: (outline: XmlOutline) => Answer;
  /** Is this an answer to a document, for roots that also serve as receipts? */
  readonly isAnswer: (outline: XmlOutline) => boolean;
}

export interface CompiledReceipt {
  readonly roots: readonly string[];
  readonly read: (outline: XmlOutline) => Answer;
  /** Is this the kind of receipt that the rule describes, for roots that several kinds share? */
  readonly isOurs: (outline: XmlOutline) => boolean;
}

/**
 * A receipt's own text may be long (a refused document's lists every problem); what lists and the ledger keep of it for months is
 * its beginning, as long as the longest that the platform's own response allows. The file in InBox has all of it.
 */
const TEXT_LENGTH_MAX = 300;
const CODE_LENGTH_MAX = 64;

/** Which value of the reader is which. */
const TIME = 0;
/** Of a send result the success test, of a receipt the key in its file name. */
const SPECIAL = 1;
const OWN_NAME = 2;
const FIRST_TYPE = 3;

export function compileSendResult(rule: SendResultRule): CompiledSendResult {
  const read = createReading(rule, rule.success.paths);
  const readKeys = createKeyReader(rule.keys);
  const alternatives = rule.when.map(createAlternative);
  const isRefused = createRefusedTest(rule);
  // Of the codes beside the one of success, those that a table calls good or neutral are none of a refusal.
  const isBad = (table: string | null): BadCode => {
    return (code) =>
      !rule.success.values.includes(code) && (findCode(table, code) === null || isGoodCode(table, code) === false);
  };
  return {
    roots: rule.roots,
    isAnswer: (outline) => alternatives.some((test) => test(outline)),
    read: (outline) => {
      const { answer, special: success } = read(outline, isBad);
      const isBadAnywhere = rule.codesMax > 1 && answer.code !== null && isBad(answer.codeTable)(answer.code);
      const byCode = success === undefined ? null : rule.success.values.includes(success) && !isBadAnywhere;
      return {
        keys: readKeys(outline.texts),
        fileNameKey: null,
        ...judged(rule, answer, isRefused(outline) ? false : byCode),
      };
    },
  };
}

export function compileReceipt(rule: ReceiptRule): CompiledReceipt {
  const read = createReading(rule, rule.fileNamePaths);
  const readKeys = createKeyReader(rule.keys);
  const alternatives = rule.when.map(createAlternative);
  const isRefused = createRefusedTest(rule);
  const isTaken = rule.success === null ? null : createConditionTest(rule.success);
  const refusedValues = rule.refused?.isNot === false ? rule.refused.values : [];
  const isBad = (table: string | null): BadCode => {
    return (code) => refusedValues.includes(code) || isGoodCode(table, code) === false;
  };
  return {
    roots: rule.roots,
    isOurs: (outline) => alternatives.length === 0 || alternatives.some((test) => test(outline)),
    read: (outline) => {
      const { answer, special } = read(outline, isBad);
      const byCode = isRefused(outline) ? false : isTaken?.(outline) === true ? true : null;
      return {
        keys: readKeys(outline.texts),
        fileNameKey: special ?? null,
        ...judged(rule, answer, byCode),
      };
    },
  };
}

/** With the verdict of code and words together; where they contradict each other, that is what the code means (decision 0052). */
function judged(
  rule: SendResultRule | ReceiptRule,
  facts: Facts,
  byCode: boolean | null,
): Omit<Answer, 'keys' | 'fileNameKey'> {
  const { wholeText, ...answer } = facts;
  const isSuccess = verdict(byCode, rule.words, wholeText);
  return byCode === true && isSuccess === false
    ? { isSuccess, ...answer, codeTable: 'contradiction' }
    : { isSuccess, ...answer };
}

/** A word of refusal always counts; a word of success counts unless the code says refused. */
function verdict(byCode: boolean | null, words: VerdictWords | null, text: string | undefined): boolean | null {
  if (words === null || text === undefined) return byCode;
  const counted = text.replace(NOTHING_FAILED, '');
  const has = (word: string): boolean => counted.includes(word);
  if (words.refused.some(has)) return false;
  return words.success.some(has) ? (byCode ?? true) : byCode;
}

/** 失败0条, 失败：0, 0条失败, 没有失败: a count of failures that is none. */
const NOTHING_FAILED =
  /(?:失败|退回|拒绝|未通过|不通过)(?:数量?|条数|记录)?\s*(?:为|是|[:：=])?\s*[0０](?![0-9０-９.])|(?<![0-9０-９.])[0０]\s*[条份票个项]?\s*(?:失败|退回|拒绝)|(?:没有|无|未出现)(?:任何)?(?:失败|退回|拒绝)/g;

/** What is read before anything is concluded from it; the text uncut, since its words are looked at. */
type Facts = Omit<Answer, 'isSuccess' | 'keys' | 'fileNameKey'> & { readonly wholeText: string | undefined };

/** `special` is the first value at the paths of that name. */
function createReading(
  rule: SendResultRule | ReceiptRule,
  special: readonly string[],
): (
  outline: XmlOutline,
  isBad: (table: string | null) => BadCode,
) => { readonly answer: Facts; readonly special: string | undefined } {
  const hints = [...rule.typePaths, ...rule.hintPaths].map((path) => one([path]));
  const readValues = createPathReader([...[rule.timePaths, special, rule.ownNamePaths].map(one), ...hints]);
  const judge = createJudge(rule);
  return ({ texts }, isBad) => {
    const values = readValues(texts);
    const { types, hints: found } = typesOf(rule, values);
    const codeTable = rule.codeTable?.replace('{type}', types[0] ?? '') ?? null;
    const { code, text, parts } = judge(texts, isBad(codeTable));
    const answer: Facts = {
      types,
      hints: found,
      codeTable,
      answers: rule.answers,
      ownName: values[OWN_NAME]?.[0] ?? null,
      code: code?.slice(0, CODE_LENGTH_MAX) ?? null,
      text: text === undefined ? null : shortened(text, TEXT_LENGTH_MAX),
      wholeText: text,
      parts: parts.map((part) => ({ ...part, code: part.code.slice(0, CODE_LENGTH_MAX) })),
      time: values[TIME]?.[0] ?? null,
    };
    return { answer, special: values[SPECIAL]?.[0] };
  };
}

function typesOf(
  { typePaths }: SendResultRule | ReceiptRule,
  values: readonly (readonly string[])[],
): Pick<Answer, 'types' | 'hints'> {
  const firstHint = FIRST_TYPE + typePaths.length;
  const found = (from: number, to?: number): readonly string[] =>
    values.slice(from, to).flatMap((texts) => texts.slice(0, 1));
  return { types: found(FIRST_TYPE, firstHint), hints: found(firstHint) };
}

/** One of several that is refused is enough. */
function createRefusedTest({ refused, codesMax }: SendResultRule | ReceiptRule): (outline: XmlOutline) => boolean {
  if (refused === null) return () => false;
  const { paths, values, isNot } = refused;
  if (isNot || values.length === 0) return createConditionTest(refused);
  const read = createPathReader([{ paths, valuesMax: codesMax }]);
  return ({ texts }) => read(texts)[0]?.some((value) => values.includes(value)) === true;
}

/** All of them true. */
function createAlternative(conditions: readonly Condition[]): (outline: XmlOutline) => boolean {
  const tests = conditions.map(createConditionTest);
  return (outline) => tests.every((test) => test(outline));
}

function createConditionTest({ paths, values, isNot }: Condition): (outline: XmlOutline) => boolean {
  const read = createPathReader([one(paths)]);
  return (outline) => {
    const value = read(outline.texts)[0]?.[0];
    return (value !== undefined && (values.length === 0 || values.includes(value))) !== isNot;
  };
}

function one(paths: readonly string[]): PathRule {
  return { paths, valuesMax: 1 };
}

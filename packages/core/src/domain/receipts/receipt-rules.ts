import type { Condition, ReceiptRule, SendResultRule, VerdictWords } from '../businesses/definition.js';
import { shortened } from '../cut-text.js';
import type { CorrelationKey } from '../document.js';
import { isGoodCode } from './codes.js';
import { createKeyReader } from './keys.js';
import type { XmlOutline } from './outline.js';
import { createPathReader, type PathReader, type PathRule } from './paths.js';

/** What one rule reads from one document. */
export interface Answer {
  /** By the rule's own test; null where the rule has none, or what it looks at is not there. */
  readonly isSuccess: boolean | null;
  readonly code: string | null;
  readonly text: string | null;
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
const CODE = 0;
const TEXT = 1;
const TIME = 2;
/** Of a send result the success test, of a receipt the key in its file name. */
const SPECIAL = 3;
const OWN_NAME = 4;
const FIRST_TYPE = 5;

export function compileSendResult(rule: SendResultRule): CompiledSendResult {
  const readValues = createValueReader(rule, rule.success.paths);
  const readKeys = createKeyReader(rule.keys);
  const alternatives = rule.when.map(createAlternative);
  const isRefused = rule.refused === null ? null : createConditionTest(rule.refused);
  return {
    roots: rule.roots,
    isAnswer: (outline) => alternatives.some((test) => test(outline)),
    read: (outline) => {
      const values = readValues(outline.texts);
      const success = values[SPECIAL]?.[0];
      const byCode = success === undefined ? null : rule.success.values.includes(success);
      return {
        ...judged(rule, values, isRefused?.(outline) === true ? false : byCode),
        keys: readKeys(outline.texts),
        fileNameKey: null,
      };
    },
  };
}

export function compileReceipt(rule: ReceiptRule): CompiledReceipt {
  const readValues = createValueReader(rule, rule.fileNamePaths);
  const readKeys = createKeyReader(rule.keys);
  const alternatives = rule.when.map(createAlternative);
  const isRefused = rule.refused === null ? null : createConditionTest(rule.refused);
  const isTaken = rule.success === null ? null : createConditionTest(rule.success);
  return {
    roots: rule.roots,
    isOurs: (outline) => alternatives.length === 0 || alternatives.some((test) => test(outline)),
    read: (outline) => {
      const values = readValues(outline.texts);
      const byCode = isRefused?.(outline) === true ? false : isTaken?.(outline) === true ? true : null;
      return {
        ...judged(rule, values, byCode),
        keys: readKeys(outline.texts),
        fileNameKey: values[SPECIAL]?.[0] ?? null,
      };
    },
  };
}

/** With the verdict of code and words together; where they contradict each other, that is what the code means (decision 0052). */
function judged(
  rule: SendResultRule | ReceiptRule,
  values: readonly (readonly string[])[],
  byCode: boolean | null,
): Omit<Answer, 'keys' | 'fileNameKey'> {
  const isSuccess = verdict(byCode, rule.words, values[TEXT]?.[0]);
  const answer = { ...common(rule, values), isSuccess };
  return byCode === true && isSuccess === false ? { ...answer, codeTable: 'contradiction' } : answer;
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

function createValueReader(rule: SendResultRule | ReceiptRule, special: readonly string[]): PathReader {
  const hints = [...rule.typePaths, ...rule.hintPaths].map((path) => one([path]));
  const { codePaths, codesMax: valuesMax, textPaths, timePaths, ownNamePaths } = rule;
  const judged = [codePaths, textPaths].map((paths) => ({ paths, valuesMax }));
  return createPathReader([...judged, ...[timePaths, special, ownNamePaths].map(one), ...hints]);
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

function common(
  rule: SendResultRule | ReceiptRule,
  values: readonly (readonly string[])[],
): Omit<Answer, 'isSuccess' | 'keys' | 'fileNameKey'> {
  const firstHint = FIRST_TYPE + rule.typePaths.length;
  const found = (from: number, to?: number): readonly string[] =>
    values.slice(from, to).flatMap((texts) => texts.slice(0, 1));
  const types = found(FIRST_TYPE, firstHint);
  const codeTable = rule.codeTable?.replace('{type}', types[0] ?? '') ?? null;
  const { code, text } = judgement(values[CODE] ?? [], values[TEXT] ?? [], codeTable);
  return {
    types,
    hints: found(firstHint),
    codeTable,
    answers: rule.answers,
    ownName: values[OWN_NAME]?.[0] ?? null,
    code: code?.slice(0, CODE_LENGTH_MAX) ?? null,
    text: text === undefined ? null : shortened(text, TEXT_LENGTH_MAX),
    time: values[TIME]?.[0] ?? null,
  };
}

/** The first code that is refused, else the first, with the text beside it: where not every code has one, only the first code has. */
function judgement(
  codes: readonly string[],
  texts: readonly string[],
  table: string | null,
): { readonly code: string | undefined; readonly text: string | undefined } {
  const refused = codes.findIndex((code) => isGoodCode(table, code) === false);
  if (refused <= 0) return { code: codes[0], text: texts[0] };
  return { code: codes[refused], text: texts.length === codes.length ? texts[refused] : undefined };
}

function one(paths: readonly string[]): PathRule {
  return { paths, valuesMax: 1 };
}

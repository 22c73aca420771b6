import type { Condition, ReceiptRule, SendResultRule } from '../businesses/definition.js';
import { shortened } from '../cut-text.js';
import type { CorrelationKey } from '../document.js';
import { createKeyReader } from './keys.js';
import type { XmlOutline } from './outline.js';
import { createPathReader, type PathReader, type PathRule } from './paths.js';

/** What one rule reads from one document. */
export interface Answer {
  /** By the rule's success test; null where the rule has none, or what it looks at is not there. */
  readonly isSuccess: boolean | null;
  readonly code: string | null;
  readonly text: string | null;
  readonly time: string | null;
  readonly keys: readonly CorrelationKey[];
  readonly fileNameKey: string | null;
  readonly types: readonly string[];
  readonly codeTable: string | null;
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
const FIRST_TYPE = 4;

export function compileSendResult(rule: SendResultRule): CompiledSendResult {
  const readValues = createValueReader(rule, rule.success.paths);
  const readKeys = createKeyReader(rule.keys);
  const conditions = rule.when.map(createConditionTest);
  return {
    roots: rule.roots,
    isAnswer: (outline) => conditions.some((test) => test(outline)),
    read: (outline) => {
      const values = readValues(outline.texts);
      const success = values[SPECIAL]?.[0];
      return {
        ...common(values),
        isSuccess: success === undefined ? null : rule.success.values.includes(success),
        keys: readKeys(outline.texts),
        fileNameKey: null,
        types: typesOf(values),
        codeTable: rule.codeTable,
      };
    },
  };
}

export function compileReceipt(rule: ReceiptRule): CompiledReceipt {
  const readValues = createValueReader(rule, rule.fileNamePaths);
  const readKeys = createKeyReader(rule.keys);
  return {
    roots: rule.roots,
    read: (outline) => {
      const values = readValues(outline.texts);
      return {
        ...common(values),
        isSuccess: null,
        keys: readKeys(outline.texts),
        fileNameKey: values[SPECIAL]?.[0] ?? null,
        types: typesOf(values),
        codeTable: rule.codeTable,
      };
    },
  };
}

function createValueReader(rule: SendResultRule | ReceiptRule, special: readonly string[]): PathReader {
  const types = rule.typePaths.map((path) => one([path]));
  return createPathReader([one(rule.codePaths), one(rule.textPaths), one(rule.timePaths), one(special), ...types]);
}

function typesOf(values: readonly (readonly string[])[]): readonly string[] {
  return values.slice(FIRST_TYPE).flatMap((found) => found.slice(0, 1));
}

function createConditionTest(condition: Condition): (outline: XmlOutline) => boolean {
  const read = createPathReader([one(condition.paths)]);
  return (outline) => {
    const value = read(outline.texts)[0]?.[0];
    return value !== undefined && (condition.values.length === 0 || condition.values.includes(value));
  };
}

function common(values: readonly (readonly string[])[]): Pick<Answer, 'code' | 'text' | 'time'> {
  const text = values[TEXT]?.[0];
  return {
    code: values[CODE]?.[0]?.slice(0, CODE_LENGTH_MAX) ?? null,
    text: text === undefined ? null : shortened(text, TEXT_LENGTH_MAX),
    time: values[TIME]?.[0] ?? null,
  };
}

function one(paths: readonly string[]): PathRule {
  return { paths, valuesMax: 1 };
}

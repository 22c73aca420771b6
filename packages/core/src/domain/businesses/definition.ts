import type { BusinessKey } from '../document.js';
import type { AttachmentRule } from './attachments.js';
import type { KeyRule } from './key-rule.js';
import type { SignedElement } from './signed-element.js';

export type { KeyRule } from './key-rule.js';
export { assignedKeyAt, keyAt } from './key-rule.js';

/**
 * A root element that a business accepts. `name` is a local name, `namespace` a namespace; in both `*` is any run of
 * characters. Namespace '' means "none", '*' "any or none".
 */
export interface RootRule {
  readonly name: string;
  readonly namespace: string;
  /** How the document arrives in OutBox; `both` when XML and ZIP are seen. */
  readonly container: 'xml' | 'zip' | 'both';
}

/** One value at one of these paths. */
export interface Condition {
  readonly paths: readonly string[];
  /** The values that make it true; empty = any text that is not empty. */
  readonly values: readonly string[];
  /** Turns it round: true where there is no value, or another one. */
  readonly isNot: boolean;
}

/** Words in the text of a receipt that decide where its code does not. A word of refusal is looked for first. */
export interface VerdictWords {
  readonly refused: readonly string[];
  readonly success: readonly string[];
}

/** Where a receipt that judges several orders, lists or bills names each, and what it says of it: as many numbers as codes. */
export interface PartRule {
  readonly paths: readonly string[];
  readonly codePaths: readonly string[];
}

/** What sending results and receipts have in common. */
interface AnswerRule {
  /** Local names of root elements; `*` is any run of characters. Namespaces do not matter. */
  readonly roots: readonly string[];
  /** Alternatives of conditions that must all be true; see the rules for what they decide. */
  readonly when: readonly (readonly Condition[])[];
  /** Where the content says which type it is; the first is the receipt's type, all of them tell sister businesses apart. */
  readonly typePaths: readonly string[];
  /** Further texts that tell sister businesses apart and are no type, e.g. a sentence that names one. */
  readonly hintPaths: readonly string[];
  readonly codePaths: readonly string[];
  /**
   * So many values of each path are judged: the first that the code table calls refused is the code, else the first of the winning
   * path. More than 1 where one message judges several orders or bills, so that a refusal among them is seen.
   */
  readonly codesMax: number;
  /**
   * Elements of which a message may have several, each about a document of its own, the outer ones first; a repeated root of any rule is
   * one without being named here. Only one that has a code or a key of its own counts.
   */
  readonly heads: readonly string[];
  /** Which part of the document each code is of, so that the word about one takes nothing back of another; null = of all of it. */
  readonly parts: PartRule | null;
  readonly textPaths: readonly string[];
  readonly timePaths: readonly string[];
  /** Where the message says what its own file is called; only the extension is used, and only where it is asked for. */
  readonly ownNamePaths: readonly string[];
  readonly keys: readonly KeyRule[];
  /** Values that mean refused, beside the code table; null = the code table alone. */
  readonly refused: Condition | null;
  /** A text with one of these words overrules the code; null = the code alone. */
  readonly words: VerdictWords | null;
  /** Roots of the documents that this can be an answer to, so that a number which several documents share links the right one; empty = any. */
  readonly answers: readonly string[];
}

/** How the answer to a sent document is read (Successed_ / Failed_). */
export interface SendResultRule extends AnswerRule {
  /**
   * Asked only where the same root may also be a business receipt and no file name prefix tells: one true alternative makes it
   * a send result. Empty = never by content.
   */
  readonly when: readonly (readonly Condition[])[];
  /** The document was taken when the first value found here is one of `values`; any other value is a refusal. */
  readonly success: Condition;
  /** Name of the table in receipts/codes.ts that explains the code; null where none is known. */
  readonly codeTable: string | null;
}

/** How a later receipt of the business is read (Receipt_). */
export interface ReceiptRule extends AnswerRule {
  /** One true alternative makes it this kind of receipt, where several share a root. Empty = always. */
  readonly when: readonly (readonly Condition[])[];
  /** The key that names the file: `Receipt_<this>_<time>.xml`. */
  readonly fileNamePaths: readonly string[];
  /** Values that mean success, beside the code table; null = the code table alone. */
  readonly success: Condition | null;
  /** As in SendResultRule; `{type}` is the receipt's type. */
  readonly codeTable: string | null;
}

/** What has to be signed before sending: nothing, an element of the document (`DecSign/Sign` of a declaration), the envelope, or both. */
export type SigningDefault = 'none' | 'dec-sign' | 'envelope' | 'both';

/** One business as data. There is no code per business: a user may add or change one in the configuration. */
export interface BusinessDefinition {
  readonly key: BusinessKey;
  readonly nameZh: string;
  readonly nameEn: string;
  /** First letters of the pinyin of `nameZh`, lower case, for searching by keyboard. */
  readonly initials: string;
  /** Receivers in the exchange platform (1..16 characters each); the first is the main one. */
  readonly systemIds: readonly string[];
  /** Message types; the first is the default. `{root}` in one is replaced by the local name of a document's root. */
  readonly formIds: readonly string[];
  /** Default directory below the root of boxes; compared case-insensitively. */
  readonly folder: string;
  /** Of its documents: XML or ZIP, with the dot, lower case. */
  readonly extensions: readonly string[];
  /** Files beside the documents that travel untouched. */
  readonly attachments: AttachmentRule;
  /** Empty for opaque businesses: then any root is accepted. */
  readonly roots: readonly RootRule[];
  /** Where the content tells its message type. */
  readonly messageTypePaths: readonly string[];
  /** Name patterns (`*`, `?`) of receipt types that belong here, to tell sister businesses apart; empty = all. */
  readonly receiptTypes: readonly string[];
  /**
   * The same for the texts at `hintPaths`. These are sentences and file names, which repeat a firm's own numbers as well: a pattern
   * names words that no number has.
   */
  readonly receiptHints: readonly string[];
  readonly correlationKeys: readonly KeyRule[];
  readonly sendResults: readonly SendResultRule[];
  readonly receipts: readonly ReceiptRule[];
  readonly signing: SigningDefault;
  /** The element that is filled and signed where `signing` says `dec-sign`. */
  readonly signed: SignedElement;
  /** Nothing is ever sent: the business has receipts only. */
  readonly isReceiveOnly: boolean;
  /** The format is not public: documents travel untouched, with generic key extraction. */
  readonly isOpaque: boolean;
  /** How sure the facts above are, in plain words, for the documentation. */
  readonly certainty: string;
}

/** What a user may say about a business of the registry, or of a new one; whatever is left out keeps its value. */
export type BusinessOverride = {
  readonly [Field in Exclude<keyof BusinessDefinition, 'key'>]?: BusinessDefinition[Field] | undefined;
};

/** True where one of the paths has one of the values; without values, any text. */
export function valueAt(paths: readonly string[], ...values: readonly string[]): Condition {
  return { paths, values, isNot: false };
}

/** True where none of the paths has one of the values. */
export function noValueAt(paths: readonly string[], ...values: readonly string[]): Condition {
  return { paths, values, isNot: true };
}

/**
 * Words of an answer that refuse whatever its code says (decision 0052). None of them makes a success: a code of refusal is never
 * turned round.
 */
export const REFUSAL_WORDS: VerdictWords = {
  refused: ['失败', '不成功', '未成功', '未通过', '不通过', '退回', '拒绝'],
  success: [],
};

/** Where a rule says nothing: any root's, no words, the code table decides. */
export const PLAIN_ANSWER = {
  when: [],
  typePaths: [],
  hintPaths: [],
  codePaths: [],
  codesMax: 1,
  heads: [],
  parts: null,
  textPaths: [],
  timePaths: [],
  ownNamePaths: [],
  keys: [],
  refused: null,
  words: null,
  answers: [],
} as const satisfies Omit<AnswerRule, 'roots'>;

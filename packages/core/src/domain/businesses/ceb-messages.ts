import {
  assignedKeyAt,
  type KeyRule,
  keyAt,
  type PartRule,
  PLAIN_ANSWER,
  type ReceiptRule,
  valueAt,
} from './definition.js';

/** A message of cross-border e-commerce and what answers it [official schemas of 2022-05]. */
interface CebExchange {
  /** Number of the message that a firm sends, e.g. `311`. */
  readonly sent: string;
  /** Numbers of the messages that come back about it. */
  readonly answers: readonly string[];
  /** Numbers that the answers repeat beside the guid, which an answer may also have for itself [1 source]. */
  readonly numbers: readonly string[];
}

export const CEB_IMPORT: readonly CebExchange[] = [
  { sent: '311', answers: ['312'], numbers: ['orderNo'] },
  { sent: '411', answers: ['412'], numbers: ['payTransactionId', 'orderNo'] },
  { sent: '511', answers: ['512'], numbers: ['logisticsNo'] },
  { sent: '513', answers: ['514'], numbers: ['logisticsNo'] },
  { sent: '621', answers: ['622', '816', '818'], numbers: ['copNo', 'invtNo', 'orderNo'] },
  { sent: '623', answers: ['624'], numbers: ['copNo', 'invtNo'] },
  { sent: '625', answers: ['626'], numbers: ['copNo', 'invtNo'] },
  { sent: '711', answers: ['712'], numbers: ['copNo', 'rkdNo'] },
];

export const CEB_EXPORT: readonly CebExchange[] = [
  { sent: '213', answers: ['214'], numbers: ['coElNo', 'invtNo'] },
  { sent: '215', answers: ['216'], numbers: ['coElNo', 'logisticsNo'] },
  { sent: '303', answers: ['304'], numbers: ['orderNo'] },
  { sent: '403', answers: ['404'], numbers: ['payNo', 'orderNo'] },
  { sent: '505', answers: ['506'], numbers: ['logisticsNo'] },
  { sent: '507', answers: ['508'], numbers: ['copNo', 'billNo', 'msgSeqNo'] },
  { sent: '509', answers: ['510'], numbers: ['copNo', 'msgSeqNo'] },
  { sent: '603', answers: ['604'], numbers: ['copNo', 'invtNo', 'orderNo'] },
  { sent: '605', answers: ['606'], numbers: ['copNo', 'invtNo'] },
  { sent: '607', answers: ['608'], numbers: ['copNo', 'billNo', 'msgSeqNo'] },
  { sent: '701', answers: ['702', '792'], numbers: ['copNo', 'sumNo', 'msgSeqNo'] },
];

/** One of them links an answer to its message, which has all of them. */
const VALUES_MAX = 20;

/** One message carries up to so many orders or lists [official schemas], and an answer may judge each. */
const ANSWERS_MAX = 100;

/** Numbers that customs assigns: an answer to a list teaches them, a tax bill carries nothing else. */
const ASSIGNED: ReadonlySet<string> = new Set(['invtNo', 'rkdNo', 'sumNo']);

/** Local name of a root: `CEB311Message`. */
export function cebRoot(number: string): string {
  return `CEB${number}Message`;
}

/** One `*Return` element (of a tax bill `Tax/*`) per answered order, list or note, with its own guid and status. */
const CEB_ANSWER: Omit<ReceiptRule, 'roots' | 'keys' | 'answers'> = {
  ...PLAIN_ANSWER,
  success: null,
  fileNamePaths: ['*/*/guid', '*/*/*/guid', '*/@guid'],
  codePaths: ['*/*/returnStatus', '*/Tax/*/status'],
  codesMax: ANSWERS_MAX,
  heads: ['*/*'],
  textPaths: ['*/*/returnInfo'],
  timePaths: ['*/*/returnTime', '*/Tax/*/returnTime'],
  codeTable: 'ceb',
};

/** A rule for each answer of the table, so that a number which an order and its list share links the one that is answered. */
export function cebReceipts(exchanges: readonly CebExchange[]): readonly ReceiptRule[] {
  return exchanges.flatMap(({ sent, answers, numbers }) =>
    answers.map((answer, index) => ({
      ...CEB_ANSWER,
      roots: [cebRoot(answer)],
      answers: [cebRoot(sent)],
      codeTable: answer.startsWith('8') ? 'ceb-tax' : CEB_ANSWER.codeTable,
      // Further answers name a part by other numbers, so what they say is of the whole.
      parts: index === 0 ? partsBy(numbers) : null,
      keys: [...GUIDS, ...numbers.map(numberKey), RECEIPT_ID],
    })),
  );
}

/** By the first of its numbers that a part has in common with the answer to it; the guid of an answer may be its own. */
function partsBy(numbers: readonly string[]): PartRule {
  return { paths: [...numbers.map((name) => `*/*/${name}`), '*/*/guid'], codePaths: ['*/*/returnStatus'] };
}

/** Messages of both directions that the table does not know, and the answer about the format of any message (900). */
export const CEB_OTHER_RECEIPT: ReceiptRule = {
  ...CEB_ANSWER,
  roots: ['CEB*Message'],
  answers: [],
  keys: [
    keyAt('guid', '*/*/guid'),
    ...['orderNo', 'copNo', 'invtNo'].map(numberKey),
    keyAt('receiptMessageId', '*/@guid'),
  ],
};

/**
 * The answer to an order or waybill in the form of some local platforms, `ENT311Message` and the like: the answer has the root of the
 * message and an `OrderReturn` inside [2 public programs].
 */
export const ENT_RECEIPT: ReceiptRule = {
  ...CEB_OTHER_RECEIPT,
  roots: ['ENT*Message'],
  when: [[valueAt(['*/*/returnStatus'])]],
  parts: partsBy(['orderNo', 'logisticsNo', 'copNo']),
  keys: [
    keyAt('guid', '*/*/guid'),
    ...['orderNo', 'logisticsNo', 'copNo'].map(numberKey),
    keyAt('receiptMessageId', '*/@guid'),
  ],
};

/**
 * Known by name alone [public programs]: that they have the numbers of CEB messages, under the same names, is inferred. A word that is
 * in none of them says nothing about success.
 */
export const CEB_NAMED_RECEIPT: ReceiptRule = {
  ...PLAIN_ANSWER,
  roots: ['CheckGoodsInfo', 'CheckGoodsInfoMessage', 'InventoryStatus', 'InventoryStatusMessage'],
  success: null,
  fileNamePaths: ['//guid', '*/@guid', '//invtNo', '//copNo', '//orderNo', '//logisticsNo'],
  codePaths: ['//returnStatus'],
  codesMax: ANSWERS_MAX,
  heads: ['*/*'],
  textPaths: ['//returnInfo'],
  timePaths: ['//returnTime'],
  codeTable: 'ceb',
  keys: [
    { ...keyAt('guid', '//guid', '*/@guid'), valuesMax: VALUES_MAX },
    ...['copNo', 'invtNo', 'orderNo', 'logisticsNo'].map((name) => ({
      ...(ASSIGNED.has(name) ? assignedKeyAt : keyAt)(name, `//${name}`),
      valuesMax: VALUES_MAX,
    })),
  ],
};

const GUIDS: readonly KeyRule[] = [{ ...keyAt('guid', '*/*/guid', '*/Tax/*/guid'), valuesMax: VALUES_MAX }];

const RECEIPT_ID = keyAt('receiptMessageId', '*/@guid');

function numberKey(name: string): KeyRule {
  const key = ASSIGNED.has(name) ? assignedKeyAt : keyAt;
  return { ...key(name, `*/*/${name}`, `*/*/*/${name}`), valuesMax: VALUES_MAX };
}

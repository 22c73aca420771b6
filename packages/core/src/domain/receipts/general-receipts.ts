import {
  type KeyRule,
  keyAt,
  PLAIN_ANSWER,
  type ReceiptRule,
  type SendResultRule,
  valueAt,
} from '../businesses/definition.js';

/**
 * A failure in a client itself (card, checks), in the name of any business: always a failure, whatever it says [2 sources].
 * swic writes this kind of document too; see explanation.ts.
 */
export const ROOT_FAILURE: SendResultRule = {
  ...PLAIN_ANSWER,
  roots: ['Root'],
  // No value can be listed: nothing makes this a success.
  success: valueAt([], ''),
  codePaths: ['Root/failCode'],
  textPaths: ['Root/failInfo'],
  codeTable: 'local-failure',
};

/** Results of one response are one for each receiver, of which a message has at most 5; responses may be several. */
const RESULTS_MAX = 100;

const DXP_KEYS: readonly KeyRule[] = [keyAt('copMsgId', 'DxpRep/OriHead/CopMsgId', '//OriHead/CopMsgId')];

/** The exchange platform's own word about a message of ours [official specification]. */
export const PLATFORM_RESPONSE: ReceiptRule = {
  ...PLAIN_ANSWER,
  success: null,
  roots: ['DxpRep'],
  fileNamePaths: ['DxpRep/OriHead/CopMsgId', '//OriHead/CopMsgId'],
  typePaths: ['DxpRep/OriHead/MsgType', '//OriHead/MsgType'],
  codePaths: ['DxpRep/Response/ResponseCode', 'DxpRep/Response/Results/Result/Code'],
  // A response that is good as a whole may have a result that is not.
  codesMax: RESULTS_MAX,
  // With the head of the answered message inside each [official specification].
  heads: ['DxpRep/Response'],
  textPaths: ['DxpRep/Response/ResponseInfo', 'DxpRep/Response/Results/Result/Info'],
  timePaths: ['DxpRep/NoticeTime', 'DxpRep/Response/NoticeTime', '//NoticeTime'],
  keys: DXP_KEYS,
  codeTable: 'dxp',
};

/** Envelopes: they have to be opened first, and what is inside is classified. */
export const WRAPPED_ROOTS: ReadonlySet<string> = new Set(['DxpMsg', 'DxpMsgSv']);

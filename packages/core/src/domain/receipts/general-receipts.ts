import { type KeyRule, keyAt, type ReceiptRule, type SendResultRule } from '../businesses/definition.js';

/**
 * A failure in a client itself (card, checks), in the name of any business: always a failure, whatever it says [2 sources].
 * swic writes this kind of document too; see explanation.ts.
 */
export const ROOT_FAILURE: SendResultRule = {
  roots: ['Root'],
  when: [],
  // No value can be listed: nothing makes this a success.
  success: { paths: [], values: [''] },
  typePaths: [],
  codePaths: ['Root/failCode'],
  textPaths: ['Root/failInfo'],
  timePaths: [],
  keys: [],
  codeTable: 'local-failure',
};

const DXP_KEYS: readonly KeyRule[] = [keyAt('copMsgId', 'DxpRep/OriHead/CopMsgId', '//OriHead/CopMsgId')];

/** The exchange platform's own word about a message of ours [official specification]. */
export const PLATFORM_RESPONSE: ReceiptRule = {
  roots: ['DxpRep'],
  fileNamePaths: ['DxpRep/OriHead/CopMsgId', '//OriHead/CopMsgId'],
  typePaths: ['DxpRep/OriHead/MsgType', '//OriHead/MsgType'],
  codePaths: ['DxpRep/Response/ResponseCode', 'DxpRep/Response/Results/Result/Code'],
  textPaths: ['DxpRep/Response/ResponseInfo', 'DxpRep/Response/Results/Result/Info'],
  timePaths: ['DxpRep/NoticeTime', 'DxpRep/Response/NoticeTime', '//NoticeTime'],
  keys: DXP_KEYS,
  codeTable: 'dxp',
};

/** Envelopes: whoever classifies has to open them first and classify what is inside. */
export const WRAPPED_ROOTS: ReadonlySet<string> = new Set(['DxpMsg', 'DxpMsgSv']);

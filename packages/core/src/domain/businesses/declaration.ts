import { businessKey } from '../document.js';
import { NO_ATTACHMENTS, TRAILER_KEYS } from './attachments.js';
import {
  assignedKeyAt,
  type BusinessDefinition,
  keyAt,
  noValueAt,
  PLAIN_ANSWER,
  REFUSAL_WORDS,
  type ReceiptRule,
  type SendResultRule,
  valueAt,
} from './definition.js';
import { OPAQUE } from './opaque.js';

/** The answer to a declaration [seen in 5 sources]. SeqNo is the number (统一编号) that the data centre assigned. */
const DEC_IMPORT_RESPONSE: SendResultRule = {
  ...PLAIN_ANSWER,
  roots: ['DecImportResponse'],
  success: valueAt(['DecImportResponse/ResponseCode'], '0'),
  codePaths: ['DecImportResponse/ResponseCode'],
  textPaths: ['DecImportResponse/ErrorMessage'],
  words: REFUSAL_WORDS,
  keys: [
    keyAt('clientSeqNo', 'DecImportResponse/ClientSeqNo'),
    assignedKeyAt('seqNo', 'DecImportResponse/SeqNo'),
    keyAt('trnPreId', 'DecImportResponse/TrnPreId'),
  ],
  codeTable: 'dec-response',
};

/** The answer to a transit declaration (转关) [one source]; with only `CusResult` inside it is a customs receipt [inferred]. */
const TRN_IMPORT_RESPONSE: SendResultRule = {
  ...PLAIN_ANSWER,
  roots: ['TrnImportResponse'],
  when: [[valueAt(['TrnImportResponse/EportResult/ResponseCode'])]],
  success: valueAt(['TrnImportResponse/EportResult/ResponseCode'], '0'),
  codePaths: ['TrnImportResponse/EportResult/ResponseCode'],
  textPaths: ['TrnImportResponse/EportResult/ResponseMessage'],
  words: REFUSAL_WORDS,
  timePaths: ['TrnImportResponse/CusResult/NoticeDate'],
  keys: [
    keyAt('clientSeqNo', 'TrnImportResponse/EportResult/CopSeqNo'),
    assignedKeyAt('seqNo', 'TrnImportResponse/EportResult/SeqNo'),
    assignedKeyAt('transNo', 'TrnImportResponse/CusResult/TransNo'),
  ],
  codeTable: 'dec-response',
};

const TRN_CUSTOMS_RECEIPT: ReceiptRule = {
  ...PLAIN_ANSWER,
  success: null,
  roots: ['TrnImportResponse'],
  fileNamePaths: ['TrnImportResponse/EportResult/SeqNo', 'TrnImportResponse/CusResult/TransNo'],
  codePaths: ['TrnImportResponse/CusResult/Channel'],
  textPaths: ['TrnImportResponse/CusResult/Note'],
  timePaths: ['TrnImportResponse/CusResult/NoticeDate'],
  keys: TRN_IMPORT_RESPONSE.keys,
  codeTable: 'channel',
};

/**
 * Customs receipt of a declaration [seen in 4 sources]. `DEC_DATA` is the older form around it, in GB2312 [one source]; the
 * lower-case names are one project's memory of a third form [one source, weak].
 */
export const DEC_RESULT: ReceiptRule = {
  ...PLAIN_ANSWER,
  success: null,
  roots: ['DEC_RESULT', 'DEC_DATA'],
  fileNamePaths: ['//DEC_RESULT/CUS_CIQ_NO', '//DEC_RESULT/SEQ_NO', '//DEC_RESULT/cusCiqNo', '//DEC_RESULT/ENTRY_ID'],
  codePaths: ['//DEC_RESULT/CHANNEL', '//DEC_RESULT/channel'],
  textPaths: ['//DEC_RESULT/NOTE', '//DEC_RESULT/note', 'DEC_DATA/RESULT_INFO'],
  timePaths: ['//DEC_RESULT/NOTICE_DATE', '//DEC_RESULT/noticeDate'],
  keys: [
    assignedKeyAt('seqNo', '//DEC_RESULT/CUS_CIQ_NO', '//DEC_RESULT/SEQ_NO', '//DEC_RESULT/cusCiqNo'),
    assignedKeyAt('entryId', '//DEC_RESULT/ENTRY_ID', '//DEC_RESULT/entryId'),
    // The firm's own number, before the platform's is known [1 source].
    keyAt('clientSeqNo', '//DEC_RESULT/CLIENTSEQ_NO', '//DEC_RESULT/CLIENT_SEQ_NO', 'DEC_DATA/CLIENTSEQ_NO'),
  ],
  codeTable: 'channel',
};

/**
 * The answer about an agency agreement. Of two parsers one takes 1 for success [CW], the other 0 [EXPDOC, with tests]: both count,
 * and where the text says 失败 it is a refusal all the same.
 */
const IMPORT_AGR_RESPONSE: SendResultRule = {
  ...PLAIN_ANSWER,
  roots: ['ImportAgrResponse'],
  success: valueAt(['ImportAgrResponse/ResponseInfo/ResponseCode'], '0', '1'),
  words: { ...REFUSAL_WORDS, success: ['成功'] },
  codePaths: ['ImportAgrResponse/ResponseInfo/ResponseCode'],
  textPaths: ['ImportAgrResponse/ResponseInfo/ResponseMessage'],
  keys: [
    keyAt('copCusCode', 'ImportAgrResponse/ResponseInfo/CopCusCode'),
    assignedKeyAt('consignNo', 'ImportAgrResponse/ConsignNo', 'ImportAgrResponse/ResponseInfo/ConsignNo'),
  ],
  codeTable: 'agreement-response',
};

/** The later word about an agreement, in a signed package [EXPDOC: PROC_RESULT S taken, anything else refused]. */
const ACD002: ReceiptRule = {
  ...PLAIN_ANSWER,
  roots: ['Signature', 'Package', 'ACD002', 'ACD002*'],
  when: [[valueAt(['//PROC_RESULT'])]],
  fileNamePaths: ['//EnvelopInfo/message_id', '//CONSIGN_NO'],
  typePaths: ['//EnvelopInfo/message_type'],
  heads: ['//DataInfo', '//BussinessData', '//BussinessData/*'],
  codePaths: ['//PROC_RESULT'],
  textPaths: ['//PROC_DESC'],
  timePaths: ['//OP_TIME', '//EnvelopInfo/send_time'],
  success: valueAt(['//PROC_RESULT'], 'S', 's'),
  refused: noValueAt(['//PROC_RESULT'], 'S', 's'),
  keys: [
    assignedKeyAt('consignNo', '//CONSIGN_NO'),
    keyAt('copCusCode', '//COP_CUS_CODE', '//CopCusCode'),
    keyAt('receiptMessageId', '//EnvelopInfo/message_id'),
  ],
  codeTable: 'agreement-result',
};

/** Without a result it says neither yes nor no; its type is the code, which no table knows, so that it is shown as unknown [inferred]. */
const ACD002_UNDECIDED: ReceiptRule = {
  ...ACD002,
  when: [[valueAt(['//EnvelopInfo/message_type'], 'ACD002')], [valueAt(['//CONSIGN_NO'])]],
  codePaths: ['//EnvelopInfo/message_type'],
  words: REFUSAL_WORDS,
  success: null,
  refused: null,
  codeTable: null,
};

const DEC: BusinessDefinition = {
  ...OPAQUE,
  key: businessKey('DEC'),
  nameZh: '货物申报',
  nameEn: 'Goods declaration',
  initials: 'hwsb',
  systemIds: ['DXPDSWDEC0000002', 'DXPDSWDECEDOC002'],
  formIds: ['DECCUS001', 'DECCUS201', 'DECCUS301', 'DECCUS401', 'DECCIQ001', 'DECCIQ101', 'DECCIQ201'],
  folder: 'Deccus001',
  roots: [
    { name: 'DecMessage', namespace: 'http://www.chinaport.gov.cn/dec', container: 'both' },
    { name: 'ImportMessage', namespace: '*', container: 'both' },
  ],
  // The wrapper of 2018 names its type; DecMessage itself has none.
  messageTypePaths: ['ImportMessage/SWImpHead/MsgType'],
  correlationKeys: [
    keyAt('clientSeqNo', '//DecMessage/DecSign/ClientSeqNo'),
    keyAt('seqNo', '//DecMessage/DecHead/SeqNo'),
    keyAt('entryId', '//DecMessage/DecHead/EntryId'),
    keyAt('trnPreId', '//DecMessage/TrnHead/TrnPreId'),
  ],
  sendResults: [DEC_IMPORT_RESPONSE, TRN_IMPORT_RESPONSE],
  receipts: [DEC_RESULT, TRN_CUSTOMS_RECEIPT],
  signing: 'dec-sign',
  attachments: {
    extensions: ['.pdf'],
    systemIds: ['DXPDSWDECEDOC002'],
    messageType: 'DECEDOC001',
    keys: TRAILER_KEYS,
  },
  isOpaque: false,
  certainty:
    'Document, answer and receipt seen in 4-6 public sources; key, receivers, type and folder in 2-3; the bytes that DecSign/Sign signs are not public. PDFs beside declarations, with a trailer, in 1; that they go to the second receiver, under the type of EDOC, is inferred.',
};

/** Changes and withdrawals of declarations have a folder of their own in the official client of 2026 [1 source]. */
const DECMOD: BusinessDefinition = {
  ...OPAQUE,
  key: businessKey('DECMOD'),
  nameZh: '报关单修撤',
  nameEn: 'Changes and withdrawals of declarations',
  initials: 'bgdxc',
  systemIds: ['DXPDSWDEC0000002'],
  formIds: ['DECCUS102'],
  folder: 'Deccus102',
  certainty:
    'Type and folder seen in 1 public source; the receiver is the one of declarations, inferred; the document format is not public, so it travels untouched.',
};

/** The form of the request, should an answer come in it; its code is not known [inferred]. */
const ATTACHMENT_RECEIPT: ReceiptRule = {
  ...PLAIN_ANSWER,
  roots: ['DataInfo'],
  fileNamePaths: ['//PRE_ENTRY_ID', '//FILE_NAME'],
  typePaths: ['//EnvelopInfo/Message_Type', '//EnvelopInfo/message_type'],
  success: null,
  keys: TRAILER_KEYS,
  codeTable: null,
};

const EDOC: BusinessDefinition = {
  ...OPAQUE,
  key: businessKey('EDOC'),
  nameZh: '货报单传随附单据',
  nameEn: 'Attachments of declarations',
  initials: 'hbdcsfdj',
  systemIds: ['DXPDSWDECEDOC002'],
  formIds: ['DECEDOC001'],
  folder: 'Decedoc001',
  receipts: [ATTACHMENT_RECEIPT],
  certainty:
    'Key, receiver, type and folder seen in 3 public sources; the document format is not public, so it travels untouched.',
};

const DECSUB: BusinessDefinition = {
  ...OPAQUE,
  key: businessKey('DECSUB'),
  nameZh: '报关单订阅回执',
  nameEn: 'Subscribed declaration receipts',
  initials: 'bgddyhz',
  systemIds: ['DXPDSWDECSUB0001'],
  formIds: ['DECSUB'],
  folder: 'Decsub',
  extensions: [],
  receipts: [DEC_RESULT],
  isReceiveOnly: true,
  attachments: NO_ATTACHMENTS,
  isOpaque: false,
  certainty: 'Key, receiver, type and folder seen in 2-3 public sources; that its receipts are DEC_RESULT is inferred.',
};

const ACD: BusinessDefinition = {
  ...OPAQUE,
  key: businessKey('ACD'),
  nameZh: '报关代理委托',
  nameEn: 'Agency agreement for declarations',
  initials: 'bgdlwt',
  systemIds: ['DXPDSWACD0000001'],
  formIds: ['ACD'],
  folder: 'Acd',
  roots: [{ name: 'ImportAgrRequest', namespace: '*', container: 'xml' }],
  receiptTypes: ['ACD*'],
  correlationKeys: [
    keyAt('copCusCode', 'ImportAgrRequest/OperInfo/CopCusCode'),
    assignedKeyAt('consignNo', '//ConsignNo'),
  ],
  sendResults: [IMPORT_AGR_RESPONSE],
  receipts: [ACD002, ACD002_UNDECIDED],
  attachments: NO_ATTACHMENTS,
  isOpaque: false,
  certainty:
    'Document seen in 1 public source, its answer and the later receipt in another; receiver and type are inferred from the pattern of the others: configure them.',
};

export const DECLARATION_FAMILY: readonly BusinessDefinition[] = [DEC, DECMOD, EDOC, DECSUB, ACD];

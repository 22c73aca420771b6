import { businessKey } from '../document.js';
import { type BusinessDefinition, keyAt, type ReceiptRule, type SendResultRule } from './definition.js';
import { OPAQUE } from './opaque.js';

/** The answer to a declaration [seen in 5 sources]. SeqNo is the number (统一编号) that the data centre assigned. */
export const DEC_IMPORT_RESPONSE: SendResultRule = {
  roots: ['DecImportResponse'],
  when: [],
  success: { paths: ['DecImportResponse/ResponseCode'], values: ['0'] },
  typePaths: [],
  codePaths: ['DecImportResponse/ResponseCode'],
  textPaths: ['DecImportResponse/ErrorMessage'],
  timePaths: [],
  keys: [
    keyAt('clientSeqNo', 'DecImportResponse/ClientSeqNo'),
    keyAt('seqNo', 'DecImportResponse/SeqNo'),
    keyAt('trnPreId', 'DecImportResponse/TrnPreId'),
  ],
  codeTable: 'dec-response',
};

/** The answer to a transit declaration (转关) [one source]; with only `CusResult` inside it is a customs receipt [inferred]. */
const TRN_IMPORT_RESPONSE: SendResultRule = {
  roots: ['TrnImportResponse'],
  when: [{ paths: ['TrnImportResponse/EportResult/ResponseCode'], values: [] }],
  success: { paths: ['TrnImportResponse/EportResult/ResponseCode'], values: ['0'] },
  typePaths: [],
  codePaths: ['TrnImportResponse/EportResult/ResponseCode'],
  textPaths: ['TrnImportResponse/EportResult/ResponseMessage'],
  timePaths: ['TrnImportResponse/CusResult/NoticeDate'],
  keys: [
    keyAt('clientSeqNo', 'TrnImportResponse/EportResult/CopSeqNo'),
    keyAt('seqNo', 'TrnImportResponse/EportResult/SeqNo'),
    keyAt('transNo', 'TrnImportResponse/CusResult/TransNo'),
  ],
  codeTable: 'dec-response',
};

const TRN_CUSTOMS_RECEIPT: ReceiptRule = {
  roots: ['TrnImportResponse'],
  fileNamePaths: ['TrnImportResponse/EportResult/SeqNo', 'TrnImportResponse/CusResult/TransNo'],
  typePaths: [],
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
  roots: ['DEC_RESULT', 'DEC_DATA'],
  fileNamePaths: ['//DEC_RESULT/CUS_CIQ_NO', '//DEC_RESULT/SEQ_NO', '//DEC_RESULT/cusCiqNo', '//DEC_RESULT/ENTRY_ID'],
  typePaths: [],
  codePaths: ['//DEC_RESULT/CHANNEL', '//DEC_RESULT/channel'],
  textPaths: ['//DEC_RESULT/NOTE', '//DEC_RESULT/note', 'DEC_DATA/RESULT_INFO'],
  timePaths: ['//DEC_RESULT/NOTICE_DATE', '//DEC_RESULT/noticeDate'],
  keys: [
    keyAt('seqNo', '//DEC_RESULT/CUS_CIQ_NO', '//DEC_RESULT/SEQ_NO', '//DEC_RESULT/cusCiqNo'),
    keyAt('entryId', '//DEC_RESULT/ENTRY_ID', '//DEC_RESULT/entryId'),
  ],
  codeTable: 'channel',
};

/** The answer about an agency agreement [one source]: here 1 is the success, everywhere else it is 0. */
const IMPORT_AGR_RESPONSE: SendResultRule = {
  roots: ['ImportAgrResponse'],
  when: [],
  success: { paths: ['ImportAgrResponse/ResponseInfo/ResponseCode'], values: ['1'] },
  typePaths: [],
  codePaths: ['ImportAgrResponse/ResponseInfo/ResponseCode'],
  textPaths: ['ImportAgrResponse/ResponseInfo/ResponseMessage'],
  timePaths: [],
  keys: [
    keyAt('copCusCode', 'ImportAgrResponse/ResponseInfo/CopCusCode'),
    keyAt('consignNo', 'ImportAgrResponse/ConsignNo', 'ImportAgrResponse/ResponseInfo/ConsignNo'),
  ],
  codeTable: 'agreement-response',
};

const DEC: BusinessDefinition = {
  ...OPAQUE,
  key: businessKey('DEC'),
  nameZh: '货物申报',
  nameEn: 'Goods declaration',
  initials: 'hwsb',
  systemIds: ['DXPDSWDEC0000002', 'DXPDSWDECEDOC002'],
  formIds: ['DECCUS001', 'DECCUS201', 'DECCUS301', 'DECCUS401', 'DECCIQ001', 'DECCIQ101', 'DECCIQ201', 'DECCUS102'],
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
  isOpaque: false,
  certainty:
    'Document, answer and receipt seen in 4-6 public sources; key, receivers, type and folder in 2-3; the bytes that DecSign/Sign signs are not public.',
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
  extensions: ['.xml', '.zip'],
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
  correlationKeys: [keyAt('copCusCode', 'ImportAgrRequest/OperInfo/CopCusCode')],
  sendResults: [IMPORT_AGR_RESPONSE],
  isOpaque: false,
  certainty:
    'Document seen in 1 public source, its answer in another; receiver and type are inferred from the pattern of the others: configure them.',
};

export const DECLARATION_FAMILY: readonly BusinessDefinition[] = [DEC, EDOC, DECSUB, ACD];

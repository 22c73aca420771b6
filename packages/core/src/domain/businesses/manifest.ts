import { businessKey } from '../document.js';
import {
  type BusinessDefinition,
  type KeyRule,
  keyAt,
  type ReceiptRule,
  type RootRule,
  type SendResultRule,
} from './definition.js';
import { OPAQUE } from './opaque.js';

const MANIFEST_ROOT: RootRule = {
  name: 'Manifest',
  namespace: 'urn:Declaration:datamodel:standard:CN:*',
  container: 'both',
};

/** Of a document. Bill numbers are for finding, so that an operator may ask for one; a receipt never links by them. */
const DOCUMENT_KEYS: readonly KeyRule[] = [
  keyAt('messageId', 'Manifest/Head/MessageID'),
  keyAt('declarationId', 'Manifest/Declaration/ID'),
  keyAt('journeyId', 'Manifest/Declaration/BorderTransportMeans/JourneyID'),
  {
    name: 'billNo',
    paths: ['Manifest/Declaration/Consignment/TransportContractDocument/ID'],
    valuesMax: 8,
    unless: null,
  },
];

/** Of a receipt: MessageID of the document; only without it the voyage or the declaration's id, which several may share. */
const ANSWER_KEYS: readonly KeyRule[] = [
  keyAt('messageId', 'Manifest/Head/MessageID'),
  { name: 'declarationId', paths: ['Manifest/Response/ID'], valuesMax: 1, unless: 'messageId' },
  { name: 'journeyId', paths: ['Manifest/Response/BorderTransportMeans/JourneyID'], valuesMax: 1, unless: 'messageId' },
];

/** MT9999 serves all modes; then the document's own type still stands in its MessageID. */
const TYPE_PATHS = ['Manifest/Head/MessageType', 'Manifest/Head/MessageID'];

const STATEMENT_CODE = 'Manifest/Response/AdditionalInformation/StatementCode';
const STATEMENT_TEXT = 'Manifest/Response/AdditionalInformation/StatementDescription';

/**
 * Answer to a manifest [seen in 2 sources]. The same root serves for answer and receipt: the file name's prefix decides
 * [domain rule]; without one, StatementCode 0 (the call succeeded) or the generic response type MT9999 do [inferred].
 */
const MANIFEST_RESPONSE: SendResultRule = {
  roots: ['Manifest'],
  when: [
    { paths: [STATEMENT_CODE], values: ['0'] },
    { paths: ['Manifest/Head/MessageType'], values: ['MT9999'] },
  ],
  success: { paths: [STATEMENT_CODE, 'Manifest/Response/ResponseType/Code'], values: ['0'] },
  typePaths: TYPE_PATHS,
  codePaths: [STATEMENT_CODE, 'Manifest/Response/ResponseType/Code'],
  textPaths: [STATEMENT_TEXT, 'Manifest/Response/ResponseType/Text'],
  timePaths: ['Manifest/Head/SendTime'],
  keys: ANSWER_KEYS,
  codeTable: 'manifest',
};

/**
 * Customs receipt of a manifest [seen in 3 sources]: transport receipts tell by ResponseType/Code, others by StatementCode;
 * where only single bills are judged, the first bill's code stands for the receipt [inferred].
 */
const MANIFEST_RECEIPT: ReceiptRule = {
  roots: ['Manifest'],
  fileNamePaths: ['Manifest/Head/MessageID', 'Manifest/Response/ID'],
  typePaths: TYPE_PATHS,
  codePaths: [
    'Manifest/Response/ResponseType/Code',
    STATEMENT_CODE,
    'Manifest/Response/Consignment/AdditionalInformation/StatementCode',
  ],
  textPaths: [
    'Manifest/Response/ResponseType/Text',
    STATEMENT_TEXT,
    'Manifest/Response/Consignment/AdditionalInformation/StatementDescription',
  ],
  timePaths: ['Manifest/Head/SendTime'],
  keys: ANSWER_KEYS,
  codeTable: 'manifest',
};

const MANIFEST: BusinessDefinition = {
  ...OPAQUE,
  roots: [MANIFEST_ROOT],
  messageTypePaths: ['Manifest/Head/MessageType'],
  correlationKeys: DOCUMENT_KEYS,
  sendResults: [MANIFEST_RESPONSE],
  receipts: [MANIFEST_RECEIPT],
  isOpaque: false,
};

const MFT: BusinessDefinition = {
  ...MANIFEST,
  key: businessKey('MFT'),
  nameZh: '海运/空运舱单',
  nameEn: 'Sea and air manifest',
  initials: 'hykycd',
  systemIds: ['DXPDSWMFT0000001'],
  formIds: ['MFT'],
  folder: 'Mft',
  receiptTypes: ['MT?1??', 'MT?2??', 'CN_MT?1??_*', 'CN_MT?2??_*'],
  certainty:
    'Document seen in 4 public sources, receipts in 3, answers in 2; the second digit of the type number tells the mode.',
};

const RMFT: BusinessDefinition = {
  ...MANIFEST,
  key: businessKey('RMFT'),
  nameZh: '公路舱单',
  nameEn: 'Road manifest',
  initials: 'glcd',
  systemIds: ['DXPDSWRMFT000001'],
  formIds: ['RMFT'],
  folder: 'Rmft',
  receiptTypes: ['MT?4??', 'CN_MT?4??_*'],
  certainty: 'Document seen in 4 public sources, receipts in 3, answers in 2.',
};

const TMFT: BusinessDefinition = {
  ...MANIFEST,
  key: businessKey('TMFT'),
  nameZh: '铁路舱单',
  nameEn: 'Rail manifest',
  initials: 'tlcd',
  systemIds: ['DXPDSWTMFT000001'],
  formIds: ['TMFT'],
  folder: 'Tmft',
  receiptTypes: ['MT?3??', 'CN_MT?3??_*'],
  certainty:
    'Key, receiver, type and folder seen in 2-3 public sources; no document is public: that it is a Manifest is assumed.',
};

export const MANIFEST_FAMILY: readonly BusinessDefinition[] = [MFT, RMFT, TMFT];

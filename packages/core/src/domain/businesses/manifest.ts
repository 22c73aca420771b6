import { businessKey } from '../document.js';
import { CUSTOMS_MANIFEST_CODES } from '../receipts/codes-manifest.js';
import { PART_KEYS_MAX } from '../receipts/parts-answered.js';
import { NO_ATTACHMENTS } from './attachments.js';
import {
  type BusinessDefinition,
  type KeyRule,
  keyAt,
  noValueAt,
  PLAIN_ANSWER,
  REFUSAL_WORDS,
  type ReceiptRule,
  type RootRule,
  type SendResultRule,
  valueAt,
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
    valuesMax: PART_KEYS_MAX,
    unless: null,
    isAssigned: false,
  },
];

/** Of a receipt: MessageID of the document; only without it the voyage or the declaration's id, which several may share. */
const ANSWER_KEYS: readonly KeyRule[] = [
  keyAt('messageId', 'Manifest/Head/MessageID'),
  { ...keyAt('declarationId', 'Manifest/Response/ID'), unless: 'messageId' },
  { ...keyAt('journeyId', 'Manifest/Response/BorderTransportMeans/JourneyID'), unless: 'messageId' },
];

/** MT9999 serves all modes; then the document's own type is still in its MessageID. */
const TYPE_PATHS = ['Manifest/Head/MessageType', 'Manifest/Head/MessageID'];

/** Bills that one receipt may judge; what comes after them is in the file in InBox. */
const BILLS_MAX = 1_000;

const BILL = 'Manifest/Response/Consignment';
const BILL_CODE = `${BILL}/AdditionalInformation/StatementCode`;

const STATEMENT_CODE = 'Manifest/Response/AdditionalInformation/StatementCode';
const STATEMENT_TEXT = 'Manifest/Response/AdditionalInformation/StatementDescription';
const RESPONSE_CODE = 'Manifest/Response/ResponseType/Code';

/**
 * Answer to a manifest [2 sources]. The same root serves for answer and customs receipt: the file name's prefix decides [domain
 * rule]. Without one it is an answer when it says that the call succeeded (0), when it has the generic type MT9999, or when its code
 * is none that customs gives and it is not marked as a customs receipt (FunctionCode 11): a refused manifest comes back under its
 * own type and MessageID with a code of the platform [2 sources].
 */
const MANIFEST_RESPONSE: SendResultRule = {
  ...PLAIN_ANSWER,
  roots: ['Manifest'],
  when: [
    [valueAt([STATEMENT_CODE], '0')],
    [valueAt(['Manifest/Head/MessageType'], 'MT9999')],
    [
      valueAt([STATEMENT_CODE, RESPONSE_CODE]),
      noValueAt([STATEMENT_CODE], ...CUSTOMS_MANIFEST_CODES),
      noValueAt([RESPONSE_CODE], ...CUSTOMS_MANIFEST_CODES),
      noValueAt(['Manifest/Head/FunctionCode'], '11'),
    ],
  ],
  success: valueAt([STATEMENT_CODE, RESPONSE_CODE], '0'),
  typePaths: TYPE_PATHS,
  codePaths: [STATEMENT_CODE, RESPONSE_CODE],
  codesMax: BILLS_MAX,
  textPaths: [STATEMENT_TEXT, 'Manifest/Response/ResponseType/Text'],
  words: REFUSAL_WORDS,
  timePaths: ['Manifest/Head/SendTime'],
  keys: ANSWER_KEYS,
  codeTable: 'manifest',
};

/**
 * Customs receipt of a manifest [seen in 3 sources]: transport receipts tell by ResponseType/Code, others by StatementCode;
 * where bills are judged, the first that is refused counts for the receipt [inferred].
 */
const MANIFEST_RECEIPT: ReceiptRule = {
  ...PLAIN_ANSWER,
  success: null,
  roots: ['Manifest'],
  fileNamePaths: ['Manifest/Head/MessageID', 'Manifest/Response/ID'],
  typePaths: TYPE_PATHS,
  codePaths: [RESPONSE_CODE, STATEMENT_CODE, BILL_CODE],
  codesMax: BILLS_MAX,
  parts: { paths: [`${BILL}/TransportContractDocument/ID`], codePaths: [BILL_CODE] },
  textPaths: [
    'Manifest/Response/ResponseType/Text',
    STATEMENT_TEXT,
    `${BILL}/AdditionalInformation/StatementDescription`,
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
  attachments: NO_ATTACHMENTS,
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

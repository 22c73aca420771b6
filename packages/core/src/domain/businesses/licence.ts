import { businessKey } from '../document.js';
import { NO_ATTACHMENTS } from './attachments.js';
import {
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
import { OPER_INFO_ELEMENT } from './signed-element.js';

const CERTAINTY =
  'Key, receiver, type and folder seen in 2-3 public sources; the document format is not public, so it travels untouched.';

const AIL: BusinessDefinition = {
  ...OPAQUE,
  key: businessKey('AIL'),
  nameZh: '机电产品进口单证',
  nameEn: 'Import licences for machinery and electronics',
  initials: 'jdcpjkdz',
  systemIds: ['DXPDSWLICENCE001'],
  formIds: ['AIL'],
  folder: 'Ail',
  certainty: CERTAINTY,
};

const EXB: BusinessDefinition = {
  ...OPAQUE,
  key: businessKey('EXB'),
  nameZh: '展览品',
  nameEn: 'Exhibits',
  initials: 'zlp',
  systemIds: ['DXPDSWEXB0000001'],
  formIds: ['EXB'],
  folder: 'Exb',
  certainty: CERTAINTY,
};

const NJCF: BusinessDefinition = {
  ...OPAQUE,
  key: businessKey('NJCF'),
  nameZh: '海关企业通用资质',
  nameEn: 'Enterprise qualifications',
  initials: 'hgqytyzz',
  systemIds: ['DXPDSWNJCF000001'],
  formIds: ['NJCF'],
  folder: 'Njcf',
  certainty: `${CERTAINTY} That this key means 海关企业通用资质 is inferred.`,
};

/** The answer to a certificate or to a file of one [announcement 1 of 2022; 1 parser]: 1 and 3 taken, 2 and 4 refused. */
const FILE_RET: SendResultRule = {
  ...PLAIN_ANSWER,
  roots: ['FileRet'],
  success: valueAt(['FileRet/RetType'], '1', '3'),
  codePaths: ['FileRet/RetType'],
  textPaths: ['FileRet/Note'],
  words: REFUSAL_WORDS,
  timePaths: ['FileRet/ReceiveTime', 'FileRet/SendTime'],
  keys: [keyAt('certNo', 'FileRet/CertNo')],
  codeTable: 'certificate-answer',
};

const REP_TYPE = ['Receipt/CusRespData/RepType', 'Receipt/RepType'];
const CHANNEL = ['Receipt/Channel'];

/**
 * What customs says of a certificate [announcement 1 of 2022; 1 parser, two versions]: RepType is the result and becomes the code;
 * RepCode only numbers the sentence (0000 where all is well).
 */
const CERTIFICATE_RECEIPT: ReceiptRule = {
  ...PLAIN_ANSWER,
  roots: ['Receipt'],
  when: [[valueAt(['Receipt/CertNo']), valueAt(REP_TYPE), noValueAt(CHANNEL, '1', '2')]],
  fileNamePaths: ['Receipt/CertNo'],
  heads: ['Receipt/CusRespData'],
  codePaths: REP_TYPE,
  textPaths: ['Receipt/CusRespData/RepAddMsg', 'Receipt/RepAddMsg', 'Receipt/Note'],
  timePaths: ['Receipt/CusRespData/RspGenTime', 'Receipt/RspGenTime', 'Receipt/ReceiveTime', 'Receipt/SendTime'],
  success: valueAt(REP_TYPE, '5'),
  refused: valueAt(REP_TYPE, '1', '3', '6'),
  keys: [keyAt('certNo', 'Receipt/CertNo')],
  // Its files have the same number, and customs says nothing of them.
  answers: ['Certificate'],
  codeTable: 'certificate',
};

/** Before there is a result, and where the certificate did not reach customs, Channel says how far it came [the same sources]. */
const CERTIFICATE_PROGRESS: ReceiptRule = {
  ...CERTIFICATE_RECEIPT,
  when: [[valueAt(['Receipt/CertNo'])]],
  codePaths: CHANNEL,
  success: null,
  refused: valueAt(CHANNEL, '2'),
  codeTable: 'certificate-channel',
};

/** Certificates of origin. The whole business is absent in the one full settings file that is public. */
const COO: BusinessDefinition = {
  ...OPAQUE,
  key: businessKey('COO'),
  nameZh: '海关原产地',
  nameEn: 'Certificates of origin',
  initials: 'hgycd',
  systemIds: ['DXPDSWCOO0000001'],
  formIds: ['COO'],
  folder: 'Coo',
  roots: [
    { name: 'Certificate', namespace: '*', container: 'both' },
    { name: 'File', namespace: '*', container: 'xml' },
  ],
  correlationKeys: [keyAt('certNo', 'Certificate/CertificateHead/CertNo', 'File/CertNo')],
  sendResults: [FILE_RET],
  receipts: [CERTIFICATE_RECEIPT, CERTIFICATE_PROGRESS],
  attachments: NO_ATTACHMENTS,
  isOpaque: false,
  certainty:
    'Document seen in 1 public source; key, receiver, type and folder are inferred from the pattern of the others: configure them. Answers and receipts by announcement 1 of 2022 and one public parser.',
};

/** Packaging of lithium batteries: the client fills and signs OperInfo [1 source of 2026, with fields]. */
const ELBP: BusinessDefinition = {
  ...OPAQUE,
  key: businessKey('ELBP'),
  nameZh: '锂电池包装',
  nameEn: 'Packaging of lithium batteries',
  initials: 'ldcbz',
  systemIds: ['DXPDSWELBP000001'],
  formIds: ['ELBP004', 'ELBP005'],
  folder: 'Elbp',
  roots: [
    { name: 'ELBP004Request', namespace: '', container: 'both' },
    { name: 'ELBP005Request', namespace: '', container: 'both' },
  ],
  messageTypePaths: ['*/OperInfo/MessageType'],
  correlationKeys: [
    keyAt('clientSeqNo', '*/OperInfo/ClientSeqNo'),
    keyAt('proBatchNumber', '*/Head/ProBatchNumber'),
    keyAt('nnNo', '*/Head/NnNo'),
  ],
  signing: 'dec-sign',
  signed: OPER_INFO_ELEMENT,
  attachments: NO_ATTACHMENTS,
  isOpaque: false,
  certainty:
    'Documents ELBP004 and ELBP005, and that the client fills OperInfo/Sign and SignDate, seen in 1 public source of 2026; receiver and folder are inferred: configure them. Which bytes are signed, and the answers, are not public.',
};

export const LICENCE_FAMILY: readonly BusinessDefinition[] = [AIL, EXB, NJCF, COO, ELBP];

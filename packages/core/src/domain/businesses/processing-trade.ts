import { businessKey } from '../document.js';
import { NO_ATTACHMENTS } from './attachments.js';
import {
  assignedKeyAt,
  type BusinessDefinition,
  keyAt,
  PLAIN_ANSWER,
  REFUSAL_WORDS,
  type ReceiptRule,
  type RootRule,
  type SendResultRule,
  valueAt,
} from './definition.js';
import { OPAQUE } from './opaque.js';

/** In the full form with a signature block, in practice also without [2 sources]; the namespace varies. */
const SIGNATURE_ROOT: RootRule = { name: 'Signature', namespace: '*', container: 'both' };

/** Without the package around them, as a public platform of 2020 writes them, also in a ZIP [2 sources]. */
const BARE_INVENTORY: RootRule = { name: 'InvtMessage', namespace: '*', container: 'both' };
const BARE_HANDBOOK: RootRule = { name: 'EmlMessage', namespace: '*', container: 'both' };

/**
 * A sentence that names the type of the document [1 source: 报文类型为SAS121…; the other forms are inferred]. With the words before it:
 * a firm's own number, which the sentence repeats, may have the same letters.
 */
function says(...types: readonly string[]): readonly string[] {
  return types.flatMap((type) => ['为', '为 ', '：', ':', '[', '【', ' '].map((joint) => `*报文类型${joint}${type}*`));
}

/** The answer of the special-area systems [2 sources]; the platform itself misspells the root's name, and may mend it one day. */
const COMMON_RESPONSE: SendResultRule = {
  ...PLAIN_ANSWER,
  roots: ['CommonResponeMessage', 'CommonResponseMessage'],
  success: valueAt(['*/DealFlag'], '0'),
  // The sentence often names the type of the document: 报文类型为SAS121… [1 source].
  hintPaths: ['*/CheckInfo', '//SysId'],
  codePaths: ['*/DealFlag'],
  textPaths: ['*/CheckInfo'],
  words: REFUSAL_WORDS,
  keys: [assignedKeyAt('etpsPreentNo', '*/EtpsPreentNo'), assignedKeyAt('seqNo', '*/SeqNo')],
  codeTable: 'deal-flag',
};

const DATA = 'Package/DataInfo/BussinessData/*';

/**
 * Receipts INV201…, SAS221… [2 sources]. `HdeApprResult/etpsPreentNo` is, in spite of its name, the number that the platform
 * assigned (预录入统一编号): it becomes the key `seqNo`. The enterprise's own number is the key `etpsPreentNo` here.
 */
const PACKAGE: ReceiptRule = {
  ...PLAIN_ANSWER,
  success: null,
  roots: ['Package'],
  fileNamePaths: ['Package/EnvelopInfo/message_id', `${DATA}/HdeApprResult/businessId`],
  typePaths: ['Package/EnvelopInfo/message_type'],
  // INV201, 202 and 211 come for all three systems; SysId, the sentence or the number tells them apart [1 source].
  hintPaths: ['//SysId', `${DATA}/CheckInfo/note`, '//EnvelopInfo/file_name'],
  ownNamePaths: ['//EnvelopInfo/file_name'],
  heads: ['Package/DataInfo', 'Package/DataInfo/BussinessData', DATA],
  codePaths: [`${DATA}/HdeApprResult/manageResult`, `${DATA}/InvApprResult/manageResult`],
  textPaths: [`${DATA}/HdeApprResult/rmk`, `${DATA}/CheckInfo/note`, `${DATA}/InvApprResult/reason`],
  timePaths: [`${DATA}/HdeApprResult/manageDate`, `${DATA}/InvApprResult/createDate`, 'Package/EnvelopInfo/send_time'],
  keys: [
    assignedKeyAt(
      'seqNo',
      `${DATA}/HdeApprResult/etpsPreentNo`,
      `${DATA}/InvApprResult/invPreentNo`,
      `${DATA}/BondInvtBsc/invtPreentNo`,
      `${DATA}/SasPassportBsc/sasPassportPreentNo`,
      `${DATA}/Sas2stepPassportBsc/sasPassportPreentNo`,
    ),
    assignedKeyAt('etpsPreentNo', `${DATA}/BondInvtBsc/etpsInnerInvtNo`),
    assignedKeyAt(
      'businessId',
      `${DATA}/HdeApprResult/businessId`,
      `${DATA}/InvApprResult/businessId`,
      `${DATA}/BondInvtBsc/bondInvtNo`,
      `${DATA}/SasPassportBsc/passportNo`,
      `${DATA}/Sas2stepPassportBsc/passportNo`,
    ),
    // The declaration that was generated from this list (INV202): its SeqNo, not ours.
    keyAt('entrySeqNo', `${DATA}/InvApprResult/entrySeqNo`),
    keyAt('receiptMessageId', 'Package/EnvelopInfo/message_id'),
  ],
  codeTable: 'package:{type}',
};

const SIGNED: BusinessDefinition = {
  ...OPAQUE,
  roots: [SIGNATURE_ROOT],
  messageTypePaths: ['Signature/Object/Package/EnvelopInfo/message_type', '//ImportInfo/MessageType'],
  correlationKeys: [
    keyAt(
      'etpsPreentNo',
      '//InvtMessage/InvtHeadType/EtpsInnerInvtNo',
      '//PassPortMessage/PassportHead/EtpsPreentNo',
      '//Sas2sPassPortMessage/Sas2sPassportHead/EtpsPreentNo',
      '//AppMessage/AppHead/EtpsPreentNo',
      '//EmlMessage/NptsEmlHead/EtpsPreentNo',
    ),
    keyAt(
      'seqNo',
      '//InvtMessage/InvtHeadType/SeqNo',
      '//PassPortMessage/PassportHead/SeqNo',
      '//Sas2sPassPortMessage/Sas2sPassportHead/SasPassportPreentNo',
      '//AppMessage/AppHead/SeqNo',
      '//EmlMessage/NptsEmlHead/SeqNo',
    ),
    keyAt(
      'businessId',
      '//InvtMessage/InvtHeadType/BondInvtNo',
      '//PassPortMessage/PassportHead/PassportNo',
      '//Sas2sPassPortMessage/Sas2sPassportHead/PassportNo',
    ),
    keyAt('messageId', 'Signature/Object/Package/EnvelopInfo/message_id'),
  ],
  sendResults: [COMMON_RESPONSE],
  receipts: [PACKAGE],
  attachments: NO_ATTACHMENTS,
  isOpaque: false,
};

const NEMS: BusinessDefinition = {
  ...SIGNED,
  key: businessKey('NEMS'),
  roots: [SIGNATURE_ROOT, BARE_HANDBOOK, BARE_INVENTORY],
  nameZh: '加工贸易申报（账册）',
  nameEn: 'Processing trade, account books',
  initials: 'jgmysbzc',
  systemIds: ['DXPDSWNEMS000001'],
  formIds: ['NEMS'],
  folder: 'Nems',
  receiptTypes: ['INV*', 'EMS*', 'NEM*'],
  receiptHints: ['B1', ...says('INV', 'EMS', 'NEM')],
  certainty: 'Document, answer and receipts seen in 2-3 public sources.',
};

const NPTS: BusinessDefinition = {
  ...SIGNED,
  key: businessKey('NPTS'),
  roots: [SIGNATURE_ROOT, BARE_HANDBOOK, BARE_INVENTORY],
  nameZh: '加工贸易手册',
  nameEn: 'Processing trade, handbooks',
  initials: 'jgmysc',
  systemIds: ['DXPDSWNPTS000001'],
  formIds: ['NPTS'],
  folder: 'Npts',
  receiptTypes: ['INV*', 'EML*', 'NPT*'],
  receiptHints: ['B1', ...says('INV', 'EML', 'NPT')],
  certainty:
    'Inventory list, answer and receipts seen in 2-3 public sources; the handbook message in 1, without field lengths.',
};

const SAS: BusinessDefinition = {
  ...SIGNED,
  key: businessKey('SAS'),
  // The same inventory as of account books; that the special areas take it without a package as well is inferred.
  roots: [SIGNATURE_ROOT, BARE_INVENTORY],
  nameZh: '海关特殊监管区域',
  nameEn: 'Special customs supervision areas',
  initials: 'hgtsjgqy',
  systemIds: ['DXPDSWSAS0000001'],
  formIds: ['SAS'],
  folder: 'Sas',
  receiptTypes: ['INV*', 'SAS*', 'ICP*'],
  // The ends of file names are those of the platform's own messages [2 sources].
  receiptHints: ['Z7', 'Z8', ...says('INV', 'SAS', 'ICP'), '*.SAS', '*.COPSASX'],
  certainty: 'Document, answer and receipts seen in 2-3 public sources; two-step passes (ICP101, SAS251, SAS253) in 1.',
};

/** Only its receipts are described: an import interface was announced in 2023, its standard is of 2025 and not public in full. */
const EXPRESS: BusinessDefinition = {
  ...OPAQUE,
  key: businessKey('EXPRESS'),
  nameZh: '快件',
  nameEn: 'Express consignments',
  initials: 'kj',
  systemIds: ['DXPDSWEXPRESS001'],
  formIds: ['EXPRESS'],
  folder: 'Express',
  receiptTypes: ['EXP*'],
  receipts: [PACKAGE],
  certainty:
    'Receipts EXP302 and EXP312 seen in 1 public source and in a standard of 2025-08; the document format is not public, so it travels untouched; receiver, type and folder are inferred: configure them.',
};

const ACMP: BusinessDefinition = {
  ...SIGNED,
  key: businessKey('ACMP'),
  nameZh: '加工贸易随附单据上传',
  nameEn: 'Processing trade, attachments',
  initials: 'jgmysfdjsc',
  systemIds: ['DXPDSWACMP000001'],
  formIds: ['ACMP'],
  folder: 'Acmp',
  receiptTypes: ['ACM*'],
  receiptHints: says('ACM'),
  correlationKeys: [
    keyAt('blsNo', '//SasAcmpRLList/BlsNo', '//SasAcmpRLMessage/BlsNo', '//NemsAcmpRLMessage/BlsNo'),
    keyAt(
      'acmpFormSeqNo',
      '//SasAcmpRLList/AcmpFormSeqNo',
      '//SasAcmpRLMessage/AcmpFormSeqNo',
      '//NemsAcmpRLMessage/AcmpFormSeqNo',
    ),
    keyAt('messageId', 'Signature/Object/Package/EnvelopInfo/message_id'),
  ],
  certainty: 'Document seen in 2 public sources; that it is answered like the others of its family is inferred.',
};

export const PROCESSING_TRADE_FAMILY: readonly BusinessDefinition[] = [NEMS, NPTS, SAS, ACMP, EXPRESS];

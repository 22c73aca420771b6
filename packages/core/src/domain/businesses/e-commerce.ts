import { businessKey } from '../document.js';
import { PART_KEYS_MAX } from '../receipts/parts-answered.js';
import { NO_ATTACHMENTS } from './attachments.js';
import {
  CEB_EXPORT,
  CEB_IMPORT,
  CEB_NAMED_RECEIPT,
  CEB_OTHER_RECEIPT,
  cebReceipts,
  ENT_RECEIPT,
} from './ceb-messages.js';
import { assignedKeyAt, type BusinessDefinition, type KeyRule, keyAt } from './definition.js';
import { ROOT_TYPE } from './message-type.js';
import { OPAQUE } from './opaque.js';

/** Every CEB message is `CEB<number>Message` with the attributes guid and version [official specification]. */
const CEB_NAMESPACE = 'http://www.chinaport.gov.cn/ceb';

/** What answers repeat, as the firm gave it; see ceb-messages.ts. */
const NUMBERS = ['orderNo', 'copNo', 'logisticsNo', 'payTransactionId', 'payNo', 'coElNo'];

/** A message carries up to 100 orders or lists [official schemas], and each may be answered alone. */
function several(key: KeyRule): KeyRule {
  return { ...key, valuesMax: PART_KEYS_MAX };
}

const CEB: BusinessDefinition = {
  ...OPAQUE,
  roots: [{ name: 'CEB*Message', namespace: CEB_NAMESPACE, container: 'xml' }],
  correlationKeys: [
    // The orders, lists … inside carry the guids that receipts repeat; the message's own guid comes last.
    several(keyAt('guid', '*/*/*/guid', '*/*/guid', '*/@guid')),
    keyAt('messageGuid', '*/@guid'),
    ...NUMBERS.map((name) => several(keyAt(name, `*/*/*/${name}`, `*/*/${name}`))),
    several(assignedKeyAt('invtNo', '*/*/*/invtNo', '*/*/invtNo')),
  ],
  attachments: NO_ATTACHMENTS,
  isOpaque: false,
};

const IMPCEB: BusinessDefinition = {
  ...CEB,
  key: businessKey('IMPCEB'),
  nameZh: '跨境电商进口',
  nameEn: 'Cross-border e-commerce, import',
  initials: 'kjdsjk',
  // The first is who gets them; answers may come from either.
  systemIds: ['DXPDSWIMPCEB0001', 'DXPEDCCEB0000002'],
  formIds: [ROOT_TYPE, 'IMPCEB'],
  folder: 'Impceb',
  // Orders and waybills in the form of some local platforms [3 public programs]; their fields are not checked.
  roots: [...CEB.roots, { name: 'ENT*Message', namespace: '*', container: 'xml' }],
  receipts: [...cebReceipts(CEB_IMPORT), CEB_OTHER_RECEIPT, CEB_NAMED_RECEIPT, ENT_RECEIPT],
  certainty:
    'Messages by official specification; that the client has this business in 1 public source; the type follows the root in 3 public programs, one of which names the receiver; the folder is inferred: configure it.',
};

const EXPCEB: BusinessDefinition = {
  ...CEB,
  key: businessKey('EXPCEB'),
  nameZh: '跨境电商出口',
  nameEn: 'Cross-border e-commerce, export',
  initials: 'kjdsck',
  systemIds: ['DXPEDCCEB0000003'],
  formIds: [ROOT_TYPE, 'EXPCEB'],
  folder: 'Expceb',
  receipts: [...cebReceipts(CEB_EXPORT), CEB_OTHER_RECEIPT, CEB_NAMED_RECEIPT],
  certainty:
    'Messages by official specification; that the client has this business in 1 public source; the type follows the root in 3 public programs; the receiver is the one of the neighbouring channel, the folder is inferred: configure them.',
};

export const E_COMMERCE_FAMILY: readonly BusinessDefinition[] = [IMPCEB, EXPCEB];

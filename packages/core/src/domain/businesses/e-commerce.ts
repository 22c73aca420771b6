import { businessKey } from '../document.js';
import type { BusinessDefinition, ReceiptRule } from './definition.js';
import { OPAQUE } from './opaque.js';

/** Every CEB message is `CEB<number>Message` with the attributes guid and version [official specification]. */
const CEB_NAMESPACE = 'http://www.chinaport.gov.cn/ceb';

/**
 * Receipts of cross-border e-commerce: one `*Return` element per answered order, logistics note, list… with its own guid and
 * `returnStatus` [official specification for the messages; seen in 4 sources for the field names].
 */
const CEB_RETURN: ReceiptRule = {
  roots: ['CEB*Message'],
  fileNamePaths: ['*/*/guid', '*/@guid'],
  typePaths: [],
  codePaths: ['*/*/returnStatus'],
  textPaths: ['*/*/returnInfo'],
  timePaths: ['*/*/returnTime'],
  keys: [
    { name: 'guid', paths: ['*/*/guid'], valuesMax: 20, unless: null },
    { name: 'copNo', paths: ['*/*/copNo'], valuesMax: 20, unless: 'guid' },
    { name: 'orderNo', paths: ['*/*/orderNo'], valuesMax: 20, unless: 'guid' },
    { name: 'receiptMessageId', paths: ['*/@guid'], valuesMax: 1, unless: null },
  ],
  codeTable: 'ceb',
};

/** Import 312 412 512 514 622 624 626 712 816 818, export 304 404 506 508 510 604 606 608 702 … [2 sources]. */
const IMPORT_RETURN: ReceiptRule = {
  ...CEB_RETURN,
  roots: ['312', '412', '512', '514', '622', '624', '626', '712', '816', '818'].map((number) => `CEB${number}Message`),
};

const EXPORT_RETURN: ReceiptRule = {
  ...CEB_RETURN,
  roots: ['304', '404', '506', '508', '510', '604', '606', '608', '702'].map((number) => `CEB${number}Message`),
};

const CEB: BusinessDefinition = {
  ...OPAQUE,
  roots: [{ name: 'CEB*Message', namespace: CEB_NAMESPACE, container: 'xml' }],
  correlationKeys: [
    // The orders, lists … inside carry the guids that receipts repeat; the message's own guid comes last.
    { name: 'guid', paths: ['*/*/*/guid', '*/*/guid', '*/@guid'], valuesMax: 20, unless: null },
    { name: 'messageGuid', paths: ['*/@guid'], valuesMax: 1, unless: null },
    { name: 'orderNo', paths: ['*/*/*/orderNo', '*/*/orderNo'], valuesMax: 20, unless: null },
    { name: 'copNo', paths: ['*/*/*/copNo', '*/*/copNo'], valuesMax: 20, unless: null },
  ],
  isOpaque: false,
};

const IMPCEB: BusinessDefinition = {
  ...CEB,
  key: businessKey('IMPCEB'),
  nameZh: '跨境电商进口',
  nameEn: 'Cross-border e-commerce, import',
  initials: 'kjdsjk',
  systemIds: ['DXPEDCCEB0000002'],
  formIds: ['IMPCEB'],
  folder: 'Impceb',
  receipts: [IMPORT_RETURN, CEB_RETURN],
  certainty:
    'Messages by official specification; that the client has this business in 1 public source; the receiver is the one of the neighbouring channel, type and folder are inferred: configure them.',
};

const EXPCEB: BusinessDefinition = {
  ...CEB,
  key: businessKey('EXPCEB'),
  nameZh: '跨境电商出口',
  nameEn: 'Cross-border e-commerce, export',
  initials: 'kjdsck',
  systemIds: ['DXPEDCCEB0000003'],
  formIds: ['EXPCEB'],
  folder: 'Expceb',
  receipts: [EXPORT_RETURN, CEB_RETURN],
  certainty: IMPCEB.certainty,
};

export const E_COMMERCE_FAMILY: readonly BusinessDefinition[] = [IMPCEB, EXPCEB];

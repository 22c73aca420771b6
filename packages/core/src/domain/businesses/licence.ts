import { businessKey } from '../document.js';
import { type BusinessDefinition, keyAt } from './definition.js';
import { OPAQUE } from './opaque.js';

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
  isOpaque: false,
  certainty:
    'Document seen in 1 public source; key, receiver, type and folder are inferred from the pattern of the others: configure them. Receipts are not public.',
};

export const LICENCE_FAMILY: readonly BusinessDefinition[] = [AIL, EXB, NJCF, COO];

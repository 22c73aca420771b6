import { businessKey } from '../document.js';
import type { BusinessDefinition } from './definition.js';
import { OPAQUE } from './opaque.js';

const CERTAINTY =
  'Key, receiver, type and folder seen in 2-3 public sources; the document format is not public, so it travels untouched.';

/** Ships. Message names CSM001-CSM007 and the receipt CSM301 are known by name only [one source], not as this client's format. */
const CDS: BusinessDefinition = {
  ...OPAQUE,
  key: businessKey('CDS'),
  nameZh: '船舶运输工具',
  nameEn: 'Vessels',
  initials: 'cbysgj',
  systemIds: ['DXPDSWCDS0000001'],
  formIds: ['CDS'],
  folder: 'Cds',
  certainty: CERTAINTY,
};

const CDSAL: BusinessDefinition = {
  ...OPAQUE,
  key: businessKey('CDSAL'),
  nameZh: '航空器运输工具',
  nameEn: 'Aircraft',
  initials: 'hkqysgj',
  systemIds: ['DXPDSWCDSAL00001'],
  formIds: ['CDSAL'],
  folder: 'Cdsal',
  certainty: CERTAINTY,
};

const TCDS: BusinessDefinition = {
  ...OPAQUE,
  key: businessKey('TCDS'),
  nameZh: '铁路运输工具',
  nameEn: 'Rail vehicles',
  initials: 'tlysgj',
  systemIds: ['DXPDSWTCDS000001'],
  formIds: ['TCDS'],
  folder: 'Tcds',
  certainty: CERTAINTY,
};

export const VEHICLE_FAMILY: readonly BusinessDefinition[] = [CDS, CDSAL, TCDS];

import { businessKey } from '../document.js';
import { NO_ATTACHMENTS } from './attachments.js';
import type { BusinessDefinition } from './definition.js';
import { OPAQUE } from './opaque.js';

/** Not a business: the InBox for whatever no enabled business can be found for [2 sources]. It has no OutBox and no TempBox. */
export const OTHERS: BusinessDefinition = {
  ...OPAQUE,
  key: businessKey('OTHERS'),
  nameZh: '其它',
  nameEn: 'Others',
  initials: 'qt',
  folder: 'Others',
  extensions: [],
  attachments: NO_ATTACHMENTS,
  isReceiveOnly: true,
  certainty: 'Seen in 2 public sources.',
};

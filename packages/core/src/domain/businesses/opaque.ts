import { businessKey } from '../document.js';
import type { BusinessDefinition } from './definition.js';

/**
 * A business of which nothing is known but that files travel: where every definition starts from, the user's own included.
 * Any XML or ZIP is taken as it is; keys are found by the generic rule; receipts are found by their sender.
 */
export const OPAQUE: BusinessDefinition = {
  key: businessKey('OPAQUE'),
  nameZh: '',
  nameEn: '',
  initials: '',
  systemIds: [],
  formIds: [],
  folder: '',
  extensions: ['.xml', '.zip'],
  roots: [],
  messageTypePaths: [],
  receiptTypes: [],
  correlationKeys: [],
  sendResults: [],
  receipts: [],
  signing: 'none',
  isReceiveOnly: false,
  isOpaque: true,
  certainty: '',
};

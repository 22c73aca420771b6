import { businessKey } from '../document.js';
import { ANY_ATTACHMENT } from './attachments.js';
import type { BusinessDefinition } from './definition.js';
import { DEC_SIGN_ELEMENT } from './signed-element.js';

/**
 * A business of which nothing is known but that files travel: where every definition starts from, the user's own included.
 * Any file is taken as it is; keys are found by the generic rule; receipts are found by their sender.
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
  attachments: ANY_ATTACHMENT,
  roots: [],
  messageTypePaths: [],
  receiptTypes: [],
  receiptHints: [],
  correlationKeys: [],
  sendResults: [],
  receipts: [],
  signing: 'none',
  signed: DEC_SIGN_ELEMENT,
  isReceiveOnly: false,
  isOpaque: true,
  certainty: '',
};

import { ALERT_FAULTS } from './faults/alert.js';
import { BOOK_FAULTS } from './faults/book.js';
import { DOCUMENT_FAULTS } from './faults/document.js';
import { MAINTENANCE_FAULTS } from './faults/maintenance.js';
import { MOVE_FAULTS } from './faults/move.js';
import { OFFICIAL_FAULTS } from './faults/official.js';
import { PROCESS_FAULTS } from './faults/process.js';
import type { FaultEntry } from './faults/row.js';
import { SIGNER_FAULTS } from './faults/signer.js';
import { TRANSPORT_FAULTS } from './faults/transport.js';
import { UPDATE_FAULTS } from './faults/update.js';
import { WEB_FAULTS } from './faults/web.js';

export type { FaultEntry, FaultText } from './faults/row.js';

/** Every fault swic knows: code -> fate, exit code, words. docs/faults.md is generated from it. */
export const FAULTS = {
  ...PROCESS_FAULTS,
  ...DOCUMENT_FAULTS,
  ...TRANSPORT_FAULTS,
  ...SIGNER_FAULTS,
  ...ALERT_FAULTS,
  ...MAINTENANCE_FAULTS,
  ...OFFICIAL_FAULTS,
  ...WEB_FAULTS,
  ...MOVE_FAULTS,
  ...UPDATE_FAULTS,
  ...BOOK_FAULTS,
} as const satisfies Record<string, FaultEntry>;

/** The code of a fault, e.g. `transport.unreachable`: a public name, never renamed. */
export type FaultCode = keyof typeof FAULTS;

/** Is this text one of our codes? For data that comes back from disk or over a wire. */
export function isFaultCode(text: string): text is FaultCode {
  return Object.hasOwn(FAULTS, text);
}

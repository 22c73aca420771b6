import { correct, handle } from '../actions/correct.js';
import { copyDocument, openPath, resend, settle, why } from '../actions/documents.js';
import type { KeyRow } from './view.js';

/** Keys that mean the same in several places; what they do there, each place says. */
export const OPEN = { id: 'open', keys: ['enter'], is: 'hint' } as const;
export const COPY = { id: 'copy', keys: ['y'], is: 'hint' } as const;
export const WHY = { id: 'why', keys: ['w'], is: 'hint' } as const;

/** Keys about the document of a place. */
export const WHY_DOCUMENT: KeyRow = { ...WHY, act: (app) => why(app, null) };
export const COPY_DOCUMENT: KeyRow = { ...COPY, act: copyDocument };
export const OPEN_PATH: KeyRow = { id: 'open-path', keys: ['O'], is: 'hint', act: openPath };
export const CHANGE_DOCUMENT: readonly KeyRow[] = [
  { id: 'resend', keys: ['R'], is: 'change', act: resend },
  { id: 'correct', keys: ['E'], is: 'change', act: correct },
  { id: 'handle', keys: ['D'], is: 'change', act: handle },
  { id: 'settle', keys: ['u'], is: 'change', act: settle },
];

import { type InitChoices, SUCCESS_PREFIX } from '@swic/core';

/** How send results are called, as a setting; nothing is written where it is what swic takes anyway. */
export function prefixEdits(prefix: string): InitChoices['edits'] {
  return prefix === SUCCESS_PREFIX ? [] : [{ path: ['receipts', 'successPrefix'], value: prefix }];
}

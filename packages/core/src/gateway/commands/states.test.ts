import { expect, test } from 'vitest';
import { makeReceipt } from '../../../../../test/support/ledger/records.js';
import { declarationState } from './states.js';

test('the state of a declaration tells a refusal by the platform from one by customs', () => {
  const refusal = makeReceipt(1, { kind: 'send-result', isSuccess: false, code: '0001', codeTable: 'dxp' });
  const returned = makeReceipt(2, { kind: 'business-receipt', isSuccess: false, code: 'E', codeTable: 'dec' });
  expect([refusal, returned].map((receipt) => declarationState([receipt], [])?.isRefused)).toEqual([true, false]);
});

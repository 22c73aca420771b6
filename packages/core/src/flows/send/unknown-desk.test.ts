import { expect, test } from 'vitest';
import type { DocumentId } from '../../domain/document.js';
import type { ReceiptId } from '../../domain/receipt.js';
import { createDeferred } from '../../runtime/deferred.js';
import { UnknownDesk } from './unknown-desk.js';

const never = new AbortController().signal;
const id = '2026112312000000000001' as DocumentId;
const receipt = '2026112312000000000002' as ReceiptId;
const verdict = { as: 'withdraw', by: 'someone', atMs: 0, receipt: null, afterAttempts: 1 } as const;

test('a receipt settles the waiting document, and what comes second finds no wait', async () => {
  const desk = new UnknownDesk();
  const waiting = desk.wait(id, null, never);
  expect(desk.settle(id, { decision: 'sent', by: 'receipt', receipt })).toBe(true);
  expect(desk.settle(id, { decision: 'withdraw', by: 'operator', verdict, kept: createDeferred<void>() })).toBe(false);
  expect(await waiting).toMatchObject({ decision: 'sent' });
  expect(desk.has(id)).toBe(false);
});

test('the policy decides when nothing else does', async () => {
  const desk = new UnknownDesk();
  expect(await desk.wait(id, 1, never)).toEqual({ decision: 'resend', by: 'policy' });
});

import { describe, expect, test } from 'vitest';
import { idOf, makeDocument, makeFiled, makeReceipt, START_MS } from '../../../../../test/support/ledger/records.js';
import type { DocumentRecord } from '../document.js';
import type { ReceiptRecord } from '../receipt.js';
import { type Candidate, chooseAddressee } from './choose-addressee.js';
import { proofOfArrival } from './proof-of-arrival.js';

const K = { keys: [{ name: 'clientSeqNo', value: 'K' }] };

/** The number-th document of one key: a later number was claimed later. */
function sent(number: number, changes: Partial<DocumentRecord> = {}): DocumentRecord {
  return { ...makeFiled(makeDocument(number, K)), ...changes };
}

function unknown(number: number, changes: Partial<DocumentRecord> = {}): DocumentRecord {
  return makeDocument(number, { ...K, stage: 'unknown', ...changes });
}

function rejected(number: number): DocumentRecord {
  return makeDocument(number, { ...K, stage: 'rejected', attempts: 0 });
}

/** An answer to the key that came right after the document of that number; `code` makes it say something else. */
function answer(number: number, code: string, changes: Partial<ReceiptRecord> = {}): ReceiptRecord {
  return makeReceipt(number, {
    kind: 'send-result',
    isSuccess: code === '0',
    code,
    businessTimeMs: null,
    ...K,
    ...changes,
  });
}

function customs(number: number): ReceiptRecord {
  return makeReceipt(number, { businessTimeMs: null, ...K });
}

function prove(unsettled: DocumentRecord, rivals: readonly DocumentRecord[], receipts: readonly ReceiptRecord[]) {
  const { arrivedBy, perhaps } = proofOfArrival({ unknown: unsettled, rivals, receipts });
  return { arrivedBy: arrivedBy?.id ?? null, perhaps: perhaps.map(({ id }) => id) };
}

function choose(receipt: ReceiptRecord, candidates: readonly (DocumentRecord | Candidate)[]): string | null {
  const all = candidates.map((one): Candidate => ('document' in one ? one : { document: one, answers: [] }));
  return chooseAddressee(receipt, all)?.id ?? null;
}

describe('a document of unknown outcome', () => {
  test('is settled by the only answer to its number', () => {
    const late = answer(2, '0');
    expect(prove(unknown(1), [], [late])).toEqual({ arrivedBy: late.id, perhaps: [] });
  });

  test('is not settled by an answer that one sent before may have got late, and says so', () => {
    const late = answer(3, '0', { document: sent(1).id });
    expect(prove(unknown(2), [sent(1)], [late])).toEqual({ arrivedBy: null, perhaps: [late.id] });
  });

  test('is settled by an answer more than its rivals were sent for', () => {
    const [first, second] = [answer(3, '0', { document: sent(1).id }), answer(4, '-1')];
    expect(prove(unknown(2), [sent(1)], [first, second]).arrivedBy).not.toBeNull();
    // Sent twice, the other one may have got both.
    expect(prove(unknown(2), [sent(1, { attempts: 2 })], [first, second]).arrivedBy).toBeNull();
  });

  test('is not settled by the same words once more, which may be the same answer under another id', () => {
    const [first, second] = [answer(3, '0', { document: sent(1).id }), answer(4, '0')];
    expect(prove(unknown(2), [sent(1)], [first, second]).arrivedBy).toBeNull();
  });

  test('is settled by its own message id, whatever else was sent', () => {
    const late = answer(3, '0', { messageId: unknown(2).messageId });
    expect(prove(unknown(2), [sent(1)], [late]).arrivedBy).toBe(late.id);
    const other = answer(3, '0', { messageId: sent(1).messageId });
    expect(prove(unknown(2), [sent(1)], [other])).toEqual({ arrivedBy: null, perhaps: [] });
  });

  test('is settled by its own file name, where no rival has that', () => {
    const late = answer(3, '0', { sentName: unknown(2).name });
    expect(prove(unknown(2), [sent(1)], [late]).arrivedBy).toBe(late.id);
    expect(prove(unknown(2), [sent(1, { name: unknown(2).name })], [late]).arrivedBy).toBeNull();
  });

  test('is not settled by what came before it, nor by an event of before it', () => {
    const early = answer(1, '0', { document: sent(1).id });
    expect(prove(unknown(2), [], [early])).toEqual({ arrivedBy: null, perhaps: [] });
    const stale = answer(3, '0', { businessTimeMs: START_MS - 3_600_000 });
    expect(prove(unknown(2), [], [stale])).toEqual({ arrivedBy: null, perhaps: [] });
    // A date alone may be any hour of that day.
    const today = answer(3, '0', { businessTimeMs: START_MS - 10 * 3_600_000 });
    expect(prove(unknown(2), [], [today]).arrivedBy).toBe(today.id);
  });

  test('is settled by a receipt of customs only where no rival may have brought the declaration there', () => {
    const receipt = customs(3);
    expect(prove(unknown(2), [rejected(1)], [receipt]).arrivedBy).toBe(receipt.id);
    expect(prove(unknown(2), [sent(1)], [receipt])).toEqual({ arrivedBy: null, perhaps: [receipt.id] });
  });

  test('is not settled while another of unknown outcome, or one that was withdrawn by word, may be meant', () => {
    const late = answer(4, '0');
    expect(prove(unknown(2), [unknown(3)], [late]).arrivedBy).toBeNull();
    const verdict = { as: 'withdraw', by: 'someone', atMs: 0, receipt: null, afterAttempts: 1 } as const;
    expect(prove(unknown(2), [unknown(1, { stage: 'withdrawn', verdict })], [late]).arrivedBy).toBeNull();
    expect(prove(unknown(2), [unknown(1, { stage: 'withdrawn' })], [late]).arrivedBy).toBe(late.id);
  });

  test('is settled by the answers of both, when as many came as there are documents', () => {
    const both = [answer(4, '0'), answer(5, '-1')];
    expect(prove(unknown(2), [unknown(3)], both).arrivedBy).not.toBeNull();
    expect(prove(unknown(3), [unknown(2)], both).arrivedBy).not.toBeNull();
  });

  test('is not settled by a number that another receipt taught, while a rival may have that number', () => {
    const learned = makeReceipt(4, { kind: 'business-receipt', businessTimeMs: null, document: unknown(2).id });
    expect(prove(unknown(2), [unknown(3)], [learned])).toEqual({ arrivedBy: null, perhaps: [] });
    expect(prove(unknown(2), [], [learned]).arrivedBy).toBe(learned.id);
  });
});

describe('of several documents with one number, an answer goes to', () => {
  test('the one that was sent, not to the one that our own checks refused', () => {
    expect(choose(answer(3, '0'), [rejected(2), sent(1)])).toBe(idOf(1));
    expect(choose(answer(3, '0'), [rejected(2)])).toBeNull();
  });

  test('the one that is not answered yet, the oldest first', () => {
    const first: Candidate = { document: sent(1), answers: [answer(3, '-1')] };
    expect(choose(answer(4, '0'), [sent(2), first])).toBe(idOf(2));
    expect(choose(answer(4, '0'), [sent(2), sent(1)])).toBe(idOf(1));
  });

  test('the one that certainly left, before one of unknown outcome', () => {
    expect(choose(answer(3, '0'), [unknown(2), sent(1)])).toBe(idOf(1));
    const answered: Candidate = { document: sent(1), answers: [answer(3, '0')] };
    expect(choose(answer(4, '0'), [unknown(2), answered])).toBe(idOf(1));
    expect(choose(answer(4, '-1'), [unknown(2), answered])).toBe(idOf(2));
  });

  test('its only document, although its clock says that it was earlier', () => {
    expect(choose(answer(3, '0', { businessTimeMs: START_MS - 8 * 3_600_000 + 1 }), [sent(1)])).toBe(idOf(1));
  });
});

test('a receipt of customs goes to the newest that was sent', () => {
  const answered: Candidate = { document: sent(2), answers: [answer(3, '0')] };
  expect(choose(customs(5), [rejected(4), unknown(3), answered, sent(1)])).toBe(idOf(2));
  expect(choose(customs(5), [rejected(4), unknown(3)])).toBe(idOf(3));
});

test('of messages with one guid an answer goes to the one whose order it names, and settles no other', () => {
  const keysOf = (order: string): Pick<DocumentRecord, 'keys'> => ({
    keys: [
      { name: 'guid', value: 'G' },
      { name: 'orderNo', value: order },
    ],
  });
  const about = (order: string): ReceiptRecord => answer(9, '2', { kind: 'business-receipt', ...keysOf(order) });
  const documents = ['O1', 'O2', 'O3'].map((order, at) => sent(at + 1, keysOf(order)));
  for (const [at, order] of ['O1', 'O2', 'O3'].entries())
    expect(choose(about(order), documents)).toBe(documents[at]?.id);
  // With a number that none of them has, it is as likely about each.
  expect(choose(about('O9'), documents)).toBe(documents[2]?.id);
  const own = unknown(5, keysOf('O2'));
  expect(prove(own, documents.slice(0, 1), [answer(6, '0', keysOf('O1'))]).arrivedBy).toBeNull();
});

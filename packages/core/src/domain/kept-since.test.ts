import { expect, test } from 'vitest';
import type { DocumentId } from './document.js';
import { keptSinceMs } from './kept-since.js';
import { formatStamp } from './stamp.js';

const DAY_MS = 86_400_000;
const NOON_MS = Date.UTC(2026, 10, 23, 4);
const idAt = (atMs: number): DocumentId => formatStamp(atMs, 22) as DocumentId;

test('a document that was filed under a clock a year behind is kept from when its id was minted', () => {
  const document = { id: idAt(NOON_MS), stampMs: NOON_MS - 365 * DAY_MS };
  expect(keptSinceMs(document, NOON_MS + DAY_MS)).toBe(NOON_MS);
});

test('after a clock that was a year ahead, documents are kept no longer for their ids', () => {
  const document = { id: idAt(NOON_MS + 365 * DAY_MS), stampMs: NOON_MS };
  expect(keptSinceMs(document, NOON_MS + 8 * DAY_MS)).toBe(NOON_MS);
});

test('an id that has gone on in the number line tells no time', () => {
  expect(keptSinceMs({ id: '2026112324000000000001' as DocumentId, stampMs: NOON_MS }, NOON_MS + 8 * DAY_MS)).toBe(
    NOON_MS,
  );
});

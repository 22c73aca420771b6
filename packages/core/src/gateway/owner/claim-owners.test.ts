import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DocumentId } from '../../domain/document.js';
import { isForeign, sortClaims } from '../../flows/recovery/sort-claims.js';
import type { LedgerName } from '../../ports/left-behind.js';
import { findBoxOwner } from './box-owner.js';
import { createClaimOwners } from './claim-owners.js';

const A: LedgerName = { installation: 'a', dataDir: '/srv/a/data', host: 'one' };
const B: LedgerName = { installation: 'b', dataDir: '/srv/b/data', host: 'two' };
const [FIRST, SECOND] = ['1', '2'].map((digit) => digit.padStart(22, '0')) as [DocumentId, DocumentId];

let tempBox: string;

beforeEach(() => {
  tempBox = mkdtempSync(path.join(tmpdir(), 'swic-owner-'));
});
afterEach(() => rmSync(tempBox, { recursive: true }));

const claimed = (id: DocumentId): { id: DocumentId; name: string; path: string } => ({ id, name: 'a.xml', path: '' });
const whole = { certainlyAbsent: async (ids: readonly DocumentId[]) => new Set(ids) };
const damaged = { certainlyAbsent: async () => new Set<DocumentId>() };

async function words(of: LedgerName, ids: readonly DocumentId[], ledger = whole): Promise<readonly string[]> {
  const owners = createClaimOwners(tempBox, of);
  const claims = await sortClaims(ledger, owners, ids.map(claimed));
  owners.takeOver(1, claims.filter(isForeign));
  return claims.map(({ word }) => word);
}

test('what this ledger claimed was never sealed, unless the ledger is not whole', async () => {
  expect(await words(A, [FIRST])).toEqual(['none']);
  expect(await words(A, [FIRST])).toEqual(['none']);
  expect(await words(A, [FIRST], damaged)).toEqual(['forgotten']);
});

test('what another ledger claimed stays that one’s, over any number of starts, and what is claimed since is ours', async () => {
  await words(A, []);
  expect(await words(B, [FIRST])).toEqual(['foreign']);
  expect(await words(B, [FIRST, SECOND])).toEqual(['foreign', 'none']);
  expect(await words(B, [FIRST, SECOND], damaged)).toEqual(['foreign', 'forgotten']);
  // The first one runs again, and finds what it left, and what the second left.
  expect(await words(A, [FIRST, SECOND])).toEqual(['none', 'foreign']);
  expect(findBoxOwner(tempBox)).toMatchObject({ ...A, others: [{ ...B, ids: [SECOND] }] });
});

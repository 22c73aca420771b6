import { expect, test } from 'vitest';
import { makeDocument, makeFiled } from '../../../../../test/support/ledger/records.js';
import { accepted, candidateOf, openTakingScene } from '../../../../../test/support/taking.js';
import { type DocumentRecord, NO_STANDING } from '../../domain/document.js';
import type { InspectResult } from '../../ports/jobs.js';
import { judge } from './check.js';

const ONE = candidateOf('new.xml');
const KEY = { name: 'clientSeqNo', value: 'A1' };

/** A checked file of the declaration A1. */
function fileOf(sha256: string, changes: Partial<DocumentRecord> = {}): InspectResult {
  const result = accepted(ONE);
  return { ...result, inspection: { ...result.inspection, sha256, keys: [KEY], root: 'DecMessage', ...changes } };
}

function earlier(changes: Partial<DocumentRecord> = {}): DocumentRecord {
  const document = makeDocument(1, { name: 'old.xml', keys: [KEY], root: 'DecMessage', sha256: 'old' });
  return { ...makeFiled(document), business: ONE.business, ...changes };
}

const customs = (state: 'released' | 'refused'): DocumentRecord['standing'] => ({
  ...NO_STANDING,
  customs: { state, code: '1', table: null, text: null, atMs: 1, parts: null } as never,
});

test.each([
  { what: 'another content of the same number', same: [earlier()], said: 'none' },
  { what: 'one that customs released', same: [earlier({ standing: customs('released') })], said: 'released' },
  { what: 'one of unknown outcome', same: [earlier({ stage: 'unknown', filedAs: null })], said: 'unknown' },
  { what: 'the same content', same: [earlier({ sha256: 'new' })], said: null },
  {
    what: 'one that customs refused, which is corrected',
    same: [earlier({ standing: customs('refused') })],
    said: null,
  },
  { what: 'one that never left', same: [earlier({ stage: 'rejected' })], said: null },
  { what: 'another kind of document with this number', same: [earlier({ root: 'TrnMessage' })], said: null },
  { what: 'another business', same: [earlier({ business: 'MFT' as DocumentRecord['business'] })], said: null },
])('after $what the earlier state that is told is $said', async ({ same, said }) => {
  const scene = openTakingScene({ policy: { onAmendment: 'warn' } });
  scene.same = same;
  expect(await judge(scene.intake, ONE, fileOf('new'))).not.toBeNull();
  expect(scene.said.map((event) => event.type === 'document.amends' && event.state)).toEqual(
    said === null ? [] : [said],
  );
});

test('a held amendment stays in OutBox and is told once, goes by the word of a person, and that word is for this content alone', async () => {
  const scene = openTakingScene({ policy: { onAmendment: 'hold' } });
  const { amendments } = scene.intake;
  scene.same = [earlier()];
  expect(amendments.say('new.xml', 'send')).toBe(false);
  for (let look = 0; look < 2; look += 1) expect(await judge(scene.intake, ONE, fileOf('new'))).toBeNull();
  expect(scene.outBox).toEqual(Array.from({ length: 2 }, () => 'new.xml document.amendment 10000'));
  expect(scene.said.filter(({ type }) => type === 'document.amends')).toHaveLength(1);
  expect(amendments.say('new.xml', 'send')).toBe(true);
  expect(await judge(scene.intake, ONE, fileOf('newer'))).toBeNull();
  expect(amendments.say('new.xml', 'send')).toBe(true);
  expect(await judge(scene.intake, ONE, fileOf('newer'))).toMatchObject({ fault: null });
  expect(await judge(scene.intake, ONE, fileOf('newer'))).toBeNull();
});

test('a held amendment that a person does not want is refused', async () => {
  const scene = openTakingScene({ policy: { onAmendment: 'hold' } });
  scene.same = [earlier()];
  await judge(scene.intake, ONE, fileOf('new'));
  scene.intake.amendments.say('new.xml', 'withdraw');
  expect(await judge(scene.intake, ONE, fileOf('new'))).toMatchObject({
    fault: { code: 'document.amendment-withdrawn' },
  });
});

test('of two that come together the second amends the first, until that has come to its end', async () => {
  const scene = openTakingScene({ policy: { onAmendment: 'hold' } });
  const first = fileOf('first');
  if (first.outcome !== 'accepted') throw new Error('it is accepted');
  const close = scene.intake.amendments.enter(first.inspection, 'first.xml', 1);
  expect(await judge(scene.intake, ONE, fileOf('second'))).toBeNull();
  close();
  expect(await judge(scene.intake, ONE, fileOf('second'))).not.toBeNull();
});

test('what a person sends again, and a file without a number, are no amendments', async () => {
  const scene = openTakingScene({ policy: { onAmendment: 'hold' } });
  scene.same = [earlier()];
  expect(await judge(scene.intake, ONE, fileOf('new', { keys: [] }))).not.toBeNull();
  expect(await judge(scene.intake, ONE, fileOf('new', { keys: [{ name: 'guid', value: 'x' }] }))).not.toBeNull();
  Object.assign(scene.sending.sender.origins, { has: () => true });
  expect(await judge(scene.intake, ONE, fileOf('new'))).not.toBeNull();
});

import { expect, test } from 'vitest';
import { makeDocument, makeFiled } from '../../../../../test/support/ledger/records.js';
import { checkedFile, openSendingScene, type SendingScene } from '../../../../../test/support/sending.js';
import { Fault } from '../../contract/fault.js';
import type { DocumentId, DocumentRecord, FiledAs } from '../../domain/document.js';
import type { ClaimedFile } from '../../ports/boxes.js';
import type { Jobs } from '../../ports/jobs.js';
import type { ClaimOwners, LeftBehind } from '../../ports/left-behind.js';
import { recoverBusiness } from './recover.js';
import type { Recovering } from './recovering.js';

const never = new AbortController().signal;
const sealed = makeDocument(1);
const { id, name } = sealed;
const identity = { device: '1', inode: '1', sizeBytes: 1, modifiedNs: '1' };
const inTempBox: ClaimedFile = { id, name, path: `TempBox/${id}_${name}` };
const own = { installation: 'ours', dataDir: '/ours', host: 'here' };
const other = { installation: 'other', dataDir: '/other', host: 'there' };

/** What one crash left: a record or none, and the places where its file is. */
interface Left {
  readonly record: DocumentRecord | null;
  readonly temp?: boolean;
  readonly sent?: boolean;
  readonly fail?: boolean;
  readonly out?: boolean;
  /** The ledger may have known a document that it is silent of. */
  readonly isForgotten?: boolean;
  readonly isForeign?: boolean;
}

function recover(left: Left): { readonly scene: SendingScene; readonly at: Recovering; readonly taken: string[] } {
  const scene = openSendingScene();
  const { sender, journal } = scene.sending;
  const taken: string[] = [];
  const filedIn = (box: FiledAs['box']): FiledAs | null =>
    (box === 'SentBox' ? left.sent : left.fail) === true ? { box, path: name } : null;
  const boxes = {
    ...sender.boxes,
    claimedFiles: async function* () {
      if (left.temp === true) yield inTempBox;
    },
    exists: async ({ box }: FiledAs) => filedIn(box) !== null,
    findFiled: async (box: FiledAs['box']) => filedIn(box),
  };
  const ledger = {
    ...journal.ledger,
    lastBatch: 7,
    findDocument: async () => left.record,
    certainlyAbsent: async (ids: readonly DocumentId[]) => new Set(left.isForgotten === true ? [] : ids),
  };
  const behind: Partial<LeftBehind> = {
    identify: () => identity,
    findTwin: () => (left.out === true ? { path: `OutBox/${name}`, identity } : null),
  };
  const owners: ClaimOwners = {
    own,
    read: () => () => (left.isForeign === true ? other : own),
    takeOver: (batch, claims) => void taken.push(`${batch}: ${claims.length}`),
  };
  const { inspection } = checkedFile();
  const problem = { rule: 'field.length', path: 'DecHead', line: 1 } as never;
  const jobs: Partial<Jobs> = {
    inspect: async (candidates) =>
      candidates.map(() => ({ outcome: 'accepted', inspection: { ...inspection, problems: [problem] } })),
  };
  const sending = { ...scene.sending, sender: { ...sender, boxes }, journal: { ...journal, ledger } };
  return { scene, taken, at: { sending, jobs: jobs as Jobs, owners, left: behind as LeftBehind } };
}

const rejected = { ...sealed, stage: 'rejected', fault: new Fault('document.rules-violated').toRecord() } as const;
const filed = makeFiled(sealed);
const told = (type: string): unknown => expect.objectContaining({ type });

// One row for each decision of the table; which one is taken where is proved beside it (decide.test.ts).
test.each<[string, Left, readonly string[], readonly string[]]>([
  ['a claim without a record goes back into OutBox', { record: null, temp: true }, ['withdraw'], []],
  [
    'a sealed one in TempBox is of unknown outcome, durably',
    { record: sealed, temp: true },
    ['write unknown durable'],
    ['unknown'],
  ],
  [
    'so is one that the ledger may have known, under its old id',
    { record: null, temp: true, isForgotten: true },
    ['write sealed unknown durable'],
    ['unknown'],
  ],
  [
    'a sealed one that is back in OutBox is claimed again, so that it is not sent as if new',
    { record: sealed, out: true },
    ['write unknown durable', 'claim'],
    ['unknown'],
  ],
  [
    'a confirmed one is compared and filed',
    { record: { ...sealed, stage: 'sent' }, temp: true },
    ['compare', 'file SentBox', 'write filed soon'],
    [],
  ],
  [
    'one that was filed, whose move a power cut took back, is filed again',
    { record: filed, temp: true },
    // Once to know whether its end stays as it is, once as late as possible.
    ['compare', 'compare', 'file SentBox', 'write filed soon'],
    [],
  ],
  [
    'a refused one gets its explanation and its place in FailBox',
    { record: rejected, temp: true },
    [`deposit Failed_${name}`, 'file FailBox', 'write rejected soon'],
    [],
  ],
  ['a sealed one in SentBox was confirmed: only said', { record: sealed, sent: true }, ['write filed durable'], []],
  ['a sealed one in FailBox was refused: only said', { record: sealed, fail: true }, ['write rejected durable'], []],
  [
    'one that an operator took back and that is in OutBox is withdrawn: only said',
    { record: { ...sealed, stage: 'claimed' }, out: true },
    ['write withdrawn durable'],
    [],
  ],
  ['one that is nowhere changes nothing', { record: sealed }, [], []],
  [
    'of a state that no order of our steps leaves nothing is touched',
    { record: sealed, sent: true, fail: true },
    [],
    [],
  ],
  ['what another ledger claimed is touched by its own', { record: null, temp: true, isForeign: true }, [], []],
])('%s', async (_, left, acts, unknown) => {
  const { scene, at } = recover(left);
  const open = left.record === null ? [] : [left.record];
  const recovered = await recoverBusiness(at, open, never);
  expect(scene.acts).toEqual(acts);
  expect(recovered.unknown.map(({ document: { stage } }) => stage)).toEqual(unknown);
  expect(scene.failures).toEqual([]);
});

test.each<[string, Left]>([
  ['is nowhere', { record: sealed }],
  ['is in SentBox and in FailBox', { record: sealed, sent: true, fail: true }],
])('a document whose file %s is told as lost', async (_, left) => {
  const { scene, at } = recover(left);
  await recoverBusiness(at, [sealed], never);
  expect(scene.said).toEqual([told('document.recovered'), told('document.lost')]);
});

test('a file that was changed since it was filed stays where it is, and a person hears of it', async () => {
  const { scene, at } = recover({ record: filed, temp: true });
  scene.isAltered = true;
  expect(await recoverBusiness(at, [], never)).toMatchObject({ unknown: [] });
  expect(scene.acts).toEqual(['compare']);
  expect(scene.said.at(-1)).toMatchObject({ type: 'document.altered', isSent: true });
});

test('a confirmed one whose file is not what was sent waits for an operator', async () => {
  const { scene, at } = recover({ record: { ...sealed, stage: 'sent' }, temp: true });
  scene.isAltered = true;
  const { unknown } = await recoverBusiness(at, [], never);
  expect(unknown).toMatchObject([{ document: { stage: 'unknown', fault: { code: 'document.altered' } } }]);
});

test('a refused one says its problems as before, since the checks come out the same', async () => {
  const { scene, at } = recover({ record: rejected, temp: true });
  await recoverBusiness(at, [], never);
  expect(scene.said.at(-1)).toMatchObject({ type: 'document.rejected', problems: 1 });
});

test('the box is taken over before anything without a record is touched, and the claims of others stay theirs', async () => {
  const { scene, at, taken } = recover({ record: null, temp: true, isForeign: true });
  expect(await recoverBusiness(at, [], never)).toEqual({ documents: 0, unknown: [] });
  expect(taken).toEqual(['7: 1']);
  expect(scene.said).toEqual([told('document.foreign')]);
});

test('an InBox that is full is waited for, and the refusal ends when it has room', async () => {
  const { scene, at } = recover({ record: rejected, temp: true });
  scene.fail('deposit', new Fault('disk.full'));
  await recoverBusiness(at, [], never);
  expect(scene.acts).toEqual([
    `deposit Failed_${name}: disk.full`,
    `deposit Failed_${name}`,
    'file FailBox',
    'write rejected soon',
  ]);
});

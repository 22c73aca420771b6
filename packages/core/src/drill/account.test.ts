import { expect, test } from 'vitest';
import { accountFor, type BoxFiles, type Evidence, type Expected } from './account.js';

const STAMP = '20261123104158048';
const ID = (number: number): string => `${STAMP}${String(number).padStart(5, '0')}`;
const DOCUMENTS: readonly Expected[] = [
  { name: 'r1-1', isBroken: false },
  { name: 'r1-2', isBroken: false },
  { name: 'r1-broken', isBroken: true },
];
const SOUND: Evidence = {
  boxes: {
    outBox: [],
    tempBox: [],
    sentBox: [`20261123/r1-1_${STAMP}.xml`, `20261123\\r1-2_${STAMP}.xml`],
    failBox: [`r1-broken_${STAMP}.xml`],
    inBox: [`Successed_r1-1_${STAMP}.xml`, `Successed_r1-2_${STAMP}.xml`, `Failed_r1-broken_${STAMP}.xml`],
  },
  ledger: [
    { id: ID(1), name: 'r1-1.xml', stage: 'filed', messageId: 'M1' },
    { id: ID(2), name: 'r1-2.xml', stage: 'filed', messageId: 'M2' },
    { id: ID(3), name: 'r1-broken.xml', stage: 'rejected', messageId: null },
  ],
  arrivals: [
    { messageId: 'M1', attempt: null },
    { messageId: 'M2', attempt: null },
  ],
  disturbances: 1,
};
const NOTHING = { lost: [], doubled: [], unfinished: [] };

const withBoxes = (boxes: Partial<BoxFiles>): Evidence => ({ ...SOUND, boxes: { ...SOUND.boxes, ...boxes } });

test('documents that are each filed, recorded, arrived and answered once are neither lost nor doubled', () => {
  expect(accountFor(DOCUMENTS, SOUND)).toEqual({ ...NOTHING, documents: 3, marked: 0 });
});

test('a second sending after a disturbance is counted when it is marked, and is no fault', () => {
  const arrivals = [...SOUND.arrivals, { messageId: 'M2', attempt: '2' }];
  expect(accountFor(DOCUMENTS, { ...SOUND, arrivals })).toEqual({ ...NOTHING, documents: 3, marked: 1 });
});

test('a second sending without its mark is found', () => {
  const arrivals = [...SOUND.arrivals, { messageId: 'M2', attempt: null }];
  expect(accountFor(DOCUMENTS, { ...SOUND, arrivals }).doubled).toEqual([{ document: 'r1-2', kind: 'unmarked' }]);
});

test('more second sendings than disturbances are found, marked or not', () => {
  const arrivals = [...SOUND.arrivals, { messageId: 'M1', attempt: '2' }];
  expect(accountFor(DOCUMENTS, { ...SOUND, arrivals, disturbances: 0 }).doubled).toEqual([
    { document: 'r1-1', kind: 'message' },
  ]);
});

test('a file that is nowhere is lost', () => {
  const sentBox = SOUND.boxes.sentBox.slice(1);
  expect(accountFor(DOCUMENTS, withBoxes({ sentBox })).lost).toEqual([{ document: 'r1-1', kind: 'file' }]);
});

test('a file in two boxes is doubled, also where one of them is on its way', () => {
  const doubled = [{ document: 'r1-1', kind: 'file' }];
  expect(accountFor(DOCUMENTS, withBoxes({ outBox: ['r1-1.xml'] })).doubled).toEqual(doubled);
  expect(accountFor(DOCUMENTS, withBoxes({ tempBox: [`${ID(1)}_r1-1.xml`] })).doubled).toEqual(doubled);
});

test('a file that is still on its way is unfinished, and not lost', () => {
  const sentBox = SOUND.boxes.sentBox.slice(1);
  const account = accountFor(DOCUMENTS, withBoxes({ sentBox, tempBox: [`${ID(1)}_r1-1.xml`] }));
  expect(account).toMatchObject({ lost: [], doubled: [], unfinished: [{ document: 'r1-1', kind: 'file' }] });
});

test('a message that the ledger says is sent and that never arrived is lost', () => {
  const arrivals = SOUND.arrivals.slice(1);
  expect(accountFor(DOCUMENTS, { ...SOUND, arrivals }).lost).toEqual([{ document: 'r1-1', kind: 'message' }]);
});

test('a message that arrived and that the ledger does not know is a lost record', () => {
  const ledger = SOUND.ledger.slice(1);
  expect(accountFor(DOCUMENTS, { ...SOUND, ledger }).lost).toEqual([
    { document: 'r1-1', kind: 'record' },
    { document: 'r1-1', kind: 'message' },
    { document: 'M1', kind: 'record' },
  ]);
});

test('two records of one file are a doubled document, whatever their ids', () => {
  const ledger = [...SOUND.ledger, { id: ID(4), name: 'r1-1.xml', stage: 'filed', messageId: 'M4' }];
  const arrivals = [...SOUND.arrivals, { messageId: 'M4', attempt: null }];
  expect(accountFor(DOCUMENTS, { ...SOUND, ledger, arrivals }).doubled).toEqual([
    { document: 'r1-1', kind: 'record' },
    { document: 'r1-1', kind: 'unmarked' },
  ]);
});

test('a receipt that is missing is lost, and one that is there twice is doubled', () => {
  const [first = '', ...rest] = SOUND.boxes.inBox;
  expect(accountFor(DOCUMENTS, withBoxes({ inBox: rest })).lost).toEqual([{ document: 'r1-1', kind: 'receipt' }]);
  const twice = [first, 'Successed_r1-1_20261123104158049.xml', ...rest];
  expect(accountFor(DOCUMENTS, withBoxes({ inBox: twice })).doubled).toEqual([{ document: 'r1-1', kind: 'receipt' }]);
});

test('a broken document that reached the platform is found', () => {
  const ledger = SOUND.ledger.map((one) => (one.stage === 'rejected' ? { ...one, messageId: 'M3' } : one));
  const arrivals = [...SOUND.arrivals, { messageId: 'M3', attempt: null }];
  expect(accountFor(DOCUMENTS, { ...SOUND, ledger, arrivals }).doubled).toEqual([
    { document: 'r1-broken', kind: 'message' },
  ]);
});

test('a message of a document that was done with before is doubled', () => {
  const arrivals = [...SOUND.arrivals, { messageId: 'M0', attempt: '2' }];
  const ledger = [...SOUND.ledger, { id: ID(0), name: 'r0-1.xml', stage: 'filed', messageId: 'M0' }];
  expect(accountFor(DOCUMENTS, { ...SOUND, ledger, arrivals }).doubled).toEqual([
    { document: 'r0-1', kind: 'message' },
  ]);
});

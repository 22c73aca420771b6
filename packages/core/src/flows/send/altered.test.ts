import { createHash } from 'node:crypto';
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { collect, directoriesIn, makeDirectory } from '../../../../../test/support/boxes/box-world.js';
import { until } from '../../../../../test/support/until.js';
import { findFacts, identityOf } from '../../boxes/disk.js';
import { openBoxes } from '../../boxes/open-boxes.js';
import type { SwicEvent } from '../../contract/events.js';
import { businessKey, type DocumentId, type DocumentRecord } from '../../domain/document.js';
import type { ReceiptId } from '../../domain/receipt.js';
import { claimOne } from '../../ports/array-of-one.js';
import type { Boxes, ClaimedFile } from '../../ports/boxes.js';
import type { LedgerChange } from '../../ports/ledger.js';
import { createDeferred } from '../../runtime/deferred.js';
import { systemClock } from '../../runtime/system-clock.js';
import { FlowGate } from '../flow-gate.js';
import { settleUnknown } from './doubt.js';
import { confirm, fileConfirmed } from './file.js';
import type { Sending } from './sender.js';
import { UnknownDesk } from './unknown-desk.js';

const DEC = businessKey('DEC');
const ID = '2026112310415804800001' as DocumentId;
const RECEIPT = '2026112310415904800002' as ReceiptId;
const STAMP_MS = Date.UTC(2026, 10, 23, 2, 41, 58, 48);
const never = new AbortController().signal;
const CHECKED = '<a>what was checked and sent</a>';

interface Scene extends AsyncDisposable {
  readonly sending: Sending;
  readonly claimed: ClaimedFile;
  readonly document: DocumentRecord;
  readonly written: DocumentRecord[];
  readonly events: SwicEvent[];
  readonly namesIn: (box: 'outBox' | 'sentBox' | 'tempBox') => readonly string[];
}

/** A document that was claimed, sealed and confirmed, in real boxes. */
async function openScene(content = CHECKED): Promise<Scene> {
  const directory = makeDirectory();
  const directories = directoriesIn(directory.path);
  const opened = await openBoxes({ business: DEC, directories, settleMs: 0, extensions: ['.xml'] }, systemClock);
  const file = join(directories.outBox, 'one.xml');
  writeFileSync(file, content);
  const facts = findFacts(file);
  if (facts === null) throw new Error('not written');
  const candidate = {
    business: DEC,
    name: 'one.xml',
    path: file,
    identity: identityOf(facts),
    foundMs: 0,
    settledMs: 0,
  };
  const claimed = await claimOne(opened.boxes, { candidate, id: ID });
  const written: DocumentRecord[] = [];
  const events: SwicEvent[] = [];
  const emit = (event: SwicEvent): void => void events.push(event);
  const ledger = {
    write: async (changes: readonly LedgerChange[]) => {
      for (const change of changes) if (change.type === 'document') written.push(change.record);
    },
    findDocument: async () => written.at(-1) ?? null,
    findByName: async () => [],
    receiptsOf: async () => [],
  };
  const sending = {
    sender: {
      business: DEC,
      boxes: opened.boxes,
      policy: () => ({ onUnknown: 'resend', unknownWaitMs: 0 }),
      seal: () => Promise.reject(new Error('it must not be sent again')),
    },
    journal: {
      ledger,
      gate: new FlowGate({ business: DEC, direction: 'send' }, true, systemClock, emit),
      clock: systemClock,
      emit,
    },
    inFlight: {
      unknowns: new UnknownDesk(),
      spawn: (work: (signal: AbortSignal) => Promise<void>) => void work(never),
    },
  } as unknown as Sending;
  return {
    sending,
    claimed,
    document: documentOf(content),
    written,
    events,
    namesIn: (box) => readdirSync(directories[box], { recursive: true }).map(String),
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]();
      directory[Symbol.dispose]();
    },
  };
}

function documentOf(content: string): DocumentRecord {
  return {
    id: ID,
    business: DEC,
    name: 'one.xml',
    sizeBytes: Buffer.byteLength(content),
    sha256: createHash('sha256').update(content).digest('hex'),
    stage: 'sealed',
    keys: [],
    root: 'a',
    messageId: ID,
    messageType: 'DEC',
    stampMs: STAMP_MS,
    attempts: 1,
    origin: null,
    times: { found: 0, settled: 0, claimed: 0, sealed: 0, confirmed: null, filed: null },
    fault: null,
    signedBy: null,
    verdict: null,
    filedAs: null,
    standing: null,
  };
}

/** As a program does that kept its handle: other bytes in the same place, and the time that it had before. */
function overwrite(file: string, at: number, text: string): void {
  const { atime, mtime } = statSync(file);
  const handle = openSync(file, 'r+');
  writeSync(handle, text, at);
  closeSync(handle);
  utimesSync(file, atime, mtime);
}

test('a file that is what was sent is filed', async () => {
  await using scene = await openScene();
  expect(await fileConfirmed(scene.sending, confirm(scene.sending, scene), never)).toBeNull();
  expect(scene.namesIn('tempBox')).toEqual([]);
  expect(scene.written.map(({ stage }) => stage)).toEqual(['filed']);
});

test.each([
  ['in place, with its old size and time', (file: string) => overwrite(file, 3, 'WHAT')],
  ['longer', (file: string) => writeFileSync(file, ' ', { flag: 'a' })],
  ['emptied', (file: string) => writeFileSync(file, '')],
])(
  'a file that its writer changed after it was read is held, not filed as if it were what was sent: %s',
  async (_, act) => {
    await using scene = await openScene();
    act(scene.claimed.path);

    const held = await fileConfirmed(scene.sending, confirm(scene.sending, scene), never);

    expect(held).toMatchObject({
      stage: 'unknown',
      fault: { code: 'document.altered' },
      sha256: scene.document.sha256,
    });
    expect(held?.times.confirmed).not.toBeNull();
    expect(scene.written).toEqual([held]);
    expect(scene.events).toContainEqual(expect.objectContaining({ type: 'document.altered', isSent: true }));
    expect(scene.namesIn('sentBox')).toEqual([]);
    expect(scene.namesIn('tempBox')).toEqual([`${ID}_one.xml`]);
  },
);

test('a large file is compared to its last byte', async () => {
  await using scene = await openScene(`<a>${'x'.repeat(3_000_000)}</a>`);
  overwrite(scene.claimed.path, 2_999_999, 'y');
  expect(await fileConfirmed(scene.sending, confirm(scene.sending, scene), never)).toMatchObject({
    fault: { code: 'document.altered' },
  });
});

test('while it is held neither the policy nor a receipt moves it; an operator files it as it is', async () => {
  await using scene = await openScene();
  overwrite(scene.claimed.path, 3, 'WHAT');
  const held = await fileConfirmed(scene.sending, confirm(scene.sending, scene), never);
  if (held === null) throw new Error('it was filed');

  await settleUnknown(scene.sending, { document: held, claimed: scene.claimed }, never);
  expect(scene.sending.inFlight.unknowns.settle(ID, { decision: 'sent', by: 'receipt', receipt: RECEIPT })).toBe(true);
  await until('it waits again', () => scene.sending.inFlight.unknowns.has(ID));
  expect(scene.namesIn('sentBox')).toEqual([]);

  const verdict = { as: 'sent', by: 'operator', atMs: 1, receipt: null, afterAttempts: 1 } as const;
  scene.sending.inFlight.unknowns.settle(ID, { decision: 'sent', by: 'operator', verdict, kept: createDeferred() });
  await until('it is filed', () => scene.written.at(-1)?.stage === 'filed');
  // The difference stays in the record, for a later comparison.
  expect(scene.written.at(-1)).toMatchObject({ fault: { code: 'document.altered' }, sha256: held.sha256, verdict });
});

test('an operator who was not told of the difference has not accepted it', async () => {
  await using scene = await openScene();
  const { sending } = scene;
  const unknown: DocumentRecord = { ...scene.document, stage: 'unknown' };
  await settleUnknown(
    { ...sending, sender: { ...sending.sender, policy: () => ({ ...sending.sender.policy(), onUnknown: 'hold' }) } },
    { document: unknown, claimed: scene.claimed },
    never,
  );
  overwrite(scene.claimed.path, 3, 'WHAT');
  const verdict = { as: 'sent', by: 'operator', atMs: 1, receipt: null, afterAttempts: 1 } as const;
  scene.sending.inFlight.unknowns.settle(ID, { decision: 'sent', by: 'operator', verdict, kept: createDeferred() });
  await until('it is held', () => scene.written.at(-1)?.fault?.code === 'document.altered');
  expect(scene.namesIn('sentBox')).toEqual([]);
});

test('a file that was changed is never sent again under the same id', async () => {
  await using scene = await openScene();
  overwrite(scene.claimed.path, 3, 'WHAT');
  await settleUnknown(
    scene.sending,
    { document: { ...scene.document, stage: 'unknown' }, claimed: scene.claimed },
    never,
  );
  expect(scene.written.at(-1)).toMatchObject({ stage: 'unknown', attempts: 1, fault: { code: 'document.altered' } });
  expect(scene.events).toContainEqual(expect.objectContaining({ type: 'document.altered', isSent: false }));
  await until('it waits for an operator', () => scene.sending.inFlight.unknowns.has(ID));
});

test('the boxes tell a changed file from one that is not there', async () => {
  await using scene = await openScene();
  const boxes: Boxes = scene.sending.sender.boxes;
  expect(await boxes.isUnchanged(scene.claimed, scene.document)).toBe(true);
  expect(readFileSync(scene.claimed.path, 'utf8')).toBe(CHECKED);
  expect(await collect(boxes.claimedFiles())).toEqual([scene.claimed]);
  await expect(
    boxes.isUnchanged({ ...scene.claimed, path: `${scene.claimed.path}x` }, scene.document),
  ).rejects.toMatchObject({ code: 'document.vanished' });
});

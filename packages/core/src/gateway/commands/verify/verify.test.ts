import { hash } from 'node:crypto';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { directoriesIn, filesBelow, makeDirectory } from '../../../../../../test/support/boxes/box-world.js';
import { makeDocument, makeReceipt } from '../../../../../../test/support/ledger/records.js';
import { openBoxes } from '../../../boxes/open-boxes.js';
import type { BoxDirectories } from '../../../boxes/world.js';
import { Fault } from '../../../contract/fault.js';
import type { VerifyKind, VerifyReport } from '../../../contract/verify.js';
import { type BusinessKey, businessKey, type DocumentId, type DocumentRecord } from '../../../domain/document.js';
import { claimedName, filedName } from '../../../domain/naming.js';
import { LEDGER_OPTIONS, openLedger } from '../../../ledger/open-ledger.js';
import { systemClock } from '../../../runtime/system-clock.js';
import { nameOf, takeOver, writeBoxOwner } from '../../owner/box-owner.js';
import { verify } from './verify.js';
import { type VerifiedBoxes, type VerifyWorld, verifiedBoxes } from './world.js';

const never = new AbortController().signal;
const DEC = businessKey('DEC');
const ACMP = businessKey('ACMP');
const KEEP_DAYS = 400;

interface Scene extends AsyncDisposable {
  readonly world: VerifyWorld;
  readonly boxes: BoxDirectories;
  readonly other: BoxDirectories;
  /** Filed, filed, rejected, of unknown outcome, in this order. */
  readonly documents: readonly DocumentRecord[];
  readonly sent: string;
  readonly alsoSent: string;
  readonly failed: string;
  readonly claimed: string;
  readonly receipt: string;
  prove(full: boolean, repair?: boolean): Promise<VerifyReport>;
}

const contentOf = (number: number): string => `<DecMessage>synthetic ${number}</DecMessage>\n`;
const LONG = `${'长'.repeat(80)}.xml`;

/** Two businesses with a real ledger and real boxes: two sent documents, a refused one, one of unknown outcome, a receipt. */
async function openScene(laterMs = 0): Promise<Scene> {
  const root = makeDirectory();
  const boxes = directoriesIn(path.join(root.path, 'dec'));
  const other = directoriesIn(path.join(root.path, 'acmp'));
  const ledger = await openLedger(path.join(root.path, 'ledger'), LEDGER_OPTIONS, systemClock);
  const opened = new Map<BusinessKey, VerifiedBoxes>();
  const closing: AsyncDisposable[] = [ledger];
  for (const [business, directories] of [
    [DEC, boxes],
    [ACMP, other],
  ] as const) {
    const own = await openBoxes({ business, directories, settleMs: 0, extensions: ['.xml'] }, systemClock);
    closing.push(own);
    const { boxes: movers } = own;
    opened.set(business, verifiedBoxes({ boxes: movers, directories, sentDays: 0, installation: 'ours' }));
  }
  const nowMs = Date.now();
  const documents = [1, 2, 3, 4].map((number): DocumentRecord => {
    const bytes = Buffer.from(contentOf(number));
    const name = number === 2 ? LONG : `declaration ${number}.xml`;
    const stampMs = nowMs - 1_000 * number;
    const filed = filedName(name, stampMs);
    const base = makeDocument(number, { name, stampMs, sizeBytes: bytes.length, sha256: hash('sha256', bytes, 'hex') });
    if (number === 4) return { ...base, stage: 'unknown' };
    if (number === 3) return { ...base, stage: 'rejected', filedAs: { box: 'FailBox', path: filed.name } };
    return { ...base, stage: 'filed', filedAs: { box: 'SentBox', path: `${filed.day}/${filed.name}` } };
  });
  const at = (document: DocumentRecord): string =>
    document.filedAs === null
      ? path.join(boxes.tempBox, claimedName(document.id, document.name) ?? '')
      : path.join(document.filedAs.box === 'SentBox' ? boxes.sentBox : boxes.failBox, document.filedAs.path);
  documents.forEach((document, index) => {
    mkdirSync(path.dirname(at(document)), { recursive: true });
    writeFileSync(at(document), contentOf(index + 1));
  });
  const receipt = path.join(boxes.inBox, 'Successed_declaration 1_20261123100000000.xml');
  const answer = Buffer.from('<DecReceipt>accepted</DecReceipt>');
  writeFileSync(receipt, answer);
  await sleep(20);
  const placedMs = Date.now();
  const times = { ...makeDocument(1).times, claimed: placedMs, filed: placedMs };
  const records = documents.map((one) => ({ ...one, times }));
  const sealed = records.map((record) => ({ ...record, stage: 'sealed', filedAs: null }) as const);
  await ledger.write(
    sealed.map((record) => ({ type: 'document', record }) as const),
    'durable',
  );
  await ledger.write(
    [
      ...records.map((record) => ({ type: 'document', record }) as const),
      {
        type: 'receipt',
        raw: answer,
        record: makeReceipt(1, {
          fileName: path.basename(receipt),
          sizeBytes: answer.length,
          sha256: hash('sha256', answer, 'hex'),
          depositedMs: placedMs,
        }),
      },
    ],
    'durable',
  );
  await sleep(20);
  const clock = { ...systemClock, nowMs: () => systemClock.nowMs() + laterMs };
  const world = { ledger, boxes: opened, clock, keepDays: KEEP_DAYS, looks: 1, tell: () => undefined };
  const [sent = '', alsoSent = '', failed = '', claimed = ''] = documents.map(at);
  return {
    world,
    boxes,
    other,
    documents: records,
    sent,
    alsoSent,
    failed,
    claimed,
    receipt,
    prove: (full, repair = false) => verify(world, { full, repair }, never),
    async [Symbol.asyncDispose]() {
      for (const one of closing) await one[Symbol.asyncDispose]();
      root[Symbol.dispose]();
    },
  };
}

/** The same length, and the times of content as they were: what only a comparison of bytes, or the time of change, tells. */
function replaceQuietly(file: string): void {
  const { atime, mtime } = lstatSync(file);
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('e', 'E'));
  utimesSync(file, atime, mtime);
}

function move(from: string, to: string): void {
  mkdirSync(path.dirname(to), { recursive: true });
  renameSync(from, to);
}

function copy(from: string, to: string): void {
  mkdirSync(path.dirname(to), { recursive: true });
  copyFileSync(from, to);
}

const nowNamed = (name: string): string => filedName(name, Date.now()).name;
const foreignId = '2026112310000000099999' as DocumentId;

interface Deed {
  readonly by: (scene: Scene) => void;
  readonly kinds: readonly VerifyKind[];
  /** Does `--repair` put everything right again? */
  readonly isRepairable?: boolean;
}

const DEEDS: Readonly<Record<string, Deed>> = {
  'a sent file is removed': { by: ({ sent }) => unlinkSync(sent), kinds: ['missing'] },
  'the day of SentBox is removed': {
    by: ({ sent }) => rmSync(path.dirname(sent), { recursive: true }),
    kinds: ['missing', 'missing'],
  },
  'the content is replaced': { by: ({ sent }) => writeFileSync(sent, '<Other/>'), kinds: ['altered'] },
  'the content is replaced by as many bytes, with the old time': {
    by: ({ sent }) => replaceQuietly(sent),
    kinds: ['altered'],
  },
  'another file of as many bytes is moved over it': {
    by: ({ sent }) => {
      writeFileSync(`${sent}.new`, contentOf(9));
      utimesSync(`${sent}.new`, 1, 1);
      renameSync(`${sent}.new`, sent);
    },
    kinds: ['altered'],
  },
  'it is emptied': { by: ({ sent }) => truncateSync(sent), kinds: ['altered'] },
  'it is continued': { by: ({ sent }) => appendFileSync(sent, ' '), kinds: ['altered'] },
  'a directory is in its place': {
    by: ({ sent }) => {
      unlinkSync(sent);
      mkdirSync(sent);
    },
    kinds: ['missing'],
  },
  'a copy is in another day': {
    by: ({ sent, boxes }) => copy(sent, path.join(boxes.sentBox, '20260101', path.basename(sent))),
    kinds: ['copy'],
  },
  'a copy is in FailBox': {
    by: ({ sent, boxes }) => copy(sent, path.join(boxes.failBox, path.basename(sent))),
    kinds: ['copy'],
  },
  'a copy with the name of now is beside it': {
    by: ({ sent }) => copy(sent, path.join(path.dirname(sent), nowNamed('declaration 1.xml'))),
    kinds: ['copy'],
  },
  'a copy under its own name is in SentBox': {
    by: ({ sent, boxes }) => copy(sent, path.join(boxes.sentBox, 'declaration 1.xml')),
    kinds: ['copy'],
  },
  'a copy is in the boxes of another business': {
    by: ({ sent, other }) => copy(sent, path.join(other.sentBox, '20260101', path.basename(sent))),
    kinds: ['copy'],
  },
  'it is moved into another day': {
    by: ({ sent, boxes }) => move(sent, path.join(boxes.sentBox, '20260101', path.basename(sent))),
    kinds: ['misplaced'],
    isRepairable: true,
  },
  'it is moved to FailBox': {
    by: ({ sent, boxes }) => move(sent, path.join(boxes.failBox, path.basename(sent))),
    kinds: ['misplaced'],
    isRepairable: true,
  },
  'one with a name that was cut is moved to FailBox': {
    by: ({ alsoSent, boxes }) => move(alsoSent, path.join(boxes.failBox, path.basename(alsoSent))),
    kinds: ['misplaced'],
    isRepairable: true,
  },
  'it is renamed': {
    by: ({ sent }) => move(sent, path.join(path.dirname(sent), 'old.xml')),
    kinds: ['misplaced'],
    isRepairable: true,
  },
  'it is moved to the boxes of another business': {
    by: ({ sent, other }) => move(sent, path.join(other.sentBox, '20260101', path.basename(sent))),
    kinds: ['misplaced'],
    isRepairable: true,
  },
  'a sent file is moved to TempBox': {
    by: ({ sent, boxes }) => move(sent, path.join(boxes.tempBox, path.basename(sent))),
    kinds: ['misplaced'],
    isRepairable: true,
  },
  'two files have changed names': {
    by: ({ sent, alsoSent }) => {
      renameSync(sent, `${sent}.x`);
      renameSync(alsoSent, sent);
      renameSync(`${sent}.x`, alsoSent);
    },
    kinds: ['altered', 'altered'],
  },
  'a foreign file is named like ours': {
    by: ({ sent }) => writeFileSync(path.join(path.dirname(sent), nowNamed('never sent.xml')), contentOf(8)),
    kinds: ['foreign'],
  },
  'a foreign file with the name of a document is named like ours': {
    by: ({ sent }) => writeFileSync(path.join(path.dirname(sent), nowNamed('declaration 1.xml')), contentOf(8)),
    kinds: ['foreign'],
  },
  'a foreign file named like ours is in FailBox': {
    by: ({ boxes }) => writeFileSync(path.join(boxes.failBox, nowNamed('never sent.xml')), contentOf(8)),
    kinds: ['foreign'],
  },
  'a file of FailBox is moved to SentBox': {
    by: ({ failed, boxes }) => move(failed, path.join(boxes.sentBox, '20261123', path.basename(failed))),
    kinds: ['misplaced'],
    isRepairable: true,
  },
  'a file of FailBox is edited': { by: ({ failed }) => replaceQuietly(failed), kinds: ['altered'] },
  'the file in TempBox is altered': { by: ({ claimed }) => replaceQuietly(claimed), kinds: ['altered'] },
  'the file in TempBox is removed': { by: ({ claimed }) => unlinkSync(claimed), kinds: ['missing'] },
  'the file in TempBox is renamed': {
    by: ({ claimed }) => renameSync(claimed, `${claimed}.xml`),
    kinds: ['misplaced'],
    isRepairable: true,
  },
  'the file in TempBox is moved to SentBox': {
    by: ({ claimed, boxes }) => move(claimed, path.join(boxes.sentBox, '20261123', nowNamed('declaration 4.xml'))),
    kinds: ['misplaced'],
    isRepairable: true,
  },
  'the file in TempBox is moved to the TempBox of another business': {
    by: ({ claimed, other }) => move(claimed, path.join(other.tempBox, path.basename(claimed))),
    kinds: ['misplaced'],
    isRepairable: true,
  },
  'TempBox has two files of one id': {
    by: ({ claimed }) => copyFileSync(claimed, `${claimed} - copy.xml`),
    kinds: ['copy'],
  },
  'a sent document is in TempBox again': {
    by: ({ sent, boxes, documents }) =>
      copyFileSync(sent, path.join(boxes.tempBox, `${documents[0]?.id}_declaration 1.xml`)),
    kinds: ['copy'],
  },
  'a file without an id is in TempBox': {
    by: ({ boxes }) => writeFileSync(path.join(boxes.tempBox, 'mine.xml'), contentOf(7)),
    kinds: ['nameless'],
  },
  'a directory is in TempBox': {
    by: ({ boxes }) => mkdirSync(path.join(boxes.tempBox, 'backup')),
    kinds: ['nameless'],
  },
  'a file with an id that was never claimed is in TempBox': {
    by: ({ boxes }) => writeFileSync(path.join(boxes.tempBox, `${foreignId}_a.xml`), contentOf(7)),
    kinds: ['unclaimed'],
  },
  'a receipt is overwritten': {
    by: ({ receipt }) => writeFileSync(receipt, '<DecReceipt/>'),
    kinds: ['receipt-altered'],
  },
  'a receipt is overwritten by as many bytes': {
    by: ({ receipt }) => replaceQuietly(receipt),
    kinds: ['receipt-altered'],
  },
  'a receipt is emptied': { by: ({ receipt }) => truncateSync(receipt), kinds: ['receipt-altered'] },
};

/** What was placed a while ago is looked for in one listing of the boxes, what is new in its place. */
const AN_HOUR_MS = 3_600_000;
const cases = Object.entries(DEEDS).flatMap(([what, deed]) => [
  { what, how: 'quick', when: 'soon', laterMs: 0, full: false, ...deed },
  { what, how: 'full', when: 'soon', laterMs: 0, full: true, ...deed },
  { what, how: 'quick', when: 'an hour', laterMs: AN_HOUR_MS, full: false, ...deed },
]);

test.each(cases)(
  'a $how look $when later notices that $what',
  async ({ by, kinds, full, laterMs, isRepairable = false }) => {
    await using scene = await openScene(laterMs);
    expect(await scene.prove(full)).toMatchObject({ breaks: [], notes: [], documents: 4, receipts: 1, taken: 0 });
    by(scene);
    const before = treeOf(scene);
    const report = await scene.prove(full);
    expect(report.breaks.map(({ kind }) => kind)).toEqual(kinds);
    expect(report).toMatchObject({ notes: [], repaired: [], taken: 0 });
    expect(treeOf(scene)).toEqual(before);
    const repairing = await scene.prove(full, true);
    expect(repairing.repaired.length).toBe(isRepairable ? 1 : 0);
    if (isRepairable) expect(await scene.prove(true)).toMatchObject({ breaks: [], notes: [] });
    else expect(treeOf(scene)).toEqual(before);
  },
);

function treeOf({ boxes, other }: Scene): readonly string[] {
  return [boxes, other].flatMap((one) =>
    Object.values({ ...one }).flatMap((box: string) =>
      filesBelow(box).map((file) => `${box}/${file} ${hash('sha256', readFileSync(path.join(box, file)), 'hex')}`),
    ),
  );
}

test('of a long history only the files that are in their boxes are asked for one by one', async () => {
  await using scene = await openScene(AN_HOUR_MS);
  const asked: string[] = [];
  const boxes = new Map(
    [...scene.world.boxes].map(([business, own]): [BusinessKey, VerifiedBoxes] => {
      const facts: VerifiedBoxes['survey']['facts'] = (file) => {
        asked.push(file.at);
        return own.survey.facts(file);
      };
      return [business, { ...own, survey: { ...own.survey, facts } }];
    }),
  );
  for (const gone of [scene.failed, scene.receipt]) unlinkSync(gone);
  expect(await verify({ ...scene.world, boxes }, null, never)).toMatchObject({ breaks: [], taken: 1 });
  expect(asked).toContain(scene.sent);
  expect(asked).not.toContain(scene.failed);
  expect(asked).not.toContain(scene.receipt);
});

test.each([0, AN_HOUR_MS])('what the firm and retention may do is no break, also %i ms later', async (laterMs) => {
  await using scene = await openScene(laterMs);
  unlinkSync(scene.failed);
  unlinkSync(scene.receipt);
  writeFileSync(path.join(scene.boxes.inBox, 'of the firm.xml'), '<x/>');
  writeFileSync(path.join(scene.boxes.sentBox, 'Thumbs.db'), 'x');
  expect(await scene.prove(true)).toMatchObject({ breaks: [], notes: [], taken: 1 });
});

test('a file that is not named like ours is told as a note', async () => {
  await using scene = await openScene();
  writeFileSync(path.join(scene.boxes.sentBox, 'readme.txt'), 'x');
  expect(await scene.prove(true)).toMatchObject({ breaks: [], notes: [{ kind: 'unknown-file' }] });
});

test('files from before the ledger are counted, and nothing is said of them', async () => {
  await using scene = await openScene();
  const { name, day } = filedName('of last year.xml', Date.UTC(2025, 1, 1));
  mkdirSync(path.join(scene.boxes.sentBox, day));
  writeFileSync(path.join(scene.boxes.sentBox, day, name), '<x/>');
  expect(await scene.prove(true)).toMatchObject({ breaks: [], notes: [], earlier: 1 });
});

test('what another ledger claimed is its own, and told as a note', async () => {
  await using scene = await openScene();
  const { boxes, world } = scene;
  writeFileSync(path.join(boxes.tempBox, `${foreignId}_a.xml`), contentOf(7));
  const theirs = nameOf('theirs', '/elsewhere');
  writeBoxOwner(boxes.tempBox, takeOver({ ...nameOf('ours', '/here'), batch: 1 }, [{ id: foreignId, of: theirs }]));
  const own = world.boxes.get(DEC);
  if (own === undefined) throw new Error('not open');
  const again = verifiedBoxes({ boxes: own.boxes as never, directories: boxes, sentDays: 0, installation: 'ours' });
  const report = await verify({ ...world, boxes: new Map([[DEC, again]]) }, null, never);
  expect(report).toMatchObject({ breaks: [], notes: [{ kind: 'other-ledger', document: foreignId }] });
});

test('a document that was altered in flight is named until a person decides, and as a note afterwards', async () => {
  await using scene = await openScene();
  const [, , , held] = scene.documents;
  if (held === undefined) throw new Error('no document');
  writeFileSync(scene.claimed, contentOf(5));
  await sleep(20);
  const fault = new Fault('document.altered', { path: scene.claimed }).toRecord();
  await scene.world.ledger.findDocument(held.id);
  const ledger = scene.world.ledger as Awaited<ReturnType<typeof openLedger>>;
  await ledger.write([{ type: 'document', record: { ...held, fault } }], 'durable');
  expect(await scene.prove(false)).toMatchObject({
    breaks: [{ kind: 'altered', document: held.id, stage: 'unknown' }],
  });
  const { name, day } = filedName(held.name, held.stampMs);
  const filed = path.join(scene.boxes.sentBox, day, name);
  move(scene.claimed, filed);
  await sleep(20);
  const verdict = { as: 'sent', by: 'operator', atMs: Date.now(), receipt: null, afterAttempts: 1 } as const;
  const times = { ...held.times, filed: Date.now() };
  const filedAs = { box: 'SentBox', path: `${day}/${name}` } as const;
  const record: DocumentRecord = { ...held, stage: 'filed', fault, verdict, times, filedAs };
  await ledger.write([{ type: 'document', record }], 'durable');
  expect(await scene.prove(true)).toMatchObject({ breaks: [], notes: [{ kind: 'accepted' }] });
  await sleep(20);
  writeFileSync(filed, contentOf(6));
  expect(await scene.prove(true)).toMatchObject({ breaks: [{ kind: 'altered' }], notes: [] });
});

test('a repair never overwrites: what is in the place of a file stays there', async () => {
  await using scene = await openScene();
  const moved = path.join(scene.boxes.failBox, path.basename(scene.sent));
  move(scene.sent, moved);
  writeFileSync(scene.sent, contentOf(9));
  const report = await scene.prove(true, true);
  expect(report).toMatchObject({ repaired: [], breaks: [{ kind: 'altered' }] });
  expect(report.breaks[0]?.found.length).toBe(2);
  expect(readFileSync(scene.sent, 'utf8')).toBe(contentOf(9));
  expect(existsSync(moved)).toBe(true);
});

test('only a first look over changed files reads them, and a full one reads them all', async () => {
  await using scene = await openScene();
  expect((await scene.prove(false)).compared).toBe(0);
  expect((await scene.prove(true)).compared).toBe(5);
});

import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  asNobody,
  directoriesIn,
  filesBelow,
  findBytes,
  makeDirectory,
  makeSmallVolume,
  secondVolume,
  type TestDirectory,
} from '../../../../test/support/boxes/box-world.js';
import { createManualClock } from '../../../../test/support/boxes/manual-clock.js';
import { businessKey, type DocumentId } from '../domain/document.js';
import { claimOne, fileOne } from '../ports/array-of-one.js';
import type { Candidate } from '../ports/boxes.js';
import { findFacts, freeBytes, identityOf, withPatience } from './disk.js';
import { type OpenedBoxes, openBoxes } from './open-boxes.js';
import type { BoxDirectories } from './world.js';

const never = new AbortController().signal;
const ID = '2026112310415804800001' as DocumentId;
const STAMP_MS = Date.UTC(2026, 10, 23, 2, 41, 58, 48);
const DEC = businessKey('DEC');
const BIG = 'x'.repeat(48 * 1024);
const otherVolume = secondVolume();

function canMount(): boolean {
  using volume = makeSmallVolume(64);
  return volume !== null;
}

/** Only where `canMount` said so. */
function mountSmall(kilobytes: number): TestDirectory {
  const volume = makeSmallVolume(kilobytes);
  if (volume === null) throw new Error('a volume could be mounted a moment ago');
  return volume;
}

function open(directories: BoxDirectories, clock = createManualClock()): Promise<OpenedBoxes> {
  return openBoxes({ business: DEC, directories, settleMs: 500, extensions: ['.xml'] }, clock);
}

function candidateOf({ outBox }: BoxDirectories, name: string, content: string): Candidate {
  const path = join(outBox, name);
  writeFileSync(path, content);
  const facts = findFacts(path);
  if (facts === null) throw new Error('not written');
  return { business: DEC, name, path, identity: identityOf(facts), foundMs: 0, settledMs: 0 };
}

/** All may enter, so that a user without rights gets as far as the box in question. */
function openToAll(root: string, directories: BoxDirectories): void {
  for (const directory of [root, ...(Object.values(directories) as readonly string[])]) chmodSync(directory, 0o777);
}

test('a file that may not be read is told apart, counted, and does not stop the others', async () => {
  using root = makeDirectory();
  const directories = directoriesIn(root.path);
  const clock = createManualClock();
  await using opened = await open(directories, clock);
  openToAll(root.path, directories);
  const secret = join(directories.outBox, 'a-secret.xml');
  writeFileSync(secret, 'x', { mode: 0 });
  writeFileSync(join(directories.outBox, 'b.xml'), 'x');
  await asNobody(() => opened.outBox.look(10, never));
  clock.advance(500);
  const look = await asNobody(() => opened.outBox.look(10, never));
  expect(look.settled.map(({ name }) => name)).toEqual(['b.xml']);
  expect(look.waiting).toBe(1);
  expect(await opened.outBox.why('a-secret.xml')).toEqual({ reason: 'denied' });
  chmodSync(secret, 0o666);
  clock.advance(5_000);
  expect((await asNobody(() => opened.outBox.look(10, never))).settled.map(({ name }) => name)).toEqual([
    'a-secret.xml',
  ]);
});

test('a box without the right to it is denied, and nothing moves', async () => {
  using root = makeDirectory();
  const directories = directoriesIn(root.path);
  await using opened = await open(directories);
  openToAll(root.path, directories);
  const candidate = candidateOf(directories, 'a.xml', 'content');
  chmodSync(directories.tempBox, 0o555);
  await expect(asNobody(() => claimOne(opened.boxes, { candidate, id: ID }))).rejects.toMatchObject({
    code: 'disk.denied',
  });
  chmodSync(directories.tempBox, 0o777);
  const claimed = await asNobody(() => claimOne(opened.boxes, { candidate, id: ID }));
  chmodSync(directories.sentBox, 0o555);
  await expect(
    asNobody(() => fileOne(opened.boxes, { claimed, box: 'SentBox', stampMs: STAMP_MS, content: null })),
  ).rejects.toMatchObject({
    code: 'disk.denied',
  });
  chmodSync(directories.inBox, 0o555);
  await expect(asNobody(() => opened.inBox.deposit('r.xml', Buffer.from('r')))).rejects.toMatchObject({
    code: 'disk.denied',
  });
  chmodSync(directories.outBox, 0o000);
  await expect(asNobody(() => opened.outBox.look(10, never))).rejects.toMatchObject({ code: 'disk.denied' });
  await expect(asNobody(() => opened.boxes.withdraw(claimed))).rejects.toMatchObject({ code: 'disk.denied' });
  chmodSync(directories.outBox, 0o777);
  expect(findBytes(directories, 'content')).toEqual([`tempBox/${ID}_a.xml`]);
});

test.skipIf(otherVolume === null)('a copy goes again when its source cannot be removed', async () => {
  using root = makeDirectory();
  using far = makeDirectory(otherVolume ?? root.path);
  const directories = { ...directoriesIn(root.path), sentBox: join(far.path, 'SentBox') };
  await using opened = await open(directories);
  openToAll(root.path, directories);
  chmodSync(far.path, 0o777);
  const claimed = await claimOne(opened.boxes, { candidate: candidateOf(directories, 'a.xml', 'content'), id: ID });
  chmodSync(directories.tempBox, 0o555);
  const filing = asNobody(() => fileOne(opened.boxes, { claimed, box: 'SentBox', stampMs: STAMP_MS, content: null }));
  await expect(filing).rejects.toMatchObject({ code: 'disk.denied' });
  expect(findBytes(directories, 'content')).toEqual([`tempBox/${ID}_a.xml`]);
  chmodSync(directories.tempBox, 0o777);
  await fileOne(opened.boxes, { claimed, box: 'SentBox', stampMs: STAMP_MS, content: null });
  expect(findBytes(directories, 'content')).toEqual(['sentBox/20261123/a_20261123104158048.xml']);
});

test('a file of another user goes back to OutBox although no link may be made to it', async () => {
  using root = makeDirectory();
  const directories = directoriesIn(root.path);
  await using opened = await open(directories);
  openToAll(root.path, directories);
  // Owned by the user who runs the test, readable by all: where hard links are protected, no other user may link it.
  const claimed = await claimOne(opened.boxes, { candidate: candidateOf(directories, 'a.xml', 'content'), id: ID });
  expect(await asNobody(() => opened.boxes.withdraw(claimed))).toEqual({ box: 'OutBox', path: 'a.xml' });
  expect(findBytes(directories, 'content')).toEqual(['outBox/a.xml']);
});

test('a parent of InBox that is not ours to write does not keep receipts out', async () => {
  using root = makeDirectory();
  const directories = directoriesIn(root.path);
  await using opened = await open(directories);
  openToAll(root.path, directories);
  chmodSync(root.path, 0o555);
  expect(await asNobody(() => opened.inBox.deposit('r.xml', Buffer.from('r')))).toEqual({
    outcome: 'written',
    fileName: 'r.xml',
  });
  chmodSync(root.path, 0o777);
  expect(filesBelow(directories.inBox)).toEqual(['r.xml']);
});

test.skipIf(!canMount())('a full disk leaves no half receipt and takes them again when there is room', async () => {
  using volume = mountSmall(256);
  using root = makeDirectory();
  const directories = { ...directoriesIn(root.path), inBox: join(volume.path, 'InBox') };
  await using opened = await open(directories);
  const written: string[] = [];
  const fill = async (): Promise<void> => {
    for (let number = 0; number < 20; number += 1) {
      written.push((await opened.inBox.deposit(`Receipt_${number}_20261123104158048.xml`, Buffer.from(BIG))).fileName);
    }
  };
  await expect(fill()).rejects.toMatchObject({ code: 'disk.full', fate: 'hold' });
  expect(filesBelow(volume.path)).toEqual(written.map((name) => `InBox/${name}`).sort());
  expect(written.length).toBeGreaterThan(2);
  expect(await freeBytes(volume.path)).toBeLessThan(BIG.length);
  const [first = ''] = written;
  rmSync(join(directories.inBox, first));
  expect((await opened.inBox.deposit(first, Buffer.from(BIG))).outcome).toBe('written');
  expect(readFileSync(join(directories.inBox, first), 'utf8')).toBe(BIG);
});

test.skipIf(!canMount()).for(['tempBox', 'sentBox', 'outBox'] as const)(
  'a move onto a full volume (%s) leaves the file where it was',
  async (box) => {
    using volume = mountSmall(64);
    using root = makeDirectory();
    const directories = { ...directoriesIn(root.path), [box]: join(volume.path, box) };
    await using opened = await open(directories);
    const ballast = join(volume.path, 'ballast');
    const act = {
      tempBox: () => claimOne(opened.boxes, { candidate: candidateOf(directories, 'a.xml', BIG), id: ID }),
      sentBox: async () =>
        fileOne(opened.boxes, {
          claimed: await claimOne(opened.boxes, { candidate: candidateOf(directories, 'a.xml', BIG), id: ID }),
          box: 'SentBox',
          stampMs: STAMP_MS,
          content: null,
        }),
      outBox: async () => {
        const claimed = await claimOne(opened.boxes, { candidate: candidateOf(directories, 'a.xml', BIG), id: ID });
        writeFileSync(ballast, BIG);
        return opened.boxes.withdraw(claimed);
      },
    } as const;
    if (box !== 'outBox') writeFileSync(ballast, BIG);
    await expect(act[box]()).rejects.toMatchObject({ code: 'disk.full' });
    rmSync(ballast);
    expect(findBytes(directories, BIG)).toEqual([box === 'tempBox' ? 'outBox/a.xml' : `tempBox/${ID}_a.xml`]);
    expect(filesBelow(volume.path)).toEqual([]);
  },
);

test('a program that holds a file for a moment is waited for, and for no longer', async () => {
  const clock = createManualClock();
  const busy = Object.assign(new Error('held'), { code: 'EBUSY' });
  let tries = 0;
  const held = (times: number) => (): string => {
    tries += 1;
    if (tries <= times) throw busy;
    return 'done';
  };
  expect(await withPatience(held(3), clock, never)).toBe('done');
  expect(tries).toBe(4);
  tries = 0;
  await expect(withPatience(held(100), clock, never)).rejects.toBe(busy);
  expect(tries).toBe(7);
  tries = 0;
  await expect(withPatience(held(100), clock, AbortSignal.abort())).rejects.toMatchObject({
    code: 'operation.aborted',
  });
});

test('a missing mount point is not filled', async () => {
  using root = makeDirectory();
  const directories = directoriesIn(root.path);
  await using opened = await open(directories);
  const claimed = await claimOne(opened.boxes, { candidate: candidateOf(directories, 'a.xml', 'x'), id: ID });
  rmSync(directories.failBox, { recursive: true });
  await expect(
    fileOne(opened.boxes, { claimed, box: 'FailBox', stampMs: STAMP_MS, content: null }),
  ).rejects.toMatchObject({ code: 'disk.missing' });
  await expect(opened.boxes.findFiled('FailBox', 'a.xml', STAMP_MS)).resolves.toBeNull();
  mkdirSync(directories.failBox);
  expect((await fileOne(opened.boxes, { claimed, box: 'FailBox', stampMs: STAMP_MS, content: null })).path).toBe(
    'a_20261123104158048.xml',
  );
});

test('a file where a box was holds like a missing box, and what is claimed is not told as lost', async () => {
  using root = makeDirectory();
  const directories = directoriesIn(root.path);
  await using opened = await open(directories);
  const claimed = await claimOne(opened.boxes, { candidate: candidateOf(directories, 'a.xml', 'x'), id: ID });
  for (const box of ['SentBox', 'FailBox'] as const) {
    const directory = directories[box === 'SentBox' ? 'sentBox' : 'failBox'];
    rmSync(directory, { recursive: true });
    writeFileSync(directory, '');
    await expect(fileOne(opened.boxes, { claimed, box, stampMs: STAMP_MS, content: null })).rejects.toMatchObject({
      code: 'disk.missing',
    });
  }
  const candidate = candidateOf(directories, 'b.xml', 'x');
  rmSync(directories.tempBox, { recursive: true });
  writeFileSync(directories.tempBox, '');
  const missing = { code: 'disk.missing', detail: { path: directories.tempBox } };
  await expect(claimOne(opened.boxes, { candidate, id: `${ID.slice(0, -1)}2` as DocumentId })).rejects.toMatchObject(
    missing,
  );
  await expect(opened.boxes.read(claimed)).rejects.toMatchObject(missing);
});

test('a file in the place of a box is called that, and not a want of rights', async () => {
  using root = makeDirectory();
  const directories = directoriesIn(root.path);
  await using opened = await open(directories);
  rmSync(directories.tempBox, { recursive: true });
  writeFileSync(directories.tempBox, '', { mode: 0o644 });
  await expect(opened.boxes.check()).rejects.toMatchObject({ code: 'disk.not-a-directory' });
});

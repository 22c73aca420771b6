import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  collect,
  directoriesIn,
  filesBelow,
  findBytes,
  makeDirectory,
  secondVolume,
} from '../../../../test/support/boxes/box-world.js';
import { createManualClock, type ManualClock } from '../../../../test/support/boxes/manual-clock.js';
import { businessKey, type DocumentId } from '../domain/document.js';
import { claimOne, fileOne } from '../ports/array-of-one.js';
import type { Candidate } from '../ports/boxes.js';
import { findFacts, identityOf } from './disk.js';
import { type OpenedBoxes, openBoxes } from './open-boxes.js';
import type { BoxDirectories } from './world.js';

const DEC = businessKey('DEC');
const never = new AbortController().signal;
const ID = '2026112310415804800001' as DocumentId;
const OTHER_ID = '2026112310415804800002' as DocumentId;
const STAMP_MS = Date.UTC(2026, 10, 23, 2, 41, 58, 48);

interface World extends AsyncDisposable {
  readonly directories: BoxDirectories;
  readonly opened: OpenedBoxes;
  readonly clock: ManualClock;
}

async function openWorld(directories: BoxDirectories): Promise<World> {
  const clock = createManualClock();
  const opened = await openBoxes({ business: DEC, directories, settleMs: 500, extensions: ['.xml'] }, clock);
  return { directories, opened, clock, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() };
}

/** Writes a file into OutBox and describes it as a look would. */
function candidateOf({ outBox }: BoxDirectories, name: string, content: string): Candidate {
  const path = join(outBox, name);
  writeFileSync(path, content);
  const facts = findFacts(path);
  if (facts === null) throw new Error('not written');
  return { business: DEC, name, path, identity: identityOf(facts), foundMs: 0, settledMs: 0 };
}

/** 255 bytes of UTF-8. */
const LONGEST = `${'报'.repeat(83)}ab.xml`;
const volume = secondVolume();

/** Every mover has to do on one volume and across two what it promises. */
const LAYOUTS = [{ far: null }, { far: 'outBox' }, { far: 'sentBox' }, { far: 'failBox' }] as const;
type Far = (typeof LAYOUTS)[number]['far'];

interface Layout extends Disposable {
  readonly root: string;
  readonly directories: BoxDirectories;
}

function layOut(far: Far, skip: (note: string) => void): Layout {
  if (far !== null && volume === null) skip('this machine has no second volume to write to');
  const near = makeDirectory();
  const other = makeDirectory(volume ?? near.path);
  const all = directoriesIn(near.path);
  return {
    root: near.path,
    directories: far === null ? all : { ...all, [far]: join(other.path, far) },
    [Symbol.dispose]() {
      other[Symbol.dispose]();
      near[Symbol.dispose]();
    },
  };
}

test.for(LAYOUTS)(
  'claim, file and withdraw leave one file, unchanged, where they say ($far on another volume)',
  async ({ far }, { skip }) => {
    using layout = layOut(far, skip);
    await using world = await openWorld(layout.directories);
    const { directories, opened } = world;
    for (const name of ['进口报关单.xml', LONGEST]) {
      const candidate = candidateOf(directories, name, `content of ${name}`);
      const claimed = await claimOne(opened.boxes, { candidate, id: ID });
      expect(claimed).toMatchObject({ id: ID, name });
      expect(findBytes(directories, `content of ${name}`)).toHaveLength(1);
      expect(Buffer.from(await opened.boxes.read(claimed)).toString()).toBe(`content of ${name}`);
      expect(await collect(opened.boxes.claimedFiles())).toEqual([claimed]);

      const back = await opened.boxes.withdraw(claimed);
      expect(back).toEqual({ box: 'OutBox', path: name });
      expect(findBytes(directories, `content of ${name}`)).toEqual([`outBox/${name}`]);
      expect(await collect(opened.boxes.claimedFiles())).toEqual([]);

      for (const box of ['SentBox', 'FailBox'] as const) {
        const again = await claimOne(opened.boxes, {
          candidate: candidateOf(directories, name, `${box} of ${name}`),
          id: OTHER_ID,
        });
        const filed = await fileOne(opened.boxes, { claimed: again, box, stampMs: STAMP_MS, content: null });
        expect(filed.path).toMatch(
          box === 'SentBox' ? /^20261123\/.+_20261123104158048\.xml$/ : /^[^/]+_20261123104158048\.xml$/,
        );
        expect(await opened.boxes.exists(filed)).toBe(true);
        expect(await opened.boxes.findFiled(box, name, STAMP_MS)).toEqual(filed);
        expect(Buffer.from(await opened.boxes.readFiled(filed)).toString()).toBe(`${box} of ${name}`);
        expect(findBytes(directories, `${box} of ${name}`)).toHaveLength(1);
      }
      expect(readdirSync(directories.tempBox).filter((entry) => !entry.startsWith('.'))).toEqual([]);
    }
  },
);

test.for(LAYOUTS)(
  'nothing is overwritten, the stamp moves on by a millisecond ($far on another volume)',
  async ({ far }, { skip }) => {
    using layout = layOut(far, skip);
    await using world = await openWorld(layout.directories);
    const { directories, opened } = world;
    mkdirSync(join(directories.sentBox, '20261123'));
    writeFileSync(join(directories.sentBox, '20261123', 'a_20261123104158048.xml'), 'of another');
    const paths: string[] = [];
    for (const content of ['one', 'two']) {
      const claimed = await claimOne(opened.boxes, { candidate: candidateOf(directories, 'a.xml', content), id: ID });
      paths.push((await fileOne(opened.boxes, { claimed, box: 'SentBox', stampMs: STAMP_MS, content: null })).path);
    }
    expect(paths).toEqual(['20261123/a_20261123104158049.xml', '20261123/a_20261123104158050.xml']);
    expect(findBytes(directories, 'of another')).toEqual(['sentBox/20261123/a_20261123104158048.xml']);
    expect(await opened.boxes.findFiled('SentBox', 'a.xml', STAMP_MS)).toMatchObject({
      path: '20261123/a_20261123104158050.xml',
    });
    expect(await opened.boxes.findFiled('FailBox', 'a.xml', STAMP_MS)).toBeNull();
  },
);

test('a stamp that moves on over midnight moves into the next day', async () => {
  using root = makeDirectory();
  await using world = await openWorld(directoriesIn(root.path));
  const { directories, opened } = world;
  const midnightMs = Date.UTC(2026, 10, 23, 16);
  mkdirSync(join(directories.sentBox, '20261123'));
  writeFileSync(join(directories.sentBox, '20261123', 'a_20261123235959999.xml'), 'x');
  const claimed = await claimOne(opened.boxes, { candidate: candidateOf(directories, 'a.xml', 'one'), id: ID });
  const filed = await fileOne(opened.boxes, { claimed, box: 'SentBox', stampMs: midnightMs - 1, content: null });
  expect(filed.path).toBe('20261124/a_20261124000000000.xml');
  expect(await opened.boxes.findFiled('SentBox', 'a.xml', midnightMs - 1)).toEqual(filed);
});

test.for(LAYOUTS)(
  'a file that changed since the look goes back and says so ($far on another volume)',
  async ({ far }, { skip }) => {
    using layout = layOut(far, skip);
    await using world = await openWorld(layout.directories);
    const { directories, opened } = world;
    const grown = candidateOf(directories, 'grown.xml', 'half');
    appendFileSync(grown.path, ' and half');
    await expect(claimOne(opened.boxes, { candidate: grown, id: ID })).rejects.toMatchObject({
      code: 'document.changed',
      detail: { backAs: 'grown.xml' },
    });
    const exchanged = candidateOf(directories, 'exchanged.xml', 'same');
    renameSync(exchanged.path, join(directories.outBox, '.aside'));
    writeFileSync(exchanged.path, 'same');
    await expect(claimOne(opened.boxes, { candidate: exchanged, id: ID })).rejects.toMatchObject({
      code: 'document.changed',
    });
    const linked = candidateOf(directories, 'linked.xml', 'linked');
    unlinkSync(linked.path);
    symlinkSync(join(directories.outBox, '.aside'), linked.path);
    await expect(claimOne(opened.boxes, { candidate: linked, id: ID })).rejects.toMatchObject({
      code: 'document.changed',
    });
    expect(filesBelow(directories.outBox)).toEqual(['.aside', 'exchanged.xml', 'grown.xml', 'linked.xml']);
    expect(readFileSync(grown.path, 'utf8')).toBe('half and half');
    expect(await collect(opened.boxes.claimedFiles())).toEqual([]);
  },
);

test.for(LAYOUTS)('a file that vanished since the look says so ($far on another volume)', async ({ far }, { skip }) => {
  using layout = layOut(far, skip);
  await using world = await openWorld(layout.directories);
  for (const name of ['a.xml', LONGEST]) {
    const candidate = candidateOf(world.directories, name, 'x');
    rmSync(candidate.path);
    await expect(claimOne(world.opened.boxes, { candidate, id: ID })).rejects.toMatchObject({
      code: 'document.vanished',
    });
  }
  expect(filesBelow(world.directories.tempBox)).toEqual([]);
});

test('a withdrawn file is found again, although it is the very file that was claimed', async () => {
  using root = makeDirectory();
  await using world = await openWorld(directoriesIn(root.path));
  const { directories, opened, clock } = world;
  writeFileSync(join(directories.outBox, 'a.xml'), 'content');
  await opened.outBox.look(10, never);
  clock.advance(500);
  const [candidate] = (await opened.outBox.look(10, never)).settled;
  if (candidate === undefined) throw new Error('not settled');
  const claimed = await claimOne(opened.boxes, { candidate, id: ID });
  expect(opened.outBox.stillForMs(candidate)).toBe(0);
  await opened.boxes.withdraw(claimed);
  expect(await opened.outBox.look(10, never)).toMatchObject({ settled: [], waiting: 1 });
  clock.advance(500);
  expect((await opened.outBox.look(10, never)).settled).toMatchObject([
    { name: 'a.xml', identity: candidate.identity },
  ]);
});

test('a withdrawn file never takes the place of a new one', async () => {
  using root = makeDirectory();
  await using world = await openWorld(directoriesIn(root.path));
  const { directories, opened } = world;
  const claimed = await claimOne(opened.boxes, { candidate: candidateOf(directories, LONGEST, 'old'), id: ID });
  writeFileSync(join(directories.outBox, LONGEST), 'new');
  const { path } = await opened.boxes.withdraw(claimed);
  expect(path).toMatch(/_1\.xml$/);
  expect(readFileSync(join(directories.outBox, LONGEST), 'utf8')).toBe('new');
  expect(readFileSync(join(directories.outBox, path), 'utf8')).toBe('old');
});

test('an id that is there already is not claimed over', async () => {
  using root = makeDirectory();
  await using world = await openWorld(directoriesIn(root.path));
  const { directories, opened } = world;
  await claimOne(opened.boxes, { candidate: candidateOf(directories, 'a.xml', 'first'), id: ID });
  await expect(
    claimOne(opened.boxes, { candidate: candidateOf(directories, 'a.xml', 'second'), id: ID }),
  ).rejects.toMatchObject({
    code: 'disk.failed',
  });
  expect(findBytes(directories, 'first')).toHaveLength(1);
  expect(findBytes(directories, 'second')).toEqual(['outBox/a.xml']);
});

test('a day directory that was removed is made again, a missing box is not', async () => {
  using root = makeDirectory();
  await using world = await openWorld(directoriesIn(root.path));
  const { directories, opened } = world;
  await fileOne(opened.boxes, {
    claimed: await claimOne(opened.boxes, { candidate: candidateOf(directories, 'a.xml', 'one'), id: ID }),
    box: 'SentBox',
    stampMs: STAMP_MS,
    content: null,
  });
  rmSync(join(directories.sentBox, '20261123'), { recursive: true });
  await fileOne(opened.boxes, {
    claimed: await claimOne(opened.boxes, { candidate: candidateOf(directories, 'a.xml', 'two'), id: ID }),
    box: 'SentBox',
    stampMs: STAMP_MS,
    content: null,
  });
  expect(findBytes(directories, 'two')).toEqual(['sentBox/20261123/a_20261123104158048.xml']);

  const claimed = await claimOne(opened.boxes, { candidate: candidateOf(directories, 'a.xml', 'three'), id: ID });
  rmSync(directories.sentBox, { recursive: true });
  await expect(
    fileOne(opened.boxes, { claimed, box: 'SentBox', stampMs: STAMP_MS, content: null }),
  ).rejects.toMatchObject({ code: 'disk.missing' });
  expect(existsSync(directories.sentBox)).toBe(false);
  mkdirSync(directories.sentBox);
  await fileOne(opened.boxes, { claimed, box: 'SentBox', stampMs: STAMP_MS, content: null });
  rmSync(directories.tempBox, { recursive: true });
  await expect(
    claimOne(opened.boxes, { candidate: candidateOf(directories, 'b.xml', 'four'), id: ID }),
  ).rejects.toMatchObject({
    code: 'disk.missing',
  });
  expect(findBytes({ ...directories, tempBox: directories.outBox }, 'four')).toContain('outBox/b.xml');
});

test('filing again what was filed by a call whose answer got lost succeeds', async () => {
  using root = makeDirectory();
  await using world = await openWorld(directoriesIn(root.path));
  const { directories, opened } = world;
  const claimed = await claimOne(opened.boxes, { candidate: candidateOf(directories, 'a.xml', 'one'), id: ID });
  const filed = await fileOne(opened.boxes, { claimed, box: 'SentBox', stampMs: STAMP_MS, content: null });
  expect(await fileOne(opened.boxes, { claimed, box: 'SentBox', stampMs: STAMP_MS, content: null })).toEqual(filed);
  await expect(
    fileOne(opened.boxes, { claimed, box: 'FailBox', stampMs: STAMP_MS, content: null }),
  ).rejects.toMatchObject({ code: 'document.vanished' });
  await expect(opened.boxes.withdraw(claimed)).rejects.toMatchObject({ code: 'document.vanished' });
  await expect(opened.boxes.read(claimed)).rejects.toMatchObject({ code: 'document.vanished' });
});

test('what is queued appears whole under a free name', async () => {
  using root = makeDirectory();
  await using world = await openWorld(directoriesIn(root.path));
  const { directories, opened } = world;
  writeFileSync(join(directories.outBox, 'a.xml'), 'there');
  expect(await opened.boxes.enqueue('a.xml', Buffer.from('one'))).toBe('a_1.xml');
  expect(await opened.boxes.enqueue('a.xml', Buffer.from('two'))).toBe('a_2.xml');
  expect(await opened.boxes.enqueue('b.xml', new Uint8Array())).toBe('b.xml');
  expect(filesBelow(directories.outBox)).toEqual(['a.xml', 'a_1.xml', 'a_2.xml', 'b.xml']);
  expect(statSync(join(directories.outBox, 'a_2.xml')).nlink).toBe(1);
  await expect(opened.boxes.enqueue('../b.xml', Buffer.from('x'))).rejects.toMatchObject({ code: 'disk.denied' });
});

test('no path leads out of a box', async () => {
  using root = makeDirectory();
  await using world = await openWorld(directoriesIn(root.path));
  writeFileSync(join(root.path, 'secret'), 'x');
  for (const path of ['../secret', '/etc/passwd/../../secret', 'day/../../secret', '.']) {
    await expect(world.opened.boxes.readFiled({ box: 'SentBox', path })).rejects.toMatchObject({
      code: expect.stringMatching(/disk.denied|document.vanished/),
    });
  }
  await expect(world.opened.boxes.exists({ box: 'SentBox', path: '../SentBox2/x' })).rejects.toMatchObject({
    code: 'disk.denied',
  });
});

test('only names with an id are claimed files', async () => {
  using root = makeDirectory();
  await using world = await openWorld(directoriesIn(root.path));
  const { directories, opened } = world;
  writeFileSync(join(directories.tempBox, 'note.txt'), 'x');
  mkdirSync(join(directories.tempBox, '20261123'));
  mkdirSync(join(directories.tempBox, OTHER_ID));
  const claimed = await claimOne(opened.boxes, { candidate: candidateOf(directories, 'a.xml', 'one'), id: ID });
  expect(await collect(opened.boxes.claimedFiles())).toEqual([claimed]);
  await using again = await openWorld(directories);
  expect(await collect(again.opened.boxes.claimedFiles())).toEqual([claimed]);
  // An empty directory under an id is what a crash leaves; the rest belongs to others.
  expect(readdirSync(directories.tempBox).sort()).toEqual(['20261123', `${ID}_a.xml`, 'note.txt'].sort());
});

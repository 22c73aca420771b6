import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeDirectory } from '../../../../test/support/boxes/box-world.js';
import { createManualClock, type ManualClock } from '../../../../test/support/boxes/manual-clock.js';
import { businessKey } from '../domain/document.js';
import { DirectoryOutBox } from './outbox.js';

const never = new AbortController().signal;
const DEC = businessKey('DEC');

function open(
  directory: string,
  trackedMax = 1_000,
): { readonly outBox: DirectoryOutBox; readonly clock: ManualClock } {
  const clock = createManualClock();
  const settings = { business: DEC, directory, settleMs: 500, extensions: ['.xml', '.zip'], trackedMax };
  return { outBox: new DirectoryOutBox(settings, clock), clock };
}

test('a file is settled only when it was the same at two looks 500 ms apart', async () => {
  using root = makeDirectory();
  const file = join(root.path, '进口报关单.xml');
  writeFileSync(file, '<a/>');
  // A copied file keeps its old time: that must not make it look settled.
  utimesSync(file, 1_000, 1_000);
  const { outBox, clock } = open(root.path);
  const first = await outBox.look(10, never);
  expect(first).toEqual({
    settled: [],
    waiting: 1,
    isAtLeast: false,
    oldestMs: clock.nowMs(),
    nextLookMs: 500,
    passedOver: 0,
    news: [],
  });
  expect(await outBox.why('进口报关单.xml')).toEqual({ reason: 'settling', remainingMs: 500 });
  const foundMs = clock.nowMs();
  clock.advance(499);
  expect((await outBox.look(10, never)).settled).toEqual([]);
  clock.advance(1);
  const { settled, waiting, oldestMs, nextLookMs } = await outBox.look(10, never);
  expect({ waiting, oldestMs, nextLookMs }).toEqual({ waiting: 0, oldestMs: null, nextLookMs: null });
  expect(settled).toHaveLength(1);
  expect(settled[0]).toMatchObject({
    business: DEC,
    name: '进口报关单.xml',
    path: file,
    foundMs,
    settledMs: foundMs + 500,
  });
  expect(settled[0]?.identity).toMatchObject({ sizeBytes: 4, modifiedNs: '1000000000000' });
});

test('every change starts the waiting anew, also one that keeps size and calendar second', async () => {
  using root = makeDirectory();
  const file = join(root.path, 'a.xml');
  writeFileSync(file, '<a/>');
  const { outBox, clock } = open(root.path);
  await outBox.look(10, never);
  clock.advance(400);
  appendFileSync(file, ' ');
  clock.advance(100);
  expect((await outBox.look(10, never)).nextLookMs).toBe(500);
  clock.advance(450);
  utimesSync(file, 2_000, 2_000.001);
  clock.advance(50);
  expect((await outBox.look(10, never)).settled).toEqual([]);
  clock.advance(500);
  expect((await outBox.look(10, never)).settled).toHaveLength(1);
});

test('a candidate is out of sight until it is put off', async () => {
  using root = makeDirectory();
  writeFileSync(join(root.path, 'a.xml'), '<a');
  const { outBox, clock } = open(root.path);
  await outBox.look(10, never);
  clock.advance(500);
  const [candidate] = (await outBox.look(10, never)).settled;
  if (candidate === undefined) throw new Error('not settled');
  clock.advance(10_000);
  expect(await outBox.look(10, never)).toMatchObject({ settled: [], waiting: 0, nextLookMs: null });
  expect(await outBox.why('a.xml')).toEqual({ reason: 'in-flight' });
  outBox.putOff(candidate, 'document.incomplete', 700);
  expect(await outBox.look(10, never)).toMatchObject({
    settled: [],
    waiting: 1,
    nextLookMs: 700,
    oldestMs: candidate.foundMs,
  });
  expect(await outBox.why('a.xml')).toEqual({ reason: 'incomplete', sinceMs: candidate.foundMs });
  clock.advance(700);
  const [again] = (await outBox.look(10, never)).settled;
  expect(again).toEqual(candidate);
  if (again === undefined) throw new Error('not settled');
  expect(outBox.stillForMs(again)).toBe(500 + 10_000 + 700);
});

test('a file that went on after it was put off settles anew', async () => {
  using root = makeDirectory();
  const file = join(root.path, 'a.xml');
  writeFileSync(file, '<a');
  const { outBox, clock } = open(root.path);
  await outBox.look(10, never);
  clock.advance(500);
  const [candidate] = (await outBox.look(10, never)).settled;
  if (candidate === undefined) throw new Error('not settled');
  outBox.putOff(candidate, 'document.incomplete', 500);
  appendFileSync(file, '/>');
  clock.advance(500);
  expect(await outBox.look(10, never)).toMatchObject({ settled: [], waiting: 1, nextLookMs: 500 });
  clock.advance(500);
  const [whole] = (await outBox.look(10, never)).settled;
  expect(whole?.identity.sizeBytes).toBe(4);
  expect(whole === undefined ? -1 : outBox.stillForMs(whole)).toBe(500);
});

test('a new file under the name of one in flight waits until that one is forgotten', async () => {
  using root = makeDirectory();
  const file = join(root.path, 'a.xml');
  writeFileSync(file, 'one');
  const { outBox, clock } = open(root.path);
  await outBox.look(10, never);
  clock.advance(500);
  const [one] = (await outBox.look(10, never)).settled;
  if (one === undefined) throw new Error('not settled');
  renameSync(file, join(root.path, 'claimed'));
  writeFileSync(file, 'another');
  await outBox.look(10, never);
  clock.advance(500);
  expect(await outBox.look(10, never)).toMatchObject({ settled: [], waiting: 1, nextLookMs: null });
  outBox.forget(one);
  const [two] = (await outBox.look(10, never)).settled;
  expect(two?.identity.sizeBytes).toBe(7);
  // Whatever is said of the first one now must not touch the second.
  outBox.putOff(one, 'document.changed', 10_000);
  outBox.forget(one);
  expect(await outBox.why('a.xml')).toEqual({ reason: 'in-flight' });
});

test('a candidate that was handed out and forgotten by its reader is offered again after ten minutes', async () => {
  using root = makeDirectory();
  writeFileSync(join(root.path, 'a.xml'), '<a/>');
  const { outBox, clock } = open(root.path);
  await outBox.look(10, never);
  clock.advance(500);
  const first = await outBox.look(10, never);
  clock.advance(599_000);
  expect((await outBox.look(10, never)).settled).toEqual([]);
  clock.advance(1_000);
  expect((await outBox.look(10, never)).settled).toEqual(first.settled);
});

test('a candidate given back without delay is ready at once', async () => {
  using root = makeDirectory();
  writeFileSync(join(root.path, 'a.xml'), '<a/>');
  const { outBox, clock } = open(root.path);
  await outBox.look(10, never);
  clock.advance(500);
  const [candidate] = (await outBox.look(10, never)).settled;
  if (candidate === undefined) throw new Error('not settled');
  outBox.putOff(candidate, 'waiting-its-turn', 0);
  expect(await outBox.why('a.xml')).toEqual({ reason: 'waiting-its-turn' });
  expect((await outBox.look(10, never)).settled).toEqual([candidate]);
});

test('only regular files with a configured extension are seen, links are not followed', async () => {
  using root = makeDirectory();
  using elsewhere = makeDirectory();
  writeFileSync(join(elsewhere.path, 'target.xml'), '<a/>');
  for (const name of ['a.xml', 'B.XML', 'c.Zip', 'd.xml.tmp', '~$e.xml', '.f.xml', 'g.pdf', 'h.xml.part']) {
    writeFileSync(join(root.path, name), '<a/>');
  }
  mkdirSync(join(root.path, 'dir.xml'));
  symlinkSync(join(elsewhere.path, 'target.xml'), join(root.path, 'link.xml'));
  const { outBox, clock } = open(root.path);
  expect((await outBox.look(10, never)).waiting).toBe(3);
  clock.advance(500);
  expect((await outBox.look(10, never)).settled.map(({ name }) => name)).toEqual(['B.XML', 'a.xml', 'c.Zip']);
  expect(await outBox.why('d.xml.tmp')).toEqual({ reason: 'ignored-name' });
  expect(await outBox.why('g.pdf')).toEqual({ reason: 'ignored-extension' });
  expect(await outBox.why('dir.xml')).toEqual({ reason: 'directory' });
  expect(await outBox.why('link.xml')).toEqual({ reason: 'not-a-file' });
  expect(await outBox.why('nowhere.xml')).toEqual({ reason: 'not-there' });
  expect(await outBox.why('../OutBox/a.xml')).toEqual({ reason: 'not-there' });
});

test('what is never taken is counted, and told once for as long as it is there', async () => {
  using root = makeDirectory();
  for (const name of ['a.xml', 'scan.pdf', '.hidden', '~$b.xml', 'c.xml.tmp'])
    writeFileSync(join(root.path, name), '<a/>');
  mkdirSync(join(root.path, 'old'));
  writeFileSync(join(root.path, 'old', 'below.xml'), '<a/>');
  const { outBox, clock } = open(root.path);
  const first = await outBox.look(10, never);
  expect(first).toMatchObject({ waiting: 1, passedOver: 2 });
  expect(new Set(first.news)).toEqual(
    new Set([
      { name: 'scan.pdf', reason: 'extension' },
      { name: 'old', reason: 'directory' },
    ]),
  );
  expect(await outBox.why('below.xml')).toEqual({ reason: 'in-directory', directory: 'old' });
  clock.advance(2_000);
  expect(await outBox.look(10, never)).toMatchObject({ passedOver: 2, news: [] });
  rmSync(join(root.path, 'scan.pdf'));
  clock.advance(2_000);
  expect(await outBox.look(10, never)).toMatchObject({ passedOver: 1, news: [] });
  writeFileSync(join(root.path, 'scan.pdf'), '');
  clock.advance(2_000);
  expect(await outBox.look(10, never)).toMatchObject({ news: [{ name: 'scan.pdf', reason: 'extension' }] });
});

test('of any number of entries that are never taken all are counted and a bounded number is told', async () => {
  using root = makeDirectory();
  for (let number = 0; number < 500; number += 1) writeFileSync(join(root.path, `${number}.pdf`), '');
  const { outBox } = open(root.path);
  const { passedOver, news } = await outBox.look(10, never);
  expect({ passedOver, told: news.length }).toEqual({ passedOver: 500, told: 200 });
});

test.skipIf(process.platform !== 'linux')('a name in GBK is counted, told as it reads, and explained', async () => {
  using root = makeDirectory();
  const gbk = [0xb1, 0xa8, 0xb9, 0xd8, 0xb5, 0xa5];
  writeFileSync(Buffer.concat([Buffer.from(`${root.path}/`), Buffer.from(gbk), Buffer.from('.xml')]), '<a/>');
  writeFileSync(join(root.path, '\ufffd.xml'), '<a/>');
  const { outBox, clock } = open(root.path);
  const look = await outBox.look(10, never);
  expect(look).toMatchObject({ waiting: 2, passedOver: 1, news: [{ name: '报关单.xml', reason: 'not-utf8' }] });
  expect(await outBox.why('报关单.xml')).toEqual({ reason: 'not-utf8' });
  clock.advance(500);
  // A replacement character is a character like any other.
  expect((await outBox.look(10, never)).settled.map(({ name }) => name)).toEqual(['\ufffd.xml']);
});

test('what vanished between two looks is neither handed out nor counted', async () => {
  using root = makeDirectory();
  writeFileSync(join(root.path, 'a.xml'), '<a/>');
  writeFileSync(join(root.path, 'b.xml'), '<b/>');
  const { outBox, clock } = open(root.path);
  await outBox.look(10, never);
  rmSync(join(root.path, 'a.xml'));
  clock.advance(500);
  const look = await outBox.look(10, never);
  expect(look.settled.map(({ name }) => name)).toEqual(['b.xml']);
  expect(look.waiting).toBe(0);
});

test('no more are handed out than asked for, in the order of their names', async () => {
  using root = makeDirectory();
  for (let number = 9; number >= 0; number -= 1) writeFileSync(join(root.path, `${number}.xml`), '<a/>');
  const { outBox, clock } = open(root.path);
  await outBox.look(4, never);
  clock.advance(500);
  const first = await outBox.look(4, never);
  expect(first.settled.map(({ name }) => name)).toEqual(['0.xml', '1.xml', '2.xml', '3.xml']);
  expect(first).toMatchObject({ waiting: 6, nextLookMs: 0 });
  const second = await outBox.look(100, never);
  expect(second.settled).toHaveLength(6);
});

test('files that cannot be taken do not keep the others from their turn, however many they are', async () => {
  using root = makeDirectory();
  for (let number = 0; number < 60; number += 1) writeFileSync(join(root.path, `a-stuck-${number}.xml`), '<a');
  for (let number = 0; number < 20; number += 1) writeFileSync(join(root.path, `z-good-${number}.xml`), '<a/>');
  const { outBox, clock } = open(root.path, 12);
  const good = new Set<string>();
  for (let turn = 0; turn < 200 && good.size < 20; turn += 1) {
    for (const candidate of (await outBox.look(4, never)).settled) {
      if (candidate.name.startsWith('z')) {
        good.add(candidate.name);
        rmSync(candidate.path);
        outBox.forget(candidate);
      } else outBox.putOff(candidate, 'document.incomplete', 300);
    }
    clock.advance(250);
  }
  expect(good.size).toBe(20);
  expect((await outBox.look(4, never)).waiting).toBeGreaterThanOrEqual(56);
});

test('a stuck file keeps its age, and gets its turns beside an endless backlog', async () => {
  using root = makeDirectory();
  writeFileSync(join(root.path, 'a-stuck.xml'), '<a');
  for (let number = 0; number < 200; number += 1) writeFileSync(join(root.path, `good-${number}.xml`), '<a/>');
  const { outBox, clock } = open(root.path);
  const stillForMs: number[] = [];
  for (let turn = 0; turn < 60; turn += 1) {
    for (const candidate of (await outBox.look(20, never)).settled) {
      if (candidate.name.startsWith('good')) outBox.putOff(candidate, 'waiting-its-turn', 0);
      else {
        stillForMs.push(outBox.stillForMs(candidate));
        outBox.putOff(candidate, 'document.incomplete', 500);
      }
    }
    clock.advance(250);
  }
  expect(stillForMs.slice(0, 3)).toEqual([500, 1_000, 1_500]);
  expect(stillForMs).toHaveLength(29);
});

test('who was seen first goes first', async () => {
  using root = makeDirectory();
  writeFileSync(join(root.path, 'z.xml'), '<a/>');
  const { outBox, clock } = open(root.path);
  await outBox.look(10, never);
  clock.advance(10);
  writeFileSync(join(root.path, 'b.xml'), '<a/>');
  writeFileSync(join(root.path, 'a.xml'), '<a/>');
  await outBox.look(10, never);
  clock.advance(500);
  expect((await outBox.look(10, never)).settled.map(({ name }) => name)).toEqual(['z.xml', 'a.xml', 'b.xml']);
});

test('a file that never stops growing stops counting as on its way', async () => {
  using root = makeDirectory();
  const file = join(root.path, 'log.xml');
  writeFileSync(file, 'x');
  const { outBox, clock } = open(root.path);
  for (let turn = 0; turn < 30; turn += 1) {
    expect((await outBox.look(10, never)).settled).toEqual([]);
    appendFileSync(file, 'x');
    clock.advance(500);
  }
  expect((await outBox.look(10, never)).waiting).toBe(1);
  clock.advance(500);
  expect((await outBox.look(10, never)).settled).toHaveLength(1);
});

test('an OutBox that is missing is said to be, and is looked at as before when it is back', async () => {
  using root = makeDirectory();
  const directory = join(root.path, 'OutBox');
  mkdirSync(directory);
  writeFileSync(join(directory, 'a.xml'), '<a/>');
  const { outBox, clock } = open(directory);
  await outBox.look(10, never);
  rmSync(directory, { recursive: true });
  clock.advance(500);
  await expect(outBox.look(10, never)).rejects.toMatchObject({ code: 'disk.missing', detail: { path: directory } });
  await expect(outBox.look(10, never)).rejects.toMatchObject({ code: 'disk.missing' });
  mkdirSync(directory);
  writeFileSync(join(directory, 'b.xml'), '<b/>');
  expect(await outBox.look(10, never)).toMatchObject({ settled: [], waiting: 1 });
  clock.advance(500);
  expect((await outBox.look(10, never)).settled.map(({ name }) => name)).toEqual(['b.xml']);
});

test('an aborted look gives back what it had found', async () => {
  using root = makeDirectory();
  writeFileSync(join(root.path, 'a.xml'), '<a/>');
  const { outBox, clock } = open(root.path);
  await outBox.look(10, never);
  clock.advance(500);
  await expect(outBox.look(10, AbortSignal.abort())).rejects.toMatchObject({ code: 'operation.aborted' });
  expect((await outBox.look(10, never)).settled).toHaveLength(1);
});

test.skipIf(process.platform === 'win32')(
  'a name that is no UTF-8 is counted and does not stop the others',
  async () => {
    using root = makeDirectory();
    writeFileSync(
      Buffer.concat([Buffer.from(`${root.path}/`), Buffer.from([0xbd, 0xf8, 0xbf, 0xda]), Buffer.from('.xml')]),
      '<a/>',
    );
    writeFileSync(join(root.path, '进口.xml'), '<a/>');
    const { outBox, clock } = open(root.path);
    expect((await outBox.look(10, never)).waiting).toBe(2);
    clock.advance(500);
    const look = await outBox.look(10, never);
    expect(look.settled.map(({ name }) => name)).toEqual(['进口.xml']);
    expect(look.waiting).toBe(1);
  },
);

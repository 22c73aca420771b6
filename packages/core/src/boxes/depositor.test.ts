import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesBelow, makeDirectory, secondVolume } from '../../../../test/support/boxes/box-world.js';
import { createManualClock } from '../../../../test/support/boxes/manual-clock.js';
import { clearAsides, DirectoryInBox } from './depositor.js';

const never = new AbortController().signal;
const NAME = 'Receipt_E20260000000000001_20261123104158048.xml';
const LATER = 'Receipt_E20260000000000001_20261123104158049.xml';
const volume = secondVolume();

function open(root: string): { readonly inBox: DirectoryInBox; readonly directory: string } {
  const directory = join(root, 'InBox');
  mkdirSync(directory, { recursive: true });
  return { inBox: new DirectoryInBox(directory, createManualClock(), never), directory };
}

test('a receipt appears under exactly its name, and nothing else appears in InBox', async () => {
  using root = makeDirectory();
  const { inBox, directory } = open(root.path);
  expect(await inBox.deposit(NAME, Buffer.from('<r/>'))).toEqual({ outcome: 'written', fileName: NAME });
  await inBox.flush([NAME]);
  expect(readdirSync(directory)).toEqual([NAME]);
  expect(readFileSync(join(directory, NAME), 'utf8')).toBe('<r/>');
  expect(statSync(join(directory, NAME)).nlink).toBe(1);
  expect(filesBelow(join(root.path, '.swic-inbox'))).toEqual([]);
});

test('the same bytes under the same name are a success, also where the name had moved on', async () => {
  using root = makeDirectory();
  const { inBox, directory } = open(root.path);
  writeFileSync(join(directory, NAME), 'another receipt of the same millisecond');
  for (const outcome of ['written', 'already-there', 'already-there']) {
    expect(await inBox.deposit(NAME, Buffer.from('<r/>'))).toEqual({ outcome, fileName: LATER });
  }
  expect(await inBox.deposit(LATER, Buffer.from('<r/>'))).toEqual({ outcome: 'already-there', fileName: LATER });
  expect(readFileSync(join(directory, NAME), 'utf8')).toBe('another receipt of the same millisecond');
  expect(readdirSync(directory)).toEqual([NAME, LATER]);
});

test.each(['', '<re', '<re\0\0\0\0\0', '\0\0\0'])(
  'a receipt torn by a power cut (%j) is made whole under its own name',
  async (torn) => {
    using root = makeDirectory();
    const { inBox, directory } = open(root.path);
    writeFileSync(join(directory, NAME), torn);
    expect(await inBox.deposit(NAME, Buffer.from('<receipt/>'))).toEqual({ outcome: 'written', fileName: NAME });
    expect(readFileSync(join(directory, NAME), 'utf8')).toBe('<receipt/>');
    expect(readdirSync(directory)).toEqual([NAME]);
  },
);

test.each(['<receipt/> ', '<receipt!', 'x', '<re\0x'])('any other bytes (%j) stay what they are', async (there) => {
  using root = makeDirectory();
  const { inBox, directory } = open(root.path);
  writeFileSync(join(directory, NAME), there);
  expect(await inBox.deposit(NAME, Buffer.from('<receipt/>'))).toEqual({ outcome: 'written', fileName: LATER });
  expect(readFileSync(join(directory, NAME), 'utf8')).toBe(there);
});

test('a directory or a link of that name is passed over, not followed', async () => {
  using root = makeDirectory();
  const { inBox, directory } = open(root.path);
  mkdirSync(join(directory, NAME));
  writeFileSync(join(root.path, 'elsewhere'), '<r/>');
  symlinkSync(join(root.path, 'elsewhere'), join(directory, LATER));
  const { fileName } = await inBox.deposit(NAME, Buffer.from('<r/>'));
  expect(fileName).toBe('Receipt_E20260000000000001_20261123104158050.xml');
});

test('a name from outside stays inside', async () => {
  using root = makeDirectory();
  const { inBox, directory } = open(root.path);
  const { fileName } = await inBox.deposit('../../etc/Receipt_a:b_20261123104158048.xml', Buffer.from('<r/>'));
  expect(fileName).toBe('_._.._etc_Receipt_a_b_20261123104158048.xml');
  expect(readdirSync(directory)).toEqual([fileName]);
  await inBox.flush(['../../etc/Receipt_a:b_20261123104158048.xml']);
});

test('flushing a receipt that the firm has taken already is done', async () => {
  using root = makeDirectory();
  const { inBox, directory } = open(root.path);
  const names: string[] = [];
  for (let number = 0; number < 200; number += 1) {
    names.push((await inBox.deposit(`Receipt_${number}_20261123104158048.xml`, Buffer.from('<r/>'))).fileName);
  }
  rmSync(join(directory, names[7] ?? ''));
  await inBox.flush(names);
  expect(readdirSync(directory)).toHaveLength(199);
});

test('an InBox that is missing says so and takes receipts again when it is back', async () => {
  using root = makeDirectory();
  const { inBox, directory } = open(root.path);
  await inBox.deposit(NAME, Buffer.from('<r/>'));
  rmSync(directory, { recursive: true });
  await expect(inBox.deposit(LATER, Buffer.from('<r/>'))).rejects.toMatchObject({ code: 'disk.missing' });
  await expect(inBox.flush([NAME])).rejects.toMatchObject({ code: 'disk.missing' });
  mkdirSync(directory);
  rmSync(join(root.path, '.swic-inbox'), { recursive: true });
  expect(await inBox.deposit(LATER, Buffer.from('<r/>'))).toEqual({ outcome: 'written', fileName: LATER });
});

test('what a killed process left half-written is removed at the start, what others left is not', async () => {
  using root = makeDirectory();
  const { directory } = open(root.path);
  const aside = join(root.path, '.swic-inbox');
  mkdirSync(aside);
  for (const name of ['InBox-123-1.tmp', 'InBox-123-2.tmp', 'InBox2-123-1.tmp', 'note.txt'])
    writeFileSync(join(aside, name), 'half');
  clearAsides(directory);
  expect(readdirSync(aside).sort()).toEqual(['InBox2-123-1.tmp', 'note.txt']);
  rmSync(aside, { recursive: true });
  mkdirSync(aside);
  writeFileSync(join(aside, 'InBox-123-1.tmp'), 'half');
  clearAsides(directory);
  expect(existsSync(aside)).toBe(false);
});

test.skipIf(volume === null)('an InBox that is another volume than its parent takes receipts as whole', async () => {
  using root = makeDirectory();
  using far = makeDirectory(volume ?? root.path);
  const directory = join(root.path, 'InBox');
  const there = join(far.path, 'InBox');
  mkdirSync(there);
  symlinkSync(there, directory);
  const inBox = new DirectoryInBox(directory, createManualClock(), never);
  expect(await inBox.deposit(NAME, Buffer.from('<r/>'))).toEqual({ outcome: 'written', fileName: NAME });
  await inBox.flush([NAME]);
  expect(filesBelow(there)).toEqual([NAME]);
});

test('hundreds of receipts are flushed together, those that were taken away in the meantime among them', async () => {
  using root = makeDirectory();
  const { inBox, directory } = open(root.path);
  const names = Array.from({ length: 300 }, (_, number) => `R_${number}.xml`);
  for (const name of names) await inBox.deposit(name, Buffer.from('<r/>'));
  rmSync(join(directory, 'R_7.xml'));
  await inBox.flush(names);
  rmSync(directory, { recursive: true });
  await expect(inBox.flush(names)).rejects.toMatchObject({ code: 'disk.missing' });
});
